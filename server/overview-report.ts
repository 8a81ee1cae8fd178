import type { Access } from '../domain/access.ts'
import type { Bucket } from '../domain/bucket.ts'
import type { ComparedRanges } from '../domain/previous-range.ts'
import { report, type Report } from '../domain/report.ts'
import { compareTotals, costPairs, readComparison, type CostPairs, type TotalsCompared } from './comparison.ts'
import { monthReport, type MonthReport } from './month-report.ts'
import type { OverviewState } from './overview-state.ts'
import type { UsageData } from './usage-data.ts'
import type { WindowWithBuckets } from './usage-window.ts'

/** The numbers of the overview, besides those of its window. */
export interface OverviewReport {
  /** With histograms, by the window's step alone; their total is that of the page. */
  readonly byTime: Report
  readonly byTimeAndModel: Report
  readonly byCaller: Report
  readonly change: OverviewChange | null
  readonly month: MonthReport
  /** Models with calls in the range, whatever the filter. */
  readonly models: readonly string[]
}

/** Against the period before. */
export interface OverviewChange {
  readonly ranges: ComparedRanges
  readonly totals: TotalsCompared
  readonly costs: Readonly<Record<'model' | 'caller' | 'account', CostPairs>>
}

export async function overviewReport(
  data: UsageData, access: Access, { query }: OverviewState, now: Date, usage: WindowWithBuckets,
): Promise<OverviewReport> {
  const { buckets, window: { step } } = usage
  const spec = { filter: query.filter, timeZone: query.timeZone }
  const [comparison, month] = await Promise.all([
    readComparison(data, access, query, usage, now), monthReport(data, access, query, usage, now),
  ])
  const byTime = report(buckets, { ...spec, groupBy: [step] })
  const byTimeAndModel = report(buckets, { ...spec, groupBy: [step, 'account', 'model', 'modelScope'], histograms: false })
  const byCaller = report(buckets, { ...spec, groupBy: ['caller', 'callerKind'], histograms: false })
  return {
    byTime, byTimeAndModel, byCaller, month,
    models: modelsIn(buckets),
    change: comparison === null ? null : {
      ranges: comparison.ranges,
      totals: compareTotals(byTime.total, comparison, spec),
      costs: {
        model: costPairs(['model'], byTimeAndModel, comparison, spec),
        caller: costPairs(['caller'], byCaller, comparison, spec),
        account: costPairs(['account'], byTimeAndModel, comparison, spec),
      },
    },
  }
}

function modelsIn(buckets: readonly Bucket[]): string[] {
  const models = new Set<string>()
  for (const { cells } of buckets) for (const { model } of cells) models.add(model)
  return [...models]
}
