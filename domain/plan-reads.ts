import type { Period } from './bucket.ts'
import { periodHours, periodId } from './calendar.ts'
import type { HourRange } from './ports.ts'

/** Buckets of one period with from ≤ start < to. */
export interface BucketRead {
  readonly period: Period
  readonly from: string
  readonly to: string
}

export interface ReadNeeds {
  /** The hour that it is now. */
  readonly nowHour: number
  /** How finely the answer is cut by time. */
  readonly grain: Period | 'total'
  readonly timeZone: string
}

/**
 * The fewest buckets that cover every hour of the range exactly once: whole UTC months and days that are over, hours at the
 * edges and for today. Another zone's days and months are cut from hours.
 */
export function planReads(range: HourRange, { nowHour, grain, timeZone }: ReadNeeds): BucketRead[] {
  const todayFrom = periodHours('day', periodId('day', nowHour)).from
  return cover(range, usablePeriods(grain, timeZone), todayFrom)
}

function usablePeriods(grain: ReadNeeds['grain'], timeZone: string): readonly Period[] {
  if (grain === 'total' || (grain === 'month' && timeZone === 'UTC')) return ['month', 'day', 'hour']
  if (grain === 'day' && timeZone === 'UTC') return ['day', 'hour']
  return ['hour']
}

function cover(range: HourRange, [period = 'hour', ...finer]: readonly Period[], todayFrom: number): BucketRead[] {
  if (range.from >= range.to) return []
  if (period === 'hour') return [readOf('hour', range)]
  const from = alignedFrom(period, range.from)
  const to = alignedTo(period, Math.min(range.to, todayFrom))
  if (from >= to) return cover(range, finer, todayFrom)
  return [
    ...cover({ from: range.from, to: from }, finer, todayFrom),
    readOf(period, { from, to }),
    ...cover({ from: to, to: range.to }, finer, todayFrom),
  ]
}

function readOf(period: Period, { from, to }: HourRange): BucketRead {
  return { period, from: periodId(period, from), to: periodId(period, to) }
}

function alignedTo(period: Period, hour: number): number {
  return periodHours(period, periodId(period, hour)).from
}

function alignedFrom(period: Period, hour: number): number {
  const start = periodHours(period, periodId(period, hour))
  return start.from === hour ? hour : start.to
}
