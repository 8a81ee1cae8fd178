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
