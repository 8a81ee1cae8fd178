/** Cache writes by time to live, in tokens, as the columns of the same names. */
export interface CacheWrites {
  readonly total: number | null
  /** All of `total` where the log does not split it. */
  readonly write5m: number | null
  /** Null where the log does not split a total above 0. */
  readonly write1h: number | null
}

/**
 * Splits the total by the parts that the body names; null is not reported. What the parts leave of the total is written
 * for 5 minutes, the default. Parts that exceed the total are cut to it, those of 5 minutes (the cheaper) first, so that
 * 5m + 1h = total holds for every split.
 */
export function splitCacheWrites(total: number | null, part5m: number | null, part1h: number | null): CacheWrites {
  if (total === null) return { total: null, write5m: null, write1h: null }
  const isSplit = part5m !== null || part1h !== null || total === 0
  if (!isSplit) return { total, write5m: total, write1h: null }
  const write1h = Math.min(part1h ?? 0, total)
  return { total, write5m: total - write1h, write1h }
}
