import type { Bucket } from '../domain/bucket.ts'
import type { GroupKey } from '../domain/group-keys.ts'
import { report, type ReportNumbers } from '../domain/report.ts'
import { tagKeys } from '../domain/tags.ts'
import { groupKeyOf, type Dimension, type DimensionState } from './dimension-state.ts'
import type { WindowWithBuckets } from './usage-window.ts'
import { foldRows, type FoldedRow } from './view-models/fold-rows.ts'

/** Usage by the values of one key. */
export interface DimensionReport {
  readonly groupBy: GroupKey
  /** Highest cost first, each with the scopes of a model or the kinds of a caller. */
  readonly rows: readonly FoldedRow[]
  readonly total: ReportNumbers
  /** Tags that any call of the period has, whatever the filter. */
  readonly tags: readonly string[]
  /** Models of the period, whatever the filter. */
  readonly models: readonly string[]
}

export function dimensionReport(dimension: Dimension, state: DimensionState, { buckets }: WindowWithBuckets): DimensionReport {
  const groupBy = groupKeyOf(state, dimension)
  const kind = KINDS.get(groupBy) ?? groupBy
  const { query, table } = state
  const { rows, total } = report(buckets, {
    filter: query.filter, timeZone: query.timeZone, histograms: table.columns.includes('latency') || table.sort === 'latency',
    groupBy: kind === groupBy ? [groupBy] : [groupBy, kind],
  })
  return { groupBy, total, rows: foldRows(rows, groupBy, kind), ...namesIn(buckets) }
}

/** What the badges of a row tell. */
const KINDS: ReadonlyMap<GroupKey, GroupKey> = new Map([['model', 'modelScope'], ['caller', 'callerKind']])

function namesIn(buckets: readonly Bucket[]): { tags: string[]; models: string[] } {
  const tags = new Set<string>()
  const models = new Set<string>()
  for (const { cells } of buckets) {
    for (const cell of cells) {
      tags.add(cell.tags)
      models.add(cell.model)
    }
  }
  return { tags: tagKeys(tags), models: [...models] }
}
