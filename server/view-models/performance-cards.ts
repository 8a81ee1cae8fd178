import { quantile } from '../../domain/histogram.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import type { CardView } from './card-view.ts'
import type { FirstToken } from './first-token.ts'
import { exactCount, formatShare, NO_DATA } from './format-count.ts'
import { formatMs, formatRate } from './format-duration.ts'
import { mean, timePerOutputTokenMs } from './measures.ts'
import { TO_WITHIN } from './performance-columns.ts'
import { sparkline, type SparklineView } from './sparkline.ts'

export interface PerformanceCardsSpec {
  readonly total: ReportNumbers
  readonly firstToken: FirstToken | null
  /** In the order of time; null without calls. */
  readonly byTime: readonly (ReportNumbers | null)[]
  readonly step: string
  readonly isLastPartial: boolean
}

/** How fast calls were: the whole call, its output, and the wait for the first token. */
export function performanceCards({ total: { measures }, firstToken, ...spec }: PerformanceCardsSpec): CardView[] {
  const { latencyMs, outputTokensPerKs, calls } = measures
  const share = formatShare(latencyMs.count, calls)
  const known = `over the ${exactCount(latencyMs.count)} calls whose log tells it`
  const speed = mean(outputTokensPerKs)
  return [
    {
      label: 'Median latency', value: formatMs(quantile(latencyMs, 0.5)), exact: `p50, ${TO_WITHIN}, ${known}`,
      details: [{ text: `told by ${share} of ${exactCount(calls)} calls`, title: `${exactCount(latencyMs.count)} of ${exactCount(calls)} calls` }],
      sparkline: line(spec, 'Median latency', (numbers) => quantile(numbers.measures.latencyMs, 0.5)),
    },
    {
      label: 'Slow calls, p95', value: formatMs(quantile(latencyMs, 0.95)), exact: `95% of the calls took at most this long, ${TO_WITHIN}`,
      details: [{ text: `p99 ${formatMs(quantile(latencyMs, 0.99))} · max ${formatMs(latencyMs.max)}`, title: 'The largest value is exact' }],
      sparkline: line(spec, 'p95 of the latency', (numbers) => quantile(numbers.measures.latencyMs, 0.95)),
    },
    {
      label: 'Output speed', value: speed === null ? NO_DATA : `${formatRate(speed / 1000)} tok/s`,
      exact: `Output tokens per second of a call from end to end, on average over ${exactCount(outputTokensPerKs.count)} calls`,
      details: [{
        text: `median ${formatRate(perSecond(quantile(outputTokensPerKs, 0.5)))} tok/s`, title: `Half of the calls were at least this fast, ${TO_WITHIN}`,
      }],
      sparkline: line(spec, 'Output speed', (numbers) => mean(numbers.measures.outputTokensPerKs)),
    },
    {
      label: 'Time per output token', value: formatMs(timePerOutputTokenMs(measures)),
      exact: `TPOT: ${exactCount(measures.generationMs)} ms after the first token for ${exactCount(measures.generationTokens)} tokens`,
      details: [{
        text: `told by ${formatShare(measures.generationCalls, calls)} of calls`,
        title: `${exactCount(measures.generationCalls)} calls whose log tells both latency and time to the first token`,
      }],
      sparkline: line(spec, 'Time per output token', (numbers) => timePerOutputTokenMs(numbers.measures)),
    },
    {
      label: 'Time to first token', ...firstTokenTexts(firstToken, calls),
      sparkline: firstToken?.source === 'logs'
        ? line(spec, 'Median time to the first token', (numbers) => quantile(numbers.measures.timeToFirstTokenMs, 0.5)) : null,
    },
  ]
}

function firstTokenTexts(known: FirstToken | null, calls: number): Pick<CardView, 'value' | 'exact' | 'details'> {
  if (known === null) {
    return { value: NO_DATA, exact: 'Neither the logs nor CloudWatch tell it', details: [{ text: 'not reported', title: 'Only streamed calls have one' }] }
  }
  const { source, p50Ms, highMs, measured } = known
  const share = formatShare(Math.min(measured, calls), calls)
  const high = source === 'logs' ? `p95 ${formatMs(highMs)}` : `p90 ${formatMs(highMs)}`
  return {
    value: source === 'logs' ? formatMs(p50Ms) : `≈ ${formatMs(p50Ms)}`,
    exact: source === 'logs' ? `p50, ${TO_WITHIN}, from the logs` : 'Mean of the medians of short periods, from CloudWatch',
    details: [{ text: `${high} · ${source}, ${share} of calls`, title: `${exactCount(measured)} calls, from ${source}` }],
  }
}

function perSecond(perKs: number | null): number | null {
  return perKs === null ? null : perKs / 1000
}

function line(
  { byTime, step, isLastPartial }: Pick<PerformanceCardsSpec, 'byTime' | 'step' | 'isLastPartial'>, label: string,
  valueOf: (numbers: ReportNumbers) => number | null,
): SparklineView | null {
  return sparkline({ label: `${label} by ${step}`, values: byTime.map((numbers) => numbers && valueOf(numbers)), isLastPartial })
}
