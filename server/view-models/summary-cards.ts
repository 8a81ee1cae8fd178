import type { Period } from '../../domain/bucket.ts'
import type { Measures } from '../../domain/cell.ts'
import { changeOf, changeOfUsd } from '../../domain/change.ts'
import { quantile } from '../../domain/histogram.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { Amounts, TotalsCompared } from '../comparison.ts'
import { cacheCard } from './cache-card.ts'
import type { CardView } from './card-view.ts'
import { errorTone } from './cell-view.ts'
import { changeView, type ChangeView, type GoodDirection } from './change.ts'
import { costCard } from './cost-card.ts'
import { exactCount, formatCount, formatShare } from './format-count.ts'
import { formatMs, formatRate } from './format-duration.ts'
import { exactUsd, usdToNumber } from './format-usd.ts'
import { cacheTokens, mean, timePerOutputTokenMs } from './measures.ts'
import { plural } from './plural.ts'
import { sparkline, type SparklineView } from './sparkline.ts'

export interface SummarySpec {
  readonly total: ReportNumbers
  /** By hour, day or month of the period, in order; null where there are no calls. */
  readonly byTime: readonly (ReportNumbers | null)[]
  readonly step: Period
  readonly isLastPartial: boolean
  readonly compared: TotalsCompared | null
  readonly models: number
  readonly callers: number
  /** Tokens whose savings by the cache nobody can tell, for want of a price. */
  readonly unpricedCacheTokens: number
  /** The page that says what the cost is made of. */
  readonly explain: string
}

/** The cards on top of the overview, the first one being the cost. */
export function summaryCards(spec: SummarySpec): CardView[] {
  const { errors, measures: total } = spec.total
  return [
    {
      ...costCard(total, spec.explain),
      change: usdChange(spec), sparkline: line(spec, 'Cost', ({ measures }) => usdToNumber(totalCost(measures.cost)), 0),
    },
    {
      label: 'Invocations', value: formatCount(total.calls), exact: `${exactCount(total.calls)} calls, failed ones included`,
      details: [{ text: `${plural(spec.models, 'model')} · ${plural(spec.callers, 'caller')}`, title: 'With calls in this view' }],
      change: countChange(spec, 'calls', 'neither'), sparkline: line(spec, 'Invocations', ({ measures }) => measures.calls, 0),
    },
    {
      ...tokensCard('Input tokens', total.inputTokens, total.calls, 'Input that was neither read from a cache nor written to one'),
      change: countChange(spec, 'inputTokens', 'neither'), sparkline: line(spec, 'Input tokens', ({ measures }) => measures.inputTokens, 0),
    },
    {
      ...tokensCard('Output tokens', total.outputTokens, total.calls, 'Output'),
      change: countChange(spec, 'outputTokens', 'neither'), sparkline: line(spec, 'Output tokens', ({ measures }) => measures.outputTokens, 0),
    },
    {
      ...cacheCard(total, spec.unpricedCacheTokens),
      change: countChange(spec, 'cacheTokens', 'neither'), sparkline: line(spec, 'Cache tokens', ({ measures }) => cacheTokens(measures), 0),
    },
    {
      ...latencyCard(total),
      change: rateChange(spec, ({ measures }) => quantile(measures.latencyMs, 0.5), 'down', formatMs),
      sparkline: line(spec, 'Median latency', ({ measures }) => quantile(measures.latencyMs, 0.5)),
    },
    {
      ...speedCard(total),
      change: rateChange(spec, ({ measures }) => tokensPerSecond(measures), 'up', (rate) => `${formatRate(rate)} tokens/s`),
      sparkline: line(spec, 'Output speed', ({ measures }) => tokensPerSecond(measures)),
    },
    {
      ...errorCard(errors, total.calls),
      change: rateChange(spec, errorRate, 'down', (rate) => formatShare(rate ?? 0, 1)),
      sparkline: line(spec, 'Error rate', errorRate),
    },
  ]
}

