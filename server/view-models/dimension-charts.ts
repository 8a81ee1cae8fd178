import { COST_COMPONENTS, type CostComponent, type Measures } from '../../domain/cell.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { DimensionMetric } from '../dimension-state.ts'
import { countCell, usdCell, type CellView } from './cell-view.ts'
import { chart, MAX_SERIES, type ChartSeries, type PlotView } from './chart.ts'
import { countPoint, usdPoint, type ChartPoint } from './chart-point.ts'
import { COMPONENT_NAMES } from './component-names.ts'
import type { TableRow } from './data-table.ts'
import { donut, type DonutView } from './donut.ts'
import { totalTokens } from './measures.ts'
import { OTHER_COLOR } from './palette.ts'

type Row = TableRow<ReportNumbers>

export interface DimensionChartSpec {
  readonly id: string
  readonly metric: DimensionMetric
  /** Highest cost first. */
  readonly rows: readonly Row[]
  readonly total: ReportNumbers
  readonly sumOf: (rows: readonly ReportNumbers[]) => ReportNumbers
  /** Heading of the rows: `Model`. */
  readonly first: string
}

interface Part {
  readonly name: string
  readonly color: string
  readonly amount: (numbers: ReportNumbers) => bigint
}

const TOKENS: Readonly<Partial<Record<CostComponent, (measures: Measures) => number>>> = {
  input: (measures) => measures.inputTokens,
  output: (measures) => measures.outputTokens,
  cacheRead: (measures) => measures.cacheReadTokens,
  cacheWrite5m: (measures) => measures.cacheWrite5mTokens,
  cacheWrite1h: (measures) => measures.cacheWrite1hTokens,
}

const TITLES = { cost: 'Cost', tokens: 'Tokens', calls: 'Calls' } as const
const NOUNS = { cost: 'component', tokens: 'kind', calls: 'outcome' } as const

/** The largest rows as bars, each cut into what it consists of. */
export function dimensionBars(spec: DimensionChartSpec): PlotView {
  const { metric, total } = spec
  const rows = topRows(spec)
  const parts = PARTS[metric].filter(({ amount }) => amount(total) !== 0n)
  const series = parts.map(({ name, color, amount }): ChartSeries => ({
    name, title: name, color, points: rows.map(({ numbers }) => pointOf(metric, amount(numbers))),
  }))
  const sum = (numbers: ReportNumbers) => parts.reduce((all, { amount }) => all + amount(numbers), 0n)
  return chart({
    id: spec.id, kind: 'bar', horizontal: true, unit: metric === 'cost' ? 'usd' : 'count',
    title: `${TITLES[metric]} by ${spec.first.toLowerCase()} and ${NOUNS[metric]}`, first: spec.first,
    categories: rows.map(({ name }) => ({ label: name, tick: name })),
    series,
    totals: {
      byCategory: rows.map(({ numbers }) => cellOf(metric, sum(numbers))),
      bySeries: parts.map(({ amount }) => cellOf(metric, amount(total))),
      all: cellOf(metric, sum(total)),
    },
    summary: summaryOf(spec, rows),
  })
}

/** The largest rows as parts of a ring. */
export function dimensionDonut(spec: DimensionChartSpec): DonutView {
  const { metric, total } = spec
  const rows = topRows(spec)
  return donut({
    id: spec.id, title: `${TITLES[metric]} by ${spec.first.toLowerCase()}`, first: spec.first, measure: TITLES[metric],
    slices: rows.map(({ name, key, color, href, numbers }) => ({
      name, title: key, color: color ?? OTHER_COLOR, href, point: pointOf(metric, wholeOf(metric, numbers)),
    })),
    total: cellOf(metric, wholeOf(metric, total)),
  })
}

const PARTS: Readonly<Record<DimensionMetric, readonly Part[]>> = {
  cost: COST_COMPONENTS.map((component) => ({ ...COMPONENT_NAMES[component], amount: ({ measures }) => measures.cost[component] })),
  tokens: COST_COMPONENTS.flatMap((component) => {
    const tokens = TOKENS[component]
    if (tokens === undefined) return []
    return [{ ...COMPONENT_NAMES[component], amount: ({ measures }: ReportNumbers) => BigInt(tokens(measures)) }]
  }),
  calls: [
    { name: 'Successful', color: 'c2', amount: ({ errors, measures }) => BigInt(measures.calls - errors) },
    { name: 'Failed', color: 'c6', amount: ({ errors }) => BigInt(errors) },
  ],
}

function wholeOf(metric: DimensionMetric, { measures }: ReportNumbers): bigint {
  if (metric === 'cost') return totalCost(measures.cost)
  return BigInt(metric === 'tokens' ? totalTokens(measures) : measures.calls)
}

/** The rows that have most of the metric, and all others as one. */
function topRows({ metric, rows, sumOf }: DimensionChartSpec): Pick<Row, 'key' | 'name' | 'color' | 'href' | 'numbers'>[] {
  const ordered = [...rows].sort((a, b) => {
    const [first, second] = [wholeOf(metric, a.numbers), wholeOf(metric, b.numbers)]
    return first > second ? -1 : first < second ? 1 : 0
  })
  const cut = ordered.length <= MAX_SERIES + 1 ? ordered.length : MAX_SERIES
  const rest = ordered.slice(cut)
  if (rest.length === 0) return ordered
  const other = {
    key: 'All that follow', name: `Other (${rest.length})`, color: OTHER_COLOR, href: null,
    numbers: sumOf(rest.map(({ numbers }) => numbers)),
  }
  return [...ordered.slice(0, cut), other]
}

function pointOf(metric: DimensionMetric, amount: bigint): ChartPoint {
  return metric === 'cost' ? usdPoint(amount) : countPoint(Number(amount))
}

function cellOf(metric: DimensionMetric, amount: bigint): CellView {
  return metric === 'cost' ? usdCell(amount) : countCell(Number(amount))
}

function summaryOf({ metric, total, first }: DimensionChartSpec, rows: readonly Pick<Row, 'name' | 'numbers'>[]): string {
  const [top] = rows
  if (top === undefined) return 'There is nothing to draw in this period.'
  const value = (numbers: ReportNumbers) => cellOf(metric, wholeOf(metric, numbers)).value
  return `${value(total)} in all; the largest ${first.toLowerCase()} is ${top.name} with ${value(top.numbers)}.`
}
