import { maySeeAllCallers, type Access } from '../domain/access.ts'
import { MS_PER_HOUR } from '../domain/calendar.ts'
import { metricPeriodSeconds } from '../domain/metric-period.ts'
import { IN_REGION, isFullModelRef } from '../domain/model-id.ts'
import { report, type Report, type ReportRow } from '../domain/report.ts'
import { sourceId } from '../domain/source.ts'
import type { UsageFilter } from '../domain/usage-filter.ts'
import type { FirstTokenMetrics, FirstTokenQuestion, ReadFirstToken } from './first-token-metrics.ts'
import type { PerformanceState } from './performance-state.ts'
import type { WindowWithBuckets } from './usage-window.ts'

export interface PerformanceReport {
  /** By model and scope, with histograms. */
  readonly byModel: Report
  /** Of the model in focus, by the window's step, with histograms. */
  readonly byTime: Report
  /** Models with calls in the range, whatever the filter. */
  readonly models: readonly string[]
  /** CloudWatch's times to the first token of models whose log tells none. */
  readonly metrics: FirstTokenMetrics
}

export async function performanceReport(
  access: Access, { query, focus }: PerformanceState, now: Date, { buckets, window }: WindowWithBuckets, readFirstToken: ReadFirstToken,
): Promise<PerformanceReport> {
  const { filter, timeZone } = query
  const byModel = report(buckets, { filter, timeZone, groupBy: ['model', 'modelScope'] })
  const reached = report(buckets, { filter, timeZone, groupBy: ['account', 'region', 'model', 'modelScope'], histograms: false })
  const { range, step } = window
  const fromMs = range.from * MS_PER_HOUR
  const toMs = range.to * MS_PER_HOUR
  const periodSeconds = Math.min(MAX_PERIOD_SECONDS[step], metricPeriodSeconds(fromMs, toMs, now.getTime()))
  const asked = questions(ofAllCallers(access, reached.rows), silentModels(byModel.rows))
  return {
    byModel,
    byTime: report(buckets, { filter: focus === null ? filter : onlyModel(filter, focus), timeZone, groupBy: [step] }),
    models: [...new Set(buckets.flatMap(({ cells }) => cells.map(({ model }) => model)))],
    metrics: await readFirstToken(asked, { fromMs, toMs, periodSeconds }),
  }
}

/** A period of CloudWatch must not lie across two steps of a chart: days of a time zone begin at any hour. */
const MAX_PERIOD_SECONDS = { hour: 3_600, day: 3_600, month: 3_600 } as const

/** The filter that lets pass what it did, but of this model only. */
function onlyModel(filter: UsageFilter, model: string): UsageFilter {
  return { ...filter, models: { include: [model], exclude: filter.models.exclude } }
}

/** Models of which no log tells the time to the first token. */
function silentModels(rows: readonly ReportRow[]): Set<string> {
  const all = new Set(rows.map(({ keys }) => keys.model ?? ''))
  for (const { keys, measures } of rows) if (measures.timeToFirstTokenMs.count > 0) all.delete(keys.model ?? '')
  return all
}

/** CloudWatch measures the calls of all callers of an account together. */
function ofAllCallers(access: Access, rows: readonly ReportRow[]): ReportRow[] {
  return rows.filter(({ keys }) => maySeeAllCallers(access, keys.account ?? ''))
}

function questions(rows: readonly ReportRow[], models: ReadonlySet<string>): FirstTokenQuestion[] {
  const bySource = new Map<string, { source: FirstTokenQuestion['source']; references: Map<string, string> }>()
  for (const { keys: { account = '', region = '', model = '', modelScope = '' } } of rows) {
    const reference = modelScope === IN_REGION ? model : `${modelScope}.${model}`
    if (!models.has(model) || !isFullModelRef(reference)) continue
    const source = { accountId: account, region }
    const known = bySource.get(sourceId(source)) ?? { source, references: new Map<string, string>() }
    known.references.set(reference, model)
    bySource.set(sourceId(source), known)
  }
  return [...bySource.values()]
}