function tokensCard(label: string, count: number, calls: number, explanation: string): CardView {
  const perCall = calls === 0 ? null : Math.round(count / calls)
  return {
    label, value: formatCount(count), exact: `${exactCount(count)} tokens. ${explanation}.`,
    details: [{ text: `${formatCount(perCall)} per call`, title: `${exactCount(perCall)} tokens per call on average` }],
  }
}

function latencyCard({ latencyMs }: Measures): CardView {
  return {
    label: 'Median latency', value: formatMs(quantile(latencyMs, 0.5)),
    exact: `p50 over the ${exactCount(latencyMs.count)} calls whose log tells it, to within 5%`,
    details: [{
      text: `p95 ${formatMs(quantile(latencyMs, 0.95))} · mean ${formatMs(mean(latencyMs))}`,
      title: `95% of the calls were at least this fast, to within 5%; the mean is exact: ${exactCount(latencyMs.sum)} ms in all`,
    }],
  }
}

function speedCard(total: Measures): CardView {
  const tpot = timePerOutputTokenMs(total)
  const speed = tokensPerSecond(total)
  return {
    label: 'Output speed', value: speed === null ? formatRate(null) : `${formatRate(speed)} tok/s`,
    exact: `Output tokens per second of a call from end to end, on average over ${exactCount(total.outputTokensPerKs.count)} calls`,
    details: [{
      text: `${formatMs(tpot)} per token after the first`,
      title: `TPOT: ${exactCount(total.generationMs)} ms for ${exactCount(total.generationTokens)} tokens, over the `
        + `${exactCount(total.generationCalls)} calls whose log tells the time to the first token`,
    }],
  }
}

function errorCard(failed: number, calls: number): CardView {
  const tone = errorTone(failed, calls)
  return {
    label: 'Error rate', value: formatShare(failed, calls), exact: `${exactCount(failed)} of ${exactCount(calls)} calls`,
    details: [{ text: `${formatCount(failed)} of ${formatCount(calls)} calls`, title: `${exactCount(failed)} calls ended in an error code` }],
    ...(tone && { tone }),
  }
}

function tokensPerSecond({ outputTokensPerKs }: Measures): number | null {
  const perKs = mean(outputTokensPerKs)
  return perKs === null ? null : perKs / 1000
}

function errorRate({ errors, measures: { calls } }: ReportNumbers): number | null {
  return calls === 0 ? null : errors / calls
}

/** `none` is what an hour without calls counts for: nothing of a sum, but no rate at all. */
function line(
  { byTime, step, isLastPartial }: SummarySpec, label: string, valueOf: (numbers: ReportNumbers) => number | null, none: 0 | null = null,
): SparklineView | null {
  const values = byTime.map((numbers) => (numbers === null ? none : valueOf(numbers)))
  return sparkline({ label: `${label} by ${step}`, values, isLastPartial })
}

function usdChange({ compared }: SummarySpec): ChangeView | null {
  if (compared === null) return null
  const { now, before } = compared.amounts
  return changeView(changeOfUsd(now.cost, before.cost), 'down', `${exactUsd(now.cost)}, before ${exactUsd(before.cost)}`)
}

function countChange({ compared }: SummarySpec, amount: Exclude<keyof Amounts, 'cost'>, good: GoodDirection): ChangeView | null {
  if (compared === null) return null
  const { now: { [amount]: now }, before: { [amount]: before } } = compared.amounts
  return changeView(changeOf(now, before), good, `${exactCount(now)}, before ${exactCount(before)}`)
}

function rateChange(
  { total, compared }: SummarySpec, rateOf: (numbers: ReportNumbers) => number | null, good: GoodDirection,
  format: (rate: number | null) => string,
): ChangeView | null {
  if (compared === null) return null
  const [now, before] = [rateOf(total), rateOf(compared.before)]
  return changeView(changeOf(now, before), good, `${format(now)}, before ${format(before)}`)
}
