import fc from 'fast-check'
import t from 'tap'
import { emptyHistogram, mergeInto, sameHistogram } from '../../domain/histogram.ts'
import { addHistogram, emptyHistogramSum, histogramOf } from '../../domain/histogram-sum.ts'
import { arbitraryHistogram } from '../fixtures/arbitrary-cell.ts'

t.test('it collects to the same as merging one by one', async () => {
  fc.assert(fc.property(fc.array(arbitraryHistogram, { maxLength: 8 }), (histograms) => {
    const merged = emptyHistogram()
    const sum = emptyHistogramSum()
    for (const histogram of histograms) {
      mergeInto(merged, histogram)
      addHistogram(sum, histogram)
    }
    return sameHistogram(histogramOf(sum), merged)
  }))
})
