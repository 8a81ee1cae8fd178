import type { Access, AccessibleSource } from '../domain/access.ts'
import type { Bucket, Period } from '../domain/bucket.ts'
import { hourId, hourOf, MS_PER_HOUR, periodHours } from '../domain/calendar.ts'
import { overallFreshness, type OverallFreshness } from '../domain/freshness.ts'
import { planReads, type ReadNeeds } from '../domain/plan-reads.ts'
import type { HourRange } from '../domain/ports.ts'
import { granularityOf, resolveRange } from '../domain/query-range.ts'
import { runState } from '../domain/run-state.ts'
import { timeZone, type ZonedHours } from '../domain/time-zone.ts'
import type { UsageQuery } from '../domain/usage-query.ts'
import type { UsageData } from './usage-data.ts'

/** Which hours a query is about, and how far they are known. */
export interface UsageWindow {
  readonly range: ZonedHours
  readonly step: Period
  /** Every hour, day or month of the range, in order, and those of them that the range holds only a part of so far. */
  readonly times: readonly string[]
  readonly partialTimes: readonly string[]
  /** The hours of the range that belong to each of those times. */
  readonly hoursByTime: ReadonlyMap<string, HourRange>
  /** Hour before which every hour is over and computed: from there on, numbers still grow. */
  readonly completeTo: number
  readonly freshness: OverallFreshness
}

/** What a query means right now, and the usage in it. Every page about usage starts from it. */
export interface WindowWithBuckets {
  readonly window: UsageWindow
  /** Of all times, not just of the range. */
  readonly sources: readonly AccessibleSource[]
  /**
   * All accessible usage of the range, whatever the filter: every hour once, as finely as the step asks; none lies across
   * `completeTo`.
   */
  readonly buckets: readonly Bucket[]
  /** For reading other hours, or the same ones cut otherwise. */
  readonly needs: Omit<ReadNeeds, 'grain'>
}

/** Reads what a query asks for, once for everything that is made of it. */
export async function readWindow(data: UsageData, access: Access, query: UsageQuery, now: Date): Promise<WindowWithBuckets> {
  const nowHour = hourOf(now.getTime())
  const [runs, rolledUpTo, sources] = await Promise.all([data.runs(access), data.rolledUpTo(), data.sources(access)])
  const computed = runs['compute-cost']
  const isOverdue = runState('compute-cost', computed, now.getTime()) === 'overdue'
  const freshness = overallFreshness(sources, isOverdue, now.getTime())
  const computedTo = computed?.outcome === 'ok' ? hourOf(Date.parse(computed.startedAt)) : nowHour
  const needs = { nowHour: Math.min(nowHour, rolledUpTo), timeZone: query.timeZone }
  const { newestEvent } = freshness
  const newestHour = newestEvent === null ? nowHour : hourOf(Date.parse(newestEvent))
  const whole = resolveRange(query, now.getTime(), { from: 0, to: Math.max(newestHour, nowHour) + 1 })
  const asked = query.range === 'all'
    ? { ...whole, ...spanOf(await data.buckets(access, planReads(whole, { ...needs, grain: 'total' })), newestHour) }
    : whole

  const step = granularityOf(query, asked)
  const buckets = await data.buckets(access, planReads(asked, { ...needs, grain: step }))
  // Months say roughly when usage began; days and hours say it better.
  const range = query.range === 'all' ? { ...asked, ...spanOf(buckets, newestHour) } : asked
  const completeTo = Math.min(nowHour, Math.max(computedTo, rolledUpTo))
  return { window: { range, step, completeTo, freshness, ...timesOf(range, step, query.timeZone, now) }, sources, buckets, needs }
}

/** What stands for it while the store cannot be reached: the hours that a query means, and nothing in them. */
export function windowWithoutData(query: UsageQuery, now: Date): WindowWithBuckets {
  const nowHour = hourOf(now.getTime())
  const range = resolveRange(query, now.getTime(), { from: nowHour, to: nowHour + 1 })
  const step = granularityOf(query, range)
  const freshness = overallFreshness([], false, now.getTime())
  return {
    window: { range, step, completeTo: range.from, freshness, ...timesOf(range, step, query.timeZone, now) },
    sources: [],
    buckets: [],
    needs: { nowHour, timeZone: query.timeZone },
  }
}

/** From the first bucket to the newest event. */
function spanOf(buckets: readonly Bucket[], newestHour: number): HourRange {
  const starts = buckets.map((bucket) => periodHours(bucket.period, bucket.start).from)
  const from = starts.reduce((first, start) => Math.min(first, start), newestHour)
  return { from, to: newestHour + 1 }
}

function timesOf(range: HourRange, step: Period, zoneName: string, now: Date): Pick<UsageWindow, 'times' | 'partialTimes' | 'hoursByTime'> {
  const zone = timeZone(zoneName)
  const idOf = { hour: hourId, day: zone.dayOfHour, month: zone.monthOfHour }[step]
  const hoursByTime = new Map<string, HourRange>()
  for (let hour = range.from; hour < range.to; hour++) {
    const time = idOf(hour)
    hoursByTime.set(time, { from: hoursByTime.get(time)?.from ?? hour, to: hour + 1 })
  }
  const startsInside = idOf(range.from - 1) === idOf(range.from)
  const endsInside = idOf(range.to - 1) === idOf(range.to) || range.to * MS_PER_HOUR > now.getTime()
  const edges = [...(startsInside ? [idOf(range.from)] : []), ...(endsInside ? [idOf(range.to - 1)] : [])]
  return { times: [...hoursByTime.keys()], partialTimes: edges.filter((time) => hoursByTime.has(time)), hoursByTime }
}
