import type { GroupKey } from '../domain/group-keys.ts'
import { pageParameters, tableParameter, wordParameter } from './page-parameters.ts'
import type { PageState } from './page-state.ts'
import type { TableLayout, TableState } from './table-state.ts'
import { DIMENSION_COLUMNS } from './view-models/dimension-columns.ts'

export const DIMENSION_SHOWS = ['bars', 'donut', 'table'] as const
export type DimensionShow = (typeof DIMENSION_SHOWS)[number]

export const DIMENSION_METRICS = ['cost', 'tokens', 'calls'] as const
export type DimensionMetric = (typeof DIMENSION_METRICS)[number]

/** A page that breaks usage down by models or callers, or by what belongs to them. */
export interface Dimension {
  readonly path: '/models' | '/callers'
  /** What it breaks usage down by unless told otherwise. */
  readonly key: 'model' | 'caller'
  /** Other keys of calls that it offers, besides all tags. */
  readonly otherKeys: readonly ('modelScope' | 'serviceTier' | 'callerKind')[]
}

export const MODELS: Dimension = { path: '/models', key: 'model', otherKeys: ['modelScope', 'serviceTier'] }
export const CALLERS: Dimension = { path: '/callers', key: 'caller', otherKeys: ['callerKind'] }

/** All there is to say about what such a page shows. The key that it groups by is the first of the query's groupBy. */
export interface DimensionState extends PageState {
  readonly show: DimensionShow
  readonly metric: DimensionMetric
  readonly table: TableState
}

export const DIMENSION_TABLE: TableLayout = { prefix: '', columns: DIMENSION_COLUMNS, sort: 'cost' }

export const { parse: parseDimensionState, format: dimensionParameters } = pageParameters({
  show: wordParameter(DIMENSION_SHOWS, 'bars'),
  metric: wordParameter(DIMENSION_METRICS, 'cost'),
  table: tableParameter(DIMENSION_TABLE),
})

/** What the page groups by: the query's own key where it belongs here, else the page's. */
export function groupKeyOf({ query }: DimensionState, { key, otherKeys }: Dimension): GroupKey {
  const asked = query.groupBy[0]
  if (asked === undefined) return key
  return asked.startsWith('tag:') || otherKeys.some((other) => other === asked) ? asked : key
}
