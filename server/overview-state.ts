import { QueryError } from '../domain/query-error.ts'
import { formatUsageQuery, parseUsageQuery, type UsageQuery } from '../domain/usage-query.ts'

export const TREND_METRICS = ['cost', 'tokens'] as const
export type TrendMetric = (typeof TREND_METRICS)[number]

/** How often the page asks for news by itself. */
export const REFRESH_CHOICES = ['off', '30s', '1m'] as const
export type RefreshChoice = (typeof REFRESH_CHOICES)[number]

/** All there is to say about what the overview shows: a link holds it, and nothing else does. */
export interface OverviewState {
  readonly query: UsageQuery
  readonly metric: TrendMetric
  readonly refresh: RefreshChoice
}

const DEFAULTS = { metric: 'cost', refresh: '1m' } as const
const PARAMETERS = ['metric', 'refresh'] as const

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parseOverviewState(text: string): OverviewState {
  const parameters = new URLSearchParams(text)
  return {
    query: parseUsageQuery(text, PARAMETERS),
    metric: choice(parameters, 'metric', TREND_METRICS),
    refresh: choice(parameters, 'refresh', REFRESH_CHOICES),
  }
}

/** State → link; what is as it is by default is left out. */
export function overviewHref({ query, metric, refresh }: OverviewState): string {
  const parameters = new URLSearchParams(formatUsageQuery(query))
  if (metric !== DEFAULTS.metric) parameters.append('metric', metric)
  if (refresh !== DEFAULTS.refresh) parameters.append('refresh', refresh)
  return parameters.size === 0 ? '/' : `/?${parameters.toString()}`
}

function choice<K extends keyof typeof DEFAULTS, const T extends string>(
  parameters: URLSearchParams, name: K, choices: readonly T[],
): T | (typeof DEFAULTS)[K] {
  const [value, ...more] = parameters.getAll(name).filter((text) => text !== '')
  if (more.length > 0) throw new QueryError(name, 'is given more than once')
  if (value === undefined) return DEFAULTS[name]
  const known = choices.find((one) => one === value)
  if (known === undefined) throw new QueryError(name, `wants one of ${choices.join(', ')}, not "${value}"`)
  return known
}
