import { pageParameters, wordParameter } from './page-parameters.ts'
import type { PageState } from './page-state.ts'

export const TREND_METRICS = ['cost', 'tokens', 'calls'] as const
export type TrendMetric = (typeof TREND_METRICS)[number]

/** All there is to say about what the overview shows: a link holds it, and nothing else does. */
export interface OverviewState extends PageState {
  readonly metric: TrendMetric
}

export const TREND_METRIC = wordParameter(TREND_METRICS, 'cost')

export const { parse: parseOverviewState, format: overviewParameters } = pageParameters({ metric: TREND_METRIC })
