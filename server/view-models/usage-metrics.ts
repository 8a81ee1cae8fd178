import type { MetricFamily, MetricSample } from '../../domain/open-metrics.ts'
import { formatUsd } from '../../domain/money.ts'
import type { Report, ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { sumNumbers } from './fold-rows.ts'

/** Pairs of account and model that have time series of their own; all others are summed up, so that there are never more. */
export const MAX_SERIES = 30
const OTHER = 'other'

/** Usage of a UTC day by account and model, the costliest by themselves. It may also fall: late calls and new prices change it. */
export function usageMetrics({ rows, total }: Report): MetricFamily[] {
  const byCost = rows.map((row) => ({ labels: { account: row.keys.account ?? '', model: row.keys.model ?? '' }, numbers: row }))
  const rest = byCost.slice(MAX_SERIES)
  const series: { readonly labels: Readonly<Record<string, string>>; readonly numbers: ReportNumbers }[] = [
    ...byCost.slice(0, MAX_SERIES),
    ...(rest.length === 0 ? [] : [{ labels: { account: OTHER, model: OTHER }, numbers: sumNumbers(rest.map(({ numbers }) => numbers)) }]),
  ]
  const samples = (value: (numbers: ReportNumbers) => MetricSample['value']) =>
    series.map(({ labels, numbers }) => ({ labels, value: value(numbers) }))
  return [
    gauge('bedrock_today_calls', 'Invocations of this UTC day, failed ones included', samples(({ measures }) => measures.calls)),
    gauge('bedrock_today_errors', 'Invocations of this UTC day that ended in an error', samples(({ errors }) => errors)),
    {
      ...gauge('bedrock_today_cost_usd', 'Cost of this UTC day', samples(({ measures }) => formatUsd(totalCost(measures.cost)))), unit: 'usd',
    },
    gauge('bedrock_today_tokens', 'Tokens of this UTC day', series.flatMap(({ labels, numbers: { measures } }) => [
      { labels: { ...labels, kind: 'input' }, value: measures.inputTokens },
      { labels: { ...labels, kind: 'output' }, value: measures.outputTokens },
      { labels: { ...labels, kind: 'cache_read' }, value: measures.cacheReadTokens },
      { labels: { ...labels, kind: 'cache_write' }, value: measures.cacheWrite5mTokens + measures.cacheWrite1hTokens },
    ])),
    gauge('bedrock_today_unpriced_calls', 'Invocations of this UTC day whose cost is missing, wholly or in part',
      [{ value: total.measures.unpricedCalls + total.measures.partialCalls }]),
  ]
}

function gauge(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name, type: 'gauge', help, samples }
}
