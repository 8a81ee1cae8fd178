/**
 * A mergeable histogram of non-negative safe integers with a relative error of at most 5 %.
 *
 * Bin k ≥ 0 holds the values in (e^((k-1)/10), e^(k/10)]; bin ZERO_BIN holds 0. Bin edges are powers of e^(1/10): being
 * transcendental, no ratio of integers ever lies on one, so that SQL (`ceil(10 * ln(x))`) and this file always agree.
 */
export interface Histogram {
  count: number
  /** Exact sum of the values. */
  sum: number
  /** Exact smallest and largest value; null while empty. */
  min: number | null
  max: number | null
  /** Bin → how many values. */
  bins: Map<number, number>
}

export const ZERO_BIN = -1

export const MAX_RELATIVE_ERROR = 0.05

export function emptyHistogram(): Histogram {
  return { count: 0, sum: 0, min: null, max: null, bins: new Map() }
}

export function binOf(value: number): number {
  return value === 0 ? ZERO_BIN : Math.ceil(10 * Math.log(value))
}

/** Throws a RangeError for anything but a non-negative safe integer. */
export function addValue(histogram: Histogram, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`a histogram holds non-negative safe integers, not ${value}`)
  }
  const bin = binOf(value)
  histogram.count += 1
  histogram.sum += value
  histogram.min = smaller(histogram.min, value)
  histogram.max = larger(histogram.max, value)
  histogram.bins.set(bin, (histogram.bins.get(bin) ?? 0) + 1)
}

export function fromValues(values: Iterable<number>): Histogram {
  const histogram = emptyHistogram()
  for (const value of values) addValue(histogram, value)
  return histogram
}

/** Adds `other` to `target`: associative and commutative, with the empty histogram as identity. */
export function mergeInto(target: Histogram, other: Histogram): void {
  target.count += other.count
  target.sum += other.sum
  target.min = smaller(target.min, other.min)
  target.max = larger(target.max, other.max)
  for (const [bin, count] of other.bins) target.bins.set(bin, (target.bins.get(bin) ?? 0) + count)
}

/** A copy that shares nothing with the original. */
export function copyHistogram({ count, sum, min, max, bins }: Histogram): Histogram {
  return { count, sum, min, max, bins: new Map(bins) }
}

/** Same values as far as a histogram can tell; the order in which bins were filled does not matter. */
export function sameHistogram(a: Histogram, b: Histogram): boolean {
  if (a.count !== b.count || a.sum !== b.sum || a.min !== b.min || a.max !== b.max) return false
  if (a.bins.size !== b.bins.size) return false
  for (const [bin, count] of a.bins) if (b.bins.get(bin) !== count) return false
  return true
}

/**
 * The q-quantile by nearest rank: the smallest value that at least ⌈q·count⌉ values (at least one) do not exceed.
 * Off by at most 5 % of that value, exact where a bin holds a single integer; null while empty.
 */
export function quantile(histogram: Histogram, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile lies between 0 and 1, not at ${q}`)
  const { count, min, max, bins } = histogram
  if (min === null || max === null) return null
  const rank = nearestRank(q, count)
  if (rank === 1) return min
  if (rank === count) return max
  let seen = 0
  for (const bin of [...bins.keys()].sort((a, b) => a - b)) {
    seen += bins.get(bin) ?? 0
    if (seen >= rank) return representative(bin, min, max)
  }
  return max
}

// q * count may land a hair above the whole number that is meant: 0.07 * 100 is 7.000000000000001.
function nearestRank(q: number, count: number): number {
  return Math.min(count, Math.max(1, Math.ceil(q * count * (1 - 2 * Number.EPSILON))))
}

/** The number closest, by relative error, to every integer that the bin may hold; as round as the bound permits. */
function representative(bin: number, min: number, max: number): number {
  if (bin === ZERO_BIN) return 0
  const low = Math.max(min, Math.floor(Math.exp((bin - 1) / 10)) + 1)
  const high = Math.min(max, Math.floor(Math.exp(bin / 10)))
  if (low >= high) return high
  const middle = (2 * high) / (low + high) * low
  for (const scale of [1, 10, 100]) {
    const rounded = Math.round(middle * scale) / scale
    if (rounded - low <= MAX_RELATIVE_ERROR * low && high - rounded <= MAX_RELATIVE_ERROR * high) return rounded
  }
  return middle
}

function smaller(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.max(a, b)
}
