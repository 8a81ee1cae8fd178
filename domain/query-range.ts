import type { Period } from './bucket.ts'
import { hourFrom, hourOf, MS_PER_HOUR, periodHours, previousMonth } from './calendar.ts'
import { instantMs } from './instant.ts'
import { instantOfWallClock } from './local-time.ts'
import type { HourRange } from './ports.ts'
import { QueryError } from './query-error.ts'
import { timeZone, type ZonedHours } from './time-zone.ts'
import type { AbsoluteRange, UsageQuery } from './usage-query.ts'

type Ranged = Pick<UsageQuery, 'range' | 'timeZone'>

const HOURS_BACK = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24, '90d': 90 * 24 } as const

/**
 * The UTC hours that a query covers.
 * - Relative ranges end now. Hours that they begin or end in count whole: at 10:20, `1h` is 09:00 to 11:00.
 * - `mtd` and `last-month` are months of the query's time zone. `all` is `dataSpan`, or everything up to now.
 * - Absolute ranges count the hours that they begin or end in whole; days are the hours that start on them.
 * In the first half hour of a month of India's, `mtd` is still empty.
 */
export function resolveRange({ range, timeZone: zoneName }: Ranged, nowMs: number, dataSpan?: HourRange): ZonedHours {
  if (typeof range === 'object') return absoluteHours(range, zoneName)
  const to = hourFrom(nowMs)
  switch (range) {
    case 'all':
      return { from: dataSpan?.from ?? 0, to: dataSpan?.to ?? to, cutsHours: false }
    case 'mtd': {
      const { from, cutsHours } = monthAt(nowMs, zoneName, 0)
      return { from, to: Math.max(from, to), cutsHours }
    }
    case 'last-month':
      return monthAt(nowMs, zoneName, 1)
    case '1h':
    case '24h':
    case '7d':
    case '30d':
    case '90d':
      return { from: hourOf(nowMs - HOURS_BACK[range] * MS_PER_HOUR), to, cutsHours: false }
  }
}

/** `auto` shows up to three days by hour, up to a hundred by day and more by month. */
export function granularityOf(query: Pick<UsageQuery, 'granularity'>, { from, to }: HourRange): Period {
  if (query.granularity !== 'auto') return query.granularity
  if (to - from <= 3 * 24) return 'hour'
  return to - from <= 100 * 24 ? 'day' : 'month'
}

/** The hours of an absolute range; throws a QueryError naming `from` or `to`. */
export function absoluteHours(range: AbsoluteRange, zoneName: string): ZonedHours {
  const from = edge('from', range.from, zoneName, hourOf)
  const to = edge('to', range.to, zoneName, hourFrom)
  if (from.hour >= to.hour) throw new QueryError('to', `${range.to} is not after ${range.from}`)
  return { from: from.hour, to: to.hour, cutsHours: from.cutsHours || to.cutsHours }
}

const FIRST_YEAR = 1970
const LAST_YEAR = 9998

function edge(
  parameter: 'from' | 'to', text: string, zoneName: string, toHour: (instantMs: number) => number,
): { hour: number; cutsHours: boolean } {
  const day = text.slice(0, '2026-07-18'.length)
  const ms = text === day ? null : instantMs(text) ?? instantOfWallClock(text, zoneName)
  const year = Number(day.slice(0, 4))
  if (!isDay(day) || (text !== day && ms === null) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw new QueryError(parameter, `wants a day, a local time or an instant, such as 2026-07-18, 2026-07-18T09:30 or 2026-07-18T09:30Z, not "${text}"`)
  }
  if (ms !== null) return { hour: toHour(ms), cutsHours: ms % MS_PER_HOUR !== 0 }
  const { from, cutsHours } = timeZone(zoneName).dayHours(day)
  return { hour: from, cutsHours }
}

function isDay(text: string): boolean {
  try {
    periodHours('day', text)
    return true
  } catch {
    return false
  }
}

/** The month of the instant in a zone, or one of the two before it. */
export function monthAt(nowMs: number, zoneName: string, monthsAgo: 0 | 1 | 2): ZonedHours {
  const zone = timeZone(zoneName)
  let month = zone.dayOf(nowMs).slice(0, 7)
  for (let ago = 0; ago < monthsAgo; ago++) month = previousMonth(month)
  return zone.monthHours(month)
}
