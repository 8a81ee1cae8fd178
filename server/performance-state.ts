import { single } from '../domain/query-parameters.ts'
import { choiceParameter } from './choice-parameter.ts'
import { parsePageState, type OwnParameters, type PageState } from './page-state.ts'
import { parseTableState, tableParameterNames, tableParameters, type TableLayout, type TableState } from './table-state.ts'
import { PERFORMANCE_COLUMNS } from './view-models/performance-columns.ts'

export const LATENCY_SCALES = ['linear', 'log'] as const
export type LatencyScale = (typeof LATENCY_SCALES)[number]

export const LATENCY_BANDS = ['percentiles', 'extremes'] as const
export type LatencyBand = (typeof LATENCY_BANDS)[number]

/** What the page of performance shows. */
export interface PerformanceState extends PageState {
  /** The model that cards and charts are about, by its base id; null for all of them. */
  readonly focus: string | null
  readonly scale: LatencyScale
  readonly band: LatencyBand
  readonly table: TableState
}

export const PERFORMANCE_TABLE: TableLayout = { prefix: '', columns: PERFORMANCE_COLUMNS, sort: 'calls' }

const DEFAULT_SCALE = 'linear' satisfies LatencyScale
const DEFAULT_BAND = 'percentiles' satisfies LatencyBand

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parsePerformanceState(text: string): PerformanceState {
  const parameters = new URLSearchParams(text)
  return {
    ...parsePageState(text, ['focus', 'scale', 'band', ...tableParameterNames(PERFORMANCE_TABLE)]),
    focus: single(parameters, 'focus'),
    scale: choiceParameter(parameters, 'scale', LATENCY_SCALES, DEFAULT_SCALE),
    band: choiceParameter(parameters, 'band', LATENCY_BANDS, DEFAULT_BAND),
    table: parseTableState(parameters, PERFORMANCE_TABLE),
  }
}

export function performanceParameters({ focus, scale, band, table }: PerformanceState): OwnParameters {
  return {
    focus,
    scale: scale === DEFAULT_SCALE ? null : scale,
    band: band === DEFAULT_BAND ? null : band,
    ...tableParameters(table, PERFORMANCE_TABLE),
  }
}
