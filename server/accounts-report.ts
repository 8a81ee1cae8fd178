import type { Access } from '../domain/access.ts'
import { emptyMeasures } from '../domain/cell.ts'
import type { ComparedRanges } from '../domain/previous-range.ts'
import { report, type Report, type ReportNumbers } from '../domain/report.ts'
import { sourceId, type Source } from '../domain/source.ts'
import { usageMatcher } from '../domain/usage-filter.ts'
import type { AccountsState } from './accounts-state.ts'
import { costPairs, readComparison, type CostPairs } from './comparison.ts'
import type { UsageData } from './usage-data.ts'
import type { WindowWithBuckets } from './usage-window.ts'

/** One account and region. */
export interface SourceUsage extends ReportNumbers {
  readonly source: Source
  /** ISO instant; null for a source that nothing ever came from. */
  readonly newestEvent: string | null
}

export interface AccountsReport {
  /** Every source that the filter lets through, with calls in the range or without. */
  readonly sources: readonly SourceUsage[]
  /** By the window's step, account and region. */
  readonly byTime: Report
  /** Costs by account and region, as `111122223333 us-east-1`. */
  readonly change: { readonly ranges: ComparedRanges; readonly costs: CostPairs } | null
}

export async function accountsReport(
  data: UsageData, access: Access, { query }: AccountsState, now: Date, usage: WindowWithBuckets,
): Promise<AccountsReport> {
  const spec = { filter: query.filter, timeZone: query.timeZone, histograms: false }
  const matcher = usageMatcher(query.filter)
  const [known, comparison] = await Promise.all([data.sources(access), readComparison(data, access, query, usage, now)])
  const bySource = report(usage.buckets, { ...spec, groupBy: ['account', 'region'] })
  const numbersOf = new Map(bySource.rows.map(({ keys, errors, measures }) =>
    [sourceId({ accountId: keys.account ?? '', region: keys.region ?? '' }), { errors, measures }]))
  return {
    sources: known.filter(matcher.source).map(({ accountId, region, newestEvent }) => ({
      source: { accountId, region },
      newestEvent,
      ...numbersOf.get(sourceId({ accountId, region })) ?? { errors: 0, measures: emptyMeasures() },
    })),
    byTime: report(usage.buckets, { ...spec, groupBy: [usage.window.step, 'account', 'region'] }),
    change: comparison && { ranges: comparison.ranges, costs: costPairs(['account', 'region'], bySource, comparison, spec) },
  }
}
