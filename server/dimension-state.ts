import type { GroupKey } from '../domain/group-keys.ts'
import { choiceParameter } from './choice-parameter.ts'
import { parsePageState, type OwnParameters, type PageState } from './page-state.ts'
import { parseTableState, tableParameterNames, tableParameters, type TableLayout, type TableState } from './table-state.ts'
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

const DEFAULT_SHOW = 'bars' satisfies DimensionShow
const DEFAULT_METRIC = 'cost' satisfies DimensionMetric

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parseDimensionState(text: string): DimensionState {
  const parameters = new URLSearchParams(text)
  return {
    ...parsePageState(text, ['show', 'metric', ...tableParameterNames(DIMENSION_TABLE)]),
    show: choiceParameter(parameters, 'show', DIMENSION_SHOWS, DEFAULT_SHOW),
    metric: choiceParameter(parameters, 'metric', DIMENSION_METRICS, DEFAULT_METRIC),
    table: parseTableState(parameters, DIMENSION_TABLE),
  }
}

export function dimensionParameters({ show, metric, table }: DimensionState): OwnParameters {
  return {
    show: show === DEFAULT_SHOW ? null : show,
    metric: metric === DEFAULT_METRIC ? null : metric,
    ...tableParameters(table, DIMENSION_TABLE),
  }
}

/** What the page groups by: the query's own key where it belongs here, else the page's. */
export function groupKeyOf({ query }: DimensionState, { key, otherKeys }: Dimension): GroupKey {
  const asked = query.groupBy[0]
  if (asked === undefined) return key
  return asked.startsWith('tag:') || otherKeys.some((other) => other === asked) ? asked : key
}
