import type { Access } from '../domain/access.ts'
import type { Bucket, Period } from '../domain/bucket.ts'
import { hourId, hourOf, MS_PER_HOUR, periodHours } from '../domain/calendar.ts'
import { overallFreshness, type OverallFreshness } from '../domain/freshness.ts'
import { planReads } from '../domain/plan-reads.ts'
import type { HourRange } from '../domain/ports.ts'
import { granularityOf, resolveRange } from '../domain/query-range.ts'
import { report, type Report } from '../domain/report.ts'
import { runState } from '../domain/run-state.ts'
import { timeZone } from '../domain/time-zone.ts'
import type { UsageQuery } from '../domain/usage-query.ts'
import type { UsageData } from './usage-data.ts'

/** The numbers of the overview. */
export interface OverviewReport {
  readonly range: HourRange
  readonly step: Period
  /** Every hour, day or month of the range, in order, and those of them that the range holds only a part of so far. */
  readonly times: readonly string[]
  readonly partialTimes: readonly string[]
  readonly byModel: Report
  readonly byCaller: Report
  readonly byTime: Report
  /** Models with calls in the range, whatever the filter. */
  readonly models: readonly string[]
  readonly freshness: OverallFreshness
}

export async function overviewReport(data: UsageData, access: Access, query: UsageQuery, now: Date): Promise<OverviewReport> {
  const nowHour = hourOf(now.getTime())
  const computed = (await data.runs(access))['compute-cost']
  const isOverdue = runState('compute-cost', computed, now.getTime()) === 'overdue'
  const freshness = overallFreshness(await data.sources(access), isOverdue, now.getTime())
  const { newestEvent } = freshness
  const needs = { nowHour: Math.min(nowHour, await data.rolledUpTo()), timeZone: query.timeZone }
  const newestHour = newestEvent === null ? nowHour : hourOf(Date.parse(newestEvent))
  const whole = resolveRange(query, now.getTime(), { from: 0, to: Math.max(newestHour, nowHour) + 1 })
  const asked = query.range === 'all'
    ? spanOf(await data.buckets(access, planReads(whole, { ...needs, grain: 'total' })), newestHour)
    : { from: whole.from, to: whole.to }

  const step = granularityOf(query, asked)
  const buckets = await data.buckets(access, planReads(asked, { ...needs, grain: step }))
  // Months say roughly when usage began; days and hours say it better.
  const range = query.range === 'all' ? spanOf(buckets, newestHour) : asked
  const spec = { filter: query.filter, timeZone: query.timeZone }
  const { times, partialTimes } = timesOf(range, step, query.timeZone, now)
  return {
    range, step, times, partialTimes, freshness,
    byModel: report(buckets, { ...spec, groupBy: ['model', 'modelScope'] }),
    byCaller: report(buckets, { ...spec, groupBy: ['caller', 'callerKind'] }),
    byTime: report(buckets, { ...spec, groupBy: [step, 'model'], histograms: false }),
    models: [...new Set(buckets.flatMap((bucket) => bucket.cells.map((cell) => cell.model)))],
  }
}

/** From the first bucket to the newest event. */
function spanOf(buckets: readonly Bucket[], newestHour: number): HourRange {
  const starts = buckets.map((bucket) => periodHours(bucket.period, bucket.start).from)
  const from = starts.reduce((first, start) => Math.min(first, start), newestHour)
  return { from, to: newestHour + 1 }
}

function timesOf(range: HourRange, step: Period, zoneName: string, now: Date): { times: string[]; partialTimes: string[] } {
  const zone = timeZone(zoneName)
  const idOf = { hour: hourId, day: zone.dayOfHour, month: zone.monthOfHour }[step]
  const times = new Set<string>()
  for (let hour = range.from; hour < range.to; hour++) times.add(idOf(hour))
  const startsInside = idOf(range.from - 1) === idOf(range.from)
  const endsInside = idOf(range.to - 1) === idOf(range.to) || range.to * MS_PER_HOUR > now.getTime()
  const edges = [...(startsInside ? [idOf(range.from)] : []), ...(endsInside ? [idOf(range.to - 1)] : [])]
  return { times: [...times], partialTimes: edges.filter((time) => times.has(time)) }
}
