import { daysOfMonth } from './calendar.ts'
import type { HourRange } from './ports.ts'
import { monthAt, resolveRange } from './query-range.ts'
import { timeZone, type TimeZone } from './time-zone.ts'
import type { UsageQuery } from './usage-query.ts'

type Ranged = Pick<UsageQuery, 'range' | 'timeZone'>

/** Two stretches of whole hours that are over, so that one can be held against the other. */
export interface ComparedRanges {
  /** The query's own hours, without those that still run. */
  readonly current: HourRange
  readonly previous: HourRange
}

/**
 * What a query is compared with, like with like: hours from `completeTo` on are not over and are left out.
 * - `mtd`: the same days of the month before, to the same hour of the last; all of it where it has no such day.
 * - `last-month`: the month before.
 * - all others: as many hours just before.
 * Null for `all`, and while no hour of the range is over.
 */
export function comparedRanges(query: Ranged, nowMs: number, completeTo: number): ComparedRanges | null {
  if (query.range === 'all') return null
  const { from, to } = resolveRange(query, nowMs)
  const current = { from, to: Math.min(to, completeTo) }
  if (current.from >= current.to) return null
  if (query.range === 'last-month') return { current, previous: monthAt(nowMs, query.timeZone, 2) }
  if (query.range === 'mtd') return { current, previous: sameDays(current, monthAt(nowMs, query.timeZone, 1), timeZone(query.timeZone)) }
  return { current, previous: { from: from - (current.to - from), to: from } }
}

/** The hours of the month before up to the day and hour at which the current ones end. */
function sameDays(current: HourRange, before: HourRange, zone: TimeZone): HourRange {
  const today = zone.dayOfHour(current.to)
  const hoursIntoDay = current.to - zone.dayHours(today).from
  const month = zone.monthOfHour(before.from)
  const day = month + today.slice('2026-07'.length)
  if (!daysOfMonth(month).includes(day)) return before
  const { from, to } = zone.dayHours(day)
  return { from: before.from, to: Math.min(from + hoursIntoDay, to, before.to) }
}
