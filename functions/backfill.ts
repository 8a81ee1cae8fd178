import type { HourRange } from '../domain/ports.ts'
import { computeCost, type ComputeCostOptions, type ComputeCostPorts } from './compute-cost.ts'

export interface BackfillResult {
  readonly bucketsWritten: number
  /** What there was no time for; null if all is done. */
  readonly rest: HourRange | null
}

/** Hours that are compared at a time: a month of a hundred sources still is one query with few pages. */
const HOURS_PER_SLICE = 31 * 24

/**
 * Makes the hours of a range agree with the event table and the price book, slice after slice from its start, until all
 * are done or `shouldStop` says so. Whatever is done stays done; the rest may be asked for again at any time.
 */
export async function backfill(
  ports: ComputeCostPorts, range: HourRange, options: Omit<ComputeCostOptions, 'lookBackHours' | 'range'>,
): Promise<BackfillResult> {
  let bucketsWritten = 0
  for (let from = range.from; from < range.to;) {
    if (from > range.from && options.shouldStop?.() === true) return { bucketsWritten, rest: { from, to: range.to } }
    const slice = { from, to: Math.min(range.to, from + HOURS_PER_SLICE) }
    const result = await computeCost(ports, { ...options, lookBackHours: null, range: slice })
    bucketsWritten += result.bucketsWritten
    if (result.resumeFrom !== null) return { bucketsWritten, rest: { from: result.resumeFrom, to: range.to } }
    from = slice.to
  }
  return { bucketsWritten, rest: null }
}
