import { ZERO_BIN, type Histogram } from './histogram.ts'

/** Collects very many histograms into one: the same result as mergeInto, with an array in place of a map. */
export interface HistogramSum {
  count: number
  sum: number
  min: number
  max: number
  /** How many values by bin, from ZERO_BIN on. */
  counts: Float64Array
}

const FIRST_SIZE = 128

export function emptyHistogramSum(): HistogramSum {
  return { count: 0, sum: 0, min: Infinity, max: 0, counts: new Float64Array(0) }
}

export function addHistogram(target: HistogramSum, { count, sum, min, max, bins }: Histogram): void {
  if (min === null || max === null) return
  target.count += count
  target.sum += sum
  if (min < target.min) target.min = min
  if (max > target.max) target.max = max
  // Twice as fast as for…of, which makes an array of every entry.
  let { counts } = target
  bins.forEach((inBin, bin) => {
    const index = bin - ZERO_BIN
    if (index >= counts.length) counts = grown(counts, index)
    counts[index] = (counts[index] ?? 0) + inBin
  })
  target.counts = counts
}

function grown(counts: Float64Array, index: number): Float64Array {
  let size = Math.max(FIRST_SIZE, counts.length)
  while (size <= index) size *= 2
  const larger = new Float64Array(size)
  larger.set(counts)
  return larger
}

export function histogramOf({ count, sum, min, max, counts }: HistogramSum): Histogram {
  const bins = new Map<number, number>()
  counts.forEach((inBin, index) => {
    if (inBin !== 0) bins.set(index + ZERO_BIN, inBin)
  })
  return { count, sum, min: count === 0 ? null : min, max: count === 0 ? null : max, bins }
}
