import t from 'tap'
import { exactCount, formatCount, formatShare } from '../../../server/view-models/format-count.ts'

t.test('a count is shown with three digits at most and never rounds to 1000 of a unit', async (t) => {
  const cases: [number | null, string][] = [
    [null, '–'], [0, '0'], [7, '7'], [999, '999'], [1000, '1K'], [1049, '1K'], [4712, '4.7K'], [12_345, '12.3K'],
    [123_456, '123K'], [999_499, '999K'], [999_500, '1M'], [999_950, '1M'], [1_200_000, '1.2M'], [3_400_000_000, '3.4B'],
    [1_250_000_000, '1.3B'], [5_000_000_000_000, '5T'], [9_007_199_254_740_991, '9007T'],
  ]
  for (const [count, text] of cases) t.equal(formatCount(count), text, String(count))
})

t.test('the exact count has all its digits', async (t) => {
  t.equal(exactCount(1_234_567), '1,234,567')
  t.equal(exactCount(null), '–')
})

t.test('a share of something is not 0% and the share of nothing is no data', async (t) => {
  const cases: [number, number, string][] = [
    [0, 0, '–'], [0, 10, '0%'], [1, 10, '10%'], [1, 3, '33.3%'], [1, 100_000, '<0.1%'], [10, 10, '100%'],
  ]
  for (const [part, whole, text] of cases) t.equal(formatShare(part, whole), text)
})
