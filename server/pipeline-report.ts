import { maySeeAllCallers, type Access, type AccessibleRun, type AccessibleSource } from '../domain/access.ts'
import type { Bucket } from '../domain/bucket.ts'
import { hourOf, nextDay, periodId } from '../domain/calendar.ts'
import type { Measures } from '../domain/cell.ts'
import { freshnessOf, overallFreshness, type FreshnessState, type OverallFreshness } from '../domain/freshness.ts'
import { planReads } from '../domain/plan-reads.ts'
import { report, type ReportRow } from '../domain/report.ts'
import { runState, type RunState, type ScheduledRun } from '../domain/run-state.ts'
import { sourceId, type Source } from '../domain/source.ts'
import { ALL_USAGE } from '../domain/usage-filter.ts'
import { latestOf, type LatestLine, type QuarantineData, type QuarantineOfSource } from './quarantine-data.ts'
import type { UsageData } from './usage-data.ts'

/** The numbers of the pipeline page. Days are UTC. */
export interface PipelineReport {
  readonly freshness: OverallFreshness
  /** Those that are furthest behind first. */
  readonly sources: readonly SourceReport[]
  readonly today: TodayCounts
  readonly runs: readonly RunReport[]
  readonly quarantine: QuarantineReport
  /** Models with calls without a price, or without one for all of their components, in the 30 days up to the newest call. */
  readonly unpriced: readonly ReportRow[]
}

export interface TodayCounts {
  /** Raw records, and those of them beyond one per request; null where not all of them may be seen. */
  readonly records: number | null
  readonly duplicates: number | null
  readonly requests: number
}

export interface SourceReport extends TodayCounts {
  /** Null for log objects that do not say whose they are. */
  readonly source: Source | null
  readonly newestEvent: string | null
  /** Whether only calls of some callers are told of: that these are quiet says nothing about the source. */
  readonly isPartial: boolean
  readonly state: FreshnessState | 'none'
  /** Age of the newest event when usage was computed last; null where that is not known. */
  readonly lagMs: number | null
  readonly quarantinedToday: number
  readonly quarantined: number
}

export interface RunReport {
  readonly kind: ScheduledRun
  readonly run: AccessibleRun | null
  readonly state: RunState
}

export interface QuarantineReport {
  /** Whether lines may be left out that are nobody's to see who sees some callers of an account only: whose they are, nobody can tell. */
  readonly isPartial: boolean
  readonly objects: number
  readonly lines: number
  readonly today: number
  readonly linesByReason: ReadonlyMap<string, number>
  readonly latest: readonly LatestLine[]
}

const UNPRICED_DAYS = 30
const RUNS: readonly ScheduledRun[] = ['compute-cost', 'aggregate-stats', 'sync-pricing']

export async function pipelineReport(data: UsageData, quarantine: QuarantineData, access: Access, now: Date): Promise<PipelineReport> {
  const today = periodId('day', hourOf(now.getTime()))
  const [known, runs] = await Promise.all([data.sources(access), data.runs(access)])
  const states = RUNS.map((kind) => ({ kind, run: runs[kind], state: runState(kind, runs[kind], now.getTime()) }))
  const isOverdue = states.some(({ kind, state }) => kind === 'compute-cost' && state === 'overdue')
  const freshness = overallFreshness(known, isOverdue, now.getTime())
  const [inQuarantine, hours, unpriced] = await Promise.all([
    quarantine.sources(access),
    data.buckets(access, [{ period: 'hour', from: `${today}T00`, to: `${nextDay(today)}T00` }]),
    unpricedModels(data, access, now, freshness.newestEvent),
  ])
  const counts = (buckets: readonly Bucket[]) => todayCounts(buckets, access)
  const context = { inQuarantine, hours, counts, today, now, computed: runs['compute-cost'] }
  return {
    freshness,
    sources: [...furthestBehindFirst(known), ...onlyInQuarantine(known, inQuarantine)].map((source) => sourceReport(source, context)),
    today: counts(hours),
    runs: states,
    quarantine: quarantineReport(inQuarantine, today, access.grants.every(({ callers }) => callers !== 'all')),
    unpriced,
  }
}

function furthestBehindFirst(sources: readonly AccessibleSource[]): AccessibleSource[] {
  return sources.toSorted((a, b) => Date.parse(a.newestEvent) - Date.parse(b.newestEvent))
}

interface QuietSource {
  readonly source: Source | null
  readonly newestEvent: null
}

