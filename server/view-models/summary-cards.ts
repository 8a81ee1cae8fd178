import type { Measures } from '../../domain/cell.ts'
import { quantile } from '../../domain/histogram.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { countCell, errorTone } from './cell-view.ts'
import { costCard, type CostPart } from './cost-card.ts'
import { exactCount, formatCount, formatShare, NO_DATA } from './format-count.ts'
import { formatMs, formatRate } from './format-duration.ts'
import { cacheWriteTokens, mean, timePerOutputTokenMs, totalInputTokens } from './measures.ts'
import { plural } from './plural.ts'

export interface CardView {
  readonly label: string
  readonly value: string
  readonly exact: string
  readonly details: readonly { readonly text: string; readonly title: string; readonly tone?: 'warn' }[]
  readonly parts: readonly CostPart[]
  readonly tone?: 'bad' | 'warn'
}

/** The cards on top of the overview, the first one being the cost. */
export function summaryCards({ errors: failed, measures: total }: ReportNumbers, models: number, callers: number): CardView[] {
  return [
    costCard(total, totalCost(total.cost)),
    invocations(total, models, callers),
    tokens('Input tokens', total.inputTokens, total.calls, 'Input that was neither read from a cache nor written to one'),
    tokens('Output tokens', total.outputTokens, total.calls, 'Output'),
    errors(failed, total.calls),
    cacheRead(total),
    cacheWrite(total),
    latency(total),
    speed(total),
  ]
}

function card(label: string, value: string, exact: string, ...details: [text: string, title: string][]): CardView {
  return { label, value, exact, details: details.map(([text, title]) => ({ text, title })), parts: [] }
}

function invocations({ calls }: Measures, models: number, callers: number): CardView {
  const { value, exact } = countCell(calls)
  return card('Invocations', value, `${exact} calls, failed ones included`,
    [`${plural(models, 'model')} · ${plural(callers, 'caller')}`, 'With calls in this view'])
}

function tokens(label: string, count: number, calls: number, explanation: string): CardView {
  const perCall = calls === 0 ? null : Math.round(count / calls)
  return card(label, formatCount(count), `${exactCount(count)} tokens. ${explanation}.`,
    [`${formatCount(perCall)} per call`, `${exactCount(perCall)} tokens per call on average`])
}

function errors(failed: number, calls: number): CardView {
  const tone = errorTone(failed, calls)
  const view = card('Errors', formatShare(failed, calls), `${exactCount(failed)} of ${exactCount(calls)} calls`,
    [`${formatCount(failed)} of ${formatCount(calls)} calls`, 'Calls that ended in an error code'])
  return tone ? { ...view, tone } : view
}

function cacheRead(total: Measures): CardView {
  return card('Cache read tokens', formatCount(total.cacheReadTokens), `${exactCount(total.cacheReadTokens)} tokens`,
    [`${formatShare(total.cacheReadTokens, totalInputTokens(total))} of all input`, 'All input: uncached, read from and written to a cache'])
}

function cacheWrite(total: Measures): CardView {
  const count = cacheWriteTokens(total)
  return card('Cache write tokens', formatCount(count), `${exactCount(count)} tokens`,
    [`5 min ${formatCount(total.cacheWrite5mTokens)} · 1 h ${formatCount(total.cacheWrite1hTokens)}`,
      `Kept for 5 minutes: ${exactCount(total.cacheWrite5mTokens)}, for an hour: ${exactCount(total.cacheWrite1hTokens)}`])
}

function latency({ latencyMs }: Measures): CardView {
  return card('Average latency', formatMs(mean(latencyMs)), `Over the ${exactCount(latencyMs.count)} calls whose log tells it`,
    [`p50 ${formatMs(quantile(latencyMs, 0.5))} · p95 ${formatMs(quantile(latencyMs, 0.95))}`,
      'Half and 95% of the calls were at least this fast, to within 5%'])
}

function speed(total: Measures): CardView {
  const tpot = timePerOutputTokenMs(total)
  const perKs = mean(total.outputTokensPerKs)
  return card('Time per output token', tpot === null ? NO_DATA : formatMs(tpot),
    `After the first token, over the ${exactCount(total.generationCalls)} calls whose log tells both times`,
    [`${formatRate(perKs === null ? null : perKs / 1000)} tokens/s · first ${formatMs(quantile(total.timeToFirstTokenMs, 0.5))}`,
      'Output tokens per second of a call from end to end, on average, and the median time to the first token'])
}
