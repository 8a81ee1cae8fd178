import { quantile, type Histogram } from '../../domain/histogram.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { countCell, msCell, type CellView } from './cell-view.ts'
import type { TableColumn } from './data-table.ts'
import type { FirstToken } from './first-token.ts'
import { exactCount, formatShare, NO_DATA } from './format-count.ts'
import { formatMs, formatRate } from './format-duration.ts'
import { mean, timePerOutputTokenMs } from './measures.ts'

/** Numbers of a model with its time to the first token, wherever that is known from. */
export interface PerformanceNumbers extends ReportNumbers {
  readonly firstToken: FirstToken | null
}

type Column = TableColumn<PerformanceNumbers>

/** Quantiles come from histograms, smallest, mean and largest value from exact sums. */
export const TO_WITHIN = 'to within 5%'

const HIDDEN = { isShown: false } as const

export const PERFORMANCE_COLUMNS: readonly Column[] = [
  {
    ...column('calls', 'Calls', 'Invocations, failed ones included'),
    value: ({ measures }) => measures.calls, cell: ({ measures }) => countCell(measures.calls),
  },
  latency('p50', 'p50', `Half of the calls took at most this long, ${TO_WITHIN}`, (times) => quantile(times, 0.5)),
  latency('p95', 'p95', `95% of the calls took at most this long, ${TO_WITHIN}`, (times) => quantile(times, 0.95)),
  latency('p99', 'p99', `99% of the calls took at most this long, ${TO_WITHIN}`, (times) => quantile(times, 0.99)),
  latency('min', 'Min', 'The fastest call, exactly', ({ min }) => min),
  latency('mean', 'Mean', 'Average latency, exactly', mean),
  latency('max', 'Max', 'The slowest call, exactly', ({ max }) => max),
  {
    ...column('measured', 'Measured', 'Share of calls whose log tells a latency: failed calls and some operations do not'), ...HIDDEN, unit: 'share',
    value: ({ measures }) => (measures.calls === 0 ? null : measures.latencyMs.count / measures.calls),
    cell: ({ measures }) => coverageCell(measures.latencyMs.count, measures.calls),
  },
  {
    ...column('speed', 'Tokens/s', 'Output tokens per second of a call from end to end, on average'),
    value: ({ measures }) => mean(measures.outputTokensPerKs),
    cell: ({ measures: { outputTokensPerKs: speed } }) => rateCell(speed),
    csv: ({ measures: { outputTokensPerKs: speed } }) => speed.count === 0 ? null : speed.sum / speed.count / 1000,
  },
  {
    ...column('tpot', 'TPOT', 'Time per output token after the first, over the calls whose log tells both times'), unit: 'ms',
    value: ({ measures }) => timePerOutputTokenMs(measures),
    cell: ({ measures }) => msCell(timePerOutputTokenMs(measures), measures.generationCalls),
  },
  {
    ...column('ttft', 'TTFT p50', 'Median time to the first token of streamed calls'), unit: 'ms',
    value: ({ firstToken }) => firstToken?.p50Ms ?? null,
    cell: ({ firstToken }) => firstTokenCell(firstToken),
  },
  {
    ...column('source', 'TTFT from', 'Where the time to the first token is known from, and for which share of the calls'), kind: 'text',
    value: ({ firstToken }) => firstToken?.source ?? null,
    cell: ({ firstToken, measures }) => sourceCell(firstToken, measures.calls),
  },
]

function column(id: string, label: string, help: string): Pick<Column, 'id' | 'label' | 'help' | 'kind' | 'isShown'> {
  return { id, label, help, kind: 'number', isShown: true }
}

function latency(id: string, label: string, help: string, of: (latencyMs: Histogram) => number | null): Column {
  return {
    ...column(id, label, help), unit: 'ms',
    value: ({ measures }) => of(measures.latencyMs),
    cell: ({ measures }) => msCell(of(measures.latencyMs), measures.latencyMs.count),
  }
}

function rateCell(perKs: Histogram): CellView {
  const average = mean(perKs)
  const exact = average === null ? 'No call reports it' : `over ${exactCount(perKs.count)} calls that report it`
  return { value: formatRate(average === null ? null : average / 1000), exact }
}

function firstTokenCell(known: FirstToken | null): CellView {
  if (known === null) return { value: NO_DATA, exact: 'Neither the logs nor CloudWatch tell it' }
  const exact = known.source === 'logs' ? `over ${exactCount(known.measured)} calls, ${TO_WITHIN}`
    : `Mean of the medians of short periods, weighted with their ${exactCount(known.measured)} calls`
  return { value: known.source === 'logs' ? formatMs(known.p50Ms) : `≈ ${formatMs(known.p50Ms)}`, exact }
}

function sourceCell(known: FirstToken | null, calls: number): CellView {
  if (known === null) return { value: NO_DATA, exact: 'Neither the logs nor CloudWatch tell it' }
  const share = formatShare(Math.min(known.measured, calls), calls)
  return { value: `${known.source} · ${share}`, exact: `${exactCount(known.measured)} of ${exactCount(calls)} calls, from ${known.source}` }
}

function coverageCell(measured: number, calls: number): CellView {
  return { value: formatShare(measured, calls), exact: `${exactCount(measured)} of ${exactCount(calls)} calls` }
}