/** Sources that sent log objects but not one line that could be read. */
function onlyInQuarantine(known: readonly Source[], inQuarantine: readonly QuarantineOfSource[]): QuietSource[] {
  const ids = new Set(known.map(sourceId))
  return inQuarantine.filter(({ source }) => source === null || !ids.has(sourceId(source)))
    .map(({ source }) => ({ source, newestEvent: null }))
}

interface SourceContext {
  readonly inQuarantine: readonly QuarantineOfSource[]
  readonly hours: readonly Bucket[]
  readonly counts: (buckets: readonly Bucket[]) => TodayCounts
  readonly today: string
  readonly now: Date
  readonly computed: AccessibleRun | null
}

function sourceReport(of: AccessibleSource | QuietSource, context: SourceContext): SourceReport {
  const source = 'accountId' in of ? { accountId: of.accountId, region: of.region } : of.source
  const { newestEvent } = of
  const isPartial = 'isPartial' in of && of.isPartial
  const { computed, now } = context
  const bad = context.inQuarantine.find((entry) => isSame(entry.source, source))
  return {
    source,
    newestEvent,
    isPartial,
    state: newestEvent === null ? 'none' : freshnessOf(newestEvent, now.getTime()),
    lagMs: newestEvent === null || isPartial || computed?.outcome !== 'ok' ? null
      : Math.max(0, Date.parse(computed.finishedAt) - Date.parse(newestEvent)),
    ...context.counts(context.hours.filter((bucket) => isSame(bucket.source, source))),
    quarantinedToday: bad?.linesByDay.get(context.today) ?? 0,
    quarantined: bad?.lines ?? 0,
  }
}

function isSame(a: Source | null, b: Source | null): boolean {
  return a === null || b === null ? a === b : sourceId(a) === sourceId(b)
}

/** Records are of all callers of an account, so only who may see all of them sees how many there are. */
function todayCounts(buckets: readonly Bucket[], access: Access): TodayCounts {
  const requests = sum(buckets.flatMap((bucket) => bucket.cells.map((cell) => cell.calls)))
  if (!buckets.every(({ source }) => maySeeAllCallers(access, source.accountId))) return { records: null, duplicates: null, requests }
  const records = sum(buckets.map((bucket) => bucket.records))
  // Rows that came in while an hour was computed may be among its requests, and not yet among its records.
  return { records, duplicates: Math.max(0, records - requests), requests }
}

function quarantineReport(entries: readonly QuarantineOfSource[], today: string, isPartial: boolean): QuarantineReport {
  const linesByReason = new Map<string, number>()
  for (const [reason, lines] of entries.flatMap((entry) => [...entry.linesByReason])) {
    linesByReason.set(reason, (linesByReason.get(reason) ?? 0) + lines)
  }
  return {
    isPartial,
    objects: sum(entries.map((entry) => entry.objects)),
    lines: sum(entries.map((entry) => entry.lines)),
    today: sum(entries.map((entry) => entry.linesByDay.get(today) ?? 0)),
    linesByReason,
    latest: latestOf(entries.flatMap((entry) => entry.latest)),
  }
}

/** Models of the last 30 days of usage with calls that have no price, or none for all of their components; the most calls first. */
export async function unpricedModels(data: UsageData, access: Access, now: Date, newestEvent: string | null): Promise<ReportRow[]> {
  const nowHour = hourOf(now.getTime())
  const end = (newestEvent === null ? nowHour : Math.min(nowHour, hourOf(Date.parse(newestEvent)))) + 1
  const range = { from: end - UNPRICED_DAYS * 24, to: end }
  const needs = { nowHour: Math.min(nowHour, await data.rolledUpTo()), grain: 'total', timeZone: 'UTC' } as const
  const buckets = await data.buckets(access, planReads(range, needs))
  // Mostly there are none, and adding up all cells would be for nothing.
  const unpriced = new Set(buckets.flatMap((bucket) => bucket.cells.filter(lacksPrice).map((cell) => cell.model)))
  if (unpriced.size === 0) return []
  const filter = { ...ALL_USAGE, models: { include: [...unpriced], exclude: [] } }
  const { rows } = report(buckets, { groupBy: ['model', 'modelScope'], filter, histograms: false })
  return rows.filter(({ measures }) => lacksPrice(measures))
    .sort((a, b) => b.measures.unpricedCalls - a.measures.unpricedCalls || b.measures.partialCalls - a.measures.partialCalls)
}

function lacksPrice({ unpricedCalls, partialCalls }: Pick<Measures, 'unpricedCalls' | 'partialCalls'>): boolean {
  return unpricedCalls + partialCalls > 0
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
