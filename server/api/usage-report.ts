import { MS_PER_HOUR, hourOf } from '../../domain/calendar.ts'
import { isTimeKey, type GroupKey } from '../../domain/group-keys.ts'
import type { HourRange } from '../../domain/ports.ts'
import { planReads, type ReadNeeds } from '../../domain/plan-reads.ts'
import { resolveRange } from '../../domain/query-range.ts'
import { report, type Report } from '../../domain/report.ts'
import type { UsageQuery } from '../../domain/usage-query.ts'
import type { UsageData } from '../usage-data.ts'
import type { ApiRequest } from './api-route.ts'

export interface UsageReport {
  readonly report: Report
  readonly about: UsageRange['about']
}

export interface UsageRange {
  readonly range: HourRange
  readonly about: {
    /** ISO instants; `from` is null where all usage is meant. */
    readonly from: string | null
    readonly to: string
    readonly timeZone: string
    /** Newest event of all that is accessible; null before any. */
    readonly dataUpTo: string | null
  }
}

/** The usage that a query asks for, in rows of the given keys. */
export async function usageReport(
  data: UsageData, query: UsageQuery, groupBy: readonly GroupKey[], { access, now }: Pick<ApiRequest, 'access' | 'now'>,
): Promise<UsageReport> {
  const nowHour = hourOf(now.getTime())
  const [sources, rolledUpTo] = await Promise.all([data.sources(access), data.rolledUpTo()])
  const { range, about } = rangeOf(query, sources, now)
  const needs = { nowHour: Math.min(nowHour, rolledUpTo), timeZone: query.timeZone, grain: finestTimeKey(groupBy) }
  const buckets = await data.buckets(access, planReads(range, needs))
  return {
    report: report(buckets, { groupBy, filter: query.filter, timeZone: query.timeZone }),
    about,
  }
}

/** The hours that a query is about, and what to say of them. */
export function rangeOf(query: UsageQuery, sources: readonly { readonly newestEvent: string }[], now: Date): UsageRange {
  const newestMs = Math.max(...sources.map(({ newestEvent }) => Date.parse(newestEvent)))
  const newestHour = sources.length === 0 ? 0 : hourOf(newestMs)
  const range = resolveRange(query, now.getTime(), { from: 0, to: Math.max(hourOf(now.getTime()), newestHour) + 1 })
  return {
    range,
    about: {
      from: query.range === 'all' ? null : instantOf(range.from), to: instantOf(range.to), timeZone: query.timeZone,
      dataUpTo: sources.length === 0 ? null : new Date(newestMs).toISOString(),
    },
  }
}

/** How finely buckets have to be read for rows by these keys. */
export function finestTimeKey(groupBy: readonly GroupKey[]): ReadNeeds['grain'] {
  const keys = groupBy.filter(isTimeKey)
  if (keys.includes('hour')) return 'hour'
  if (keys.includes('day')) return 'day'
  return keys.length > 0 ? 'month' : 'total'
}

function instantOf(hour: number): string {
  return new Date(hour * MS_PER_HOUR).toISOString().replace('.000Z', 'Z')
}
