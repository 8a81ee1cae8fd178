import type { CostComponent, Measures } from '../../domain/cell.ts'
import { quantile } from '../../domain/histogram.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { countCell, errorTone, msCell, usdCell, type CellView } from './cell-view.ts'
import { componentCell, costCell, costPerCall, costPerMillionTokens, ratioCell } from './cost-cell.ts'
import type { TableColumn } from './data-table.ts'
import { exactCount, formatShare, NO_DATA } from './format-count.ts'
import { totalInputTokens, totalTokens } from './measures.ts'

type Column = TableColumn<ReportNumbers>

const HIDDEN = { isShown: false } as const

/** Columns of models, callers and tags. The ids of costs are those of their components. */
export const DIMENSION_COLUMNS: readonly Column[] = [
  {
    ...column('cost', 'Cost', 'At list price. ≥ where calls without a price are missing from it, ≈ where some are estimated'), unit: 'USD',
    value: ({ measures }) => totalCost(measures.cost),
    cell: ({ measures }, whole) => costCell(measures, totalCost(whole.measures.cost)),
  },
  component('input', 'Input', 'Cost of input tokens outside the cache', (measures) => measures.inputTokens),
  component('output', 'Output', 'Cost of output tokens', (measures) => measures.outputTokens),
  component('cacheRead', 'Cache read', 'Cost of tokens read from the cache', (measures) => measures.cacheReadTokens),
  component('cacheWrite5m', 'Write 5 min', 'Cost of tokens written to the cache for 5 minutes', (measures) => measures.cacheWrite5mTokens),
  component('cacheWrite1h', 'Write 1 h', 'Cost of tokens written to the cache for an hour', (measures) => measures.cacheWrite1hTokens),
  component('images', 'Images', 'Cost of images', (measures) => measures.images),
  { ...component('queries', 'Queries', 'Cost of rerank queries', () => 0), ...HIDDEN },
  count('calls', 'Calls', 'Invocations, failed ones included', (measures) => measures.calls),
  count('tokens', 'Tokens', 'Input, output, and what was read from and written to the cache', totalTokens),
  {
    ...column('perCall', 'Per call', 'Cost per call that has a price'), unit: 'USD',
    value: ({ measures }) => costPerCall(measures),
    cell: ({ measures }) => ratioCell(costPerCall(measures), 'No call has a price'),
  },
  {
    ...column('perMillion', 'Per 1M tokens', 'Cost per million tokens of any kind'), unit: 'USD',
    value: ({ measures }) => costPerMillionTokens(measures),
    cell: ({ measures }) => ratioCell(costPerMillionTokens(measures), 'No tokens, or calls among them without a price'),
  },
  {
    ...column('errors', 'Errors', 'Share of calls that ended in an error code'), unit: 'share',
    value: ({ errors, measures }) => (measures.calls === 0 ? null : errors / measures.calls),
    cell: errorRateCell,
  },
  hiddenCount('inputTokens', 'Input tokens', 'Input tokens outside the cache', (measures) => measures.inputTokens),
  hiddenCount('outputTokens', 'Output tokens', 'Output tokens', (measures) => measures.outputTokens),
  { ...hiddenCount('readTokens', 'Read tokens', 'Tokens read from the cache', (measures) => measures.cacheReadTokens), inCsv: true },
  { ...hiddenCount('write5mTokens', '5 min tokens', 'Tokens written to the cache for 5 minutes', (measures) => measures.cacheWrite5mTokens), inCsv: true },
  { ...hiddenCount('write1hTokens', '1 h tokens', 'Tokens written to the cache for an hour', (measures) => measures.cacheWrite1hTokens), inCsv: true },
  hiddenCount('imageCount', 'Image count', 'Images put out', (measures) => measures.images),
  {
    ...column('hitRate', 'Cache hits', 'Share of all input tokens that was read from the cache'), ...HIDDEN, unit: 'share',
    value: ({ measures }) => (totalInputTokens(measures) === 0 ? null : measures.cacheReadTokens / totalInputTokens(measures)),
    cell: ({ measures }) => ({
      value: formatShare(measures.cacheReadTokens, totalInputTokens(measures)),
      exact: `${exactCount(measures.cacheReadTokens)} of ${exactCount(totalInputTokens(measures))} input tokens`,
    }),
  },
  {
    ...column('savings', 'Cache savings', 'What reading from the cache saved, less what writing to it cost more'), ...HIDDEN, unit: 'USD',
    value: ({ measures }) => measures.cacheSavings,
    cell: ({ measures }) => usdCell(measures.cacheSavings),
  },
  {
    ...column('latency', 'Latency p50', 'Half of the calls that report a latency were at least this fast'), ...HIDDEN, unit: 'ms',
    value: ({ measures }) => quantile(measures.latencyMs, 0.5),
    cell: ({ measures }) => msCell(quantile(measures.latencyMs, 0.5), measures.latencyMs.count),
  },
  hiddenCount('unpriced', 'Unpriced', 'Calls that the cost leaves out, because no price is known', (measures) => measures.unpricedCalls),
]

function column(id: string, label: string, help: string): Pick<Column, 'id' | 'label' | 'help' | 'kind' | 'isShown'> {
  return { id, label, help, kind: 'number', isShown: true }
}

function count(id: string, label: string, help: string, amount: (measures: Measures) => number): Column {
  return { ...column(id, label, help), value: ({ measures }) => amount(measures), cell: ({ measures }) => countCell(amount(measures)) }
}

function hiddenCount(...spec: Parameters<typeof count>): Column {
  return { ...count(...spec), ...HIDDEN }
}

function component(id: CostComponent, label: string, help: string, amount: (measures: Measures) => number): Column {
  return {
    ...column(id, label, help), unit: 'USD', inCsv: id.startsWith('cache'),
    value: ({ measures }) => measures.cost[id],
    cell: ({ measures }) => componentCell(measures.cost[id], amount(measures), measures),
  }
}

function errorRateCell({ errors, measures }: ReportNumbers): CellView {
  const { calls } = measures
  if (calls === 0) return { value: NO_DATA, exact: 'No calls' }
  const tone = errorTone(errors, calls)
  return { value: formatShare(errors, calls), exact: `${exactCount(errors)} of ${exactCount(calls)} calls`, ...(tone && { tone }) }
}
