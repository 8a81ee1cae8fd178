import { formatUsageQuery, parseUsageQuery, type UsageQuery } from '../domain/usage-query.ts'
import { choiceParameter } from './choice-parameter.ts'
import { DEFAULT_REFRESH, refreshParameter, type RefreshChoice } from './refresh-choice.ts'

export const TREND_METRICS = ['cost', 'tokens'] as const
export type TrendMetric = (typeof TREND_METRICS)[number]

/** All there is to say about what the overview shows: a link holds it, and nothing else does. */
export interface OverviewState {
  readonly query: UsageQuery
  readonly metric: TrendMetric
  readonly refresh: RefreshChoice
}

const DEFAULT_METRIC = 'cost' satisfies TrendMetric
const PARAMETERS = ['metric', 'refresh'] as const

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parseOverviewState(text: string): OverviewState {
  const parameters = new URLSearchParams(text)
  return {
    query: parseUsageQuery(text, PARAMETERS),
    metric: choiceParameter(parameters, 'metric', TREND_METRICS, DEFAULT_METRIC),
    refresh: refreshParameter(parameters),
  }
}

/** State → link; what is as it is by default is left out. */
export function overviewHref({ query, metric, refresh }: OverviewState): string {
  const parameters = new URLSearchParams(formatUsageQuery(query))
  if (metric !== DEFAULT_METRIC) parameters.append('metric', metric)
  if (refresh !== DEFAULT_REFRESH) parameters.append('refresh', refresh)
  return parameters.size === 0 ? '/' : `/?${parameters.toString()}`
}
