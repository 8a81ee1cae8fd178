import { choiceParameter } from './choice-parameter.ts'
import { parsePageState, type OwnParameters, type PageState } from './page-state.ts'

export const TREND_METRICS = ['cost', 'tokens', 'calls'] as const
export type TrendMetric = (typeof TREND_METRICS)[number]

/** All there is to say about what the overview shows: a link holds it, and nothing else does. */
export interface OverviewState extends PageState {
  readonly metric: TrendMetric
}

export const DEFAULT_TREND_METRIC = 'cost' satisfies TrendMetric

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parseOverviewState(text: string): OverviewState {
  return {
    ...parsePageState(text, ['metric']),
    metric: choiceParameter(new URLSearchParams(text), 'metric', TREND_METRICS, DEFAULT_TREND_METRIC),
  }
}

export function overviewParameters({ metric }: OverviewState): OwnParameters {
  return { metric: metric === DEFAULT_TREND_METRIC ? null : metric }
}
