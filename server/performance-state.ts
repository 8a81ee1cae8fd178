import { NAME_PARAMETER, pageParameters, tableParameter, wordParameter } from './page-parameters.ts'
import type { PageState } from './page-state.ts'
import type { TableLayout, TableState } from './table-state.ts'
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

export const { parse: parsePerformanceState, format: performanceParameters } = pageParameters({
  focus: NAME_PARAMETER,
  scale: wordParameter(LATENCY_SCALES, 'linear'),
  band: wordParameter(LATENCY_BANDS, 'percentiles'),
  table: tableParameter(PERFORMANCE_TABLE),
})
