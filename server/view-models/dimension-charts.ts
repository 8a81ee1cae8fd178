import { COST_COMPONENTS, type CostComponent, type Measures } from '../../domain/cell.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { DimensionMetric } from '../dimension-state.ts'
import { chart, MAX_SERIES, type ChartSeries, type PlotView } from './chart.ts'
import { countPoint, usdPoint, type ChartPoint } from './chart-point.ts'
import { COMPONENT_NAMES } from './component-names.ts'
import type { DimensionRow } from './dimension-rows.ts'
import { donut, type DonutView } from './donut.ts'
import { totalTokens } from './measures.ts'
import { OTHER_COLOR } from './palette.ts'

export interface DimensionChartSpec {
  readonly id: string
  readonly metric: DimensionMetric
  /** Highest cost first. */
  readonly rows: readonly DimensionRow[]
  readonly total: ReportNumbers
  readonly sumOf: (rows: readonly ReportNumbers[]) => ReportNumbers
  /** Heading of the rows: `Model`. */
  readonly first: string
  /** Links to what the dollars of all rows are made of, and of all but those that are shown. */
  readonly explainTotal: DimensionRow['explain']
  readonly explainRest: (shown: readonly DimensionRow[]) => DimensionRow['explain']
}

type Bar = Pick<DimensionRow, 'key' | 'name' | 'color' | 'href' | 'numbers' | 'explain'>

interface Part {
  /** Of a dollar: the column that explains it. */
  readonly id: string
  readonly name: string
  readonly title: string
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
  const series = parts.map(({ id, name, title, color, amount }): ChartSeries => ({
    name, title, color, points: rows.map(({ numbers, explain }) => pointOf(metric, amount(numbers), () => explain(id))),
  }))
  const sum = (numbers: ReportNumbers) => parts.reduce((all, { amount }) => all + amount(numbers), 0n)
  return chart({
    id: spec.id, kind: 'bar', horizontal: true, unit: metric === 'cost' ? 'usd' : 'count',
    title: `${TITLES[metric]} by ${spec.first.toLowerCase()} and ${NOUNS[metric]}`, first: spec.first,
    categories: rows.map(({ name }) => ({ label: name, tick: name })),
    series,
    totals: {
      byCategory: rows.map(({ numbers, explain }) => pointOf(metric, sum(numbers), () => explain('cost')).cell),
      bySeries: parts.map(({ id, amount }) => pointOf(metric, amount(total), () => spec.explainTotal(id)).cell),
      all: pointOf(metric, sum(total), () => spec.explainTotal('cost')).cell,
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
    slices: rows.map(({ name, key, color, href, numbers, explain }) => ({
      name, title: key, color: color ?? OTHER_COLOR, href,
      point: pointOf(metric, wholeOf(metric, numbers), () => explain('cost')),
    })),
    total: pointOf(metric, wholeOf(metric, total), () => spec.explainTotal('cost')).cell,
  })
}

const PARTS: Readonly<Record<DimensionMetric, readonly Part[]>> = {
  cost: COST_COMPONENTS.map((component) => ({
    id: component, ...COMPONENT_NAMES[component], amount: ({ measures }) => measures.cost[component],
  })),
  tokens: COST_COMPONENTS.flatMap((component) => {
    const tokens = TOKENS[component]
    if (tokens === undefined) return []
    return [{ id: component, ...COMPONENT_NAMES[component], amount: ({ measures }: ReportNumbers) => BigInt(tokens(measures)) }]
  }),
  calls: [
    { id: 'successful', name: 'Successful', title: 'Calls that ended without an error code', color: 'c2', amount: ({ errors, measures }) => BigInt(measures.calls - errors) },
    { id: 'failed', name: 'Failed', title: 'Calls that ended in an error code', color: 'c6', amount: ({ errors }) => BigInt(errors) },
  ],
}

function wholeOf(metric: DimensionMetric, { measures }: ReportNumbers): bigint {
  if (metric === 'cost') return totalCost(measures.cost)
  return BigInt(metric === 'tokens' ? totalTokens(measures) : measures.calls)
}

/** The rows that have most of the metric, and all others as one. */
function topRows({ metric, rows, sumOf, explainRest }: DimensionChartSpec): Bar[] {
  const ordered = [...rows].sort((a, b) => {
    const [first, second] = [wholeOf(metric, a.numbers), wholeOf(metric, b.numbers)]
    return first > second ? -1 : first < second ? 1 : 0
  })
  const cut = ordered.length <= MAX_SERIES + 1 ? ordered.length : MAX_SERIES
  const rest = ordered.slice(cut)
  if (rest.length === 0) return ordered
  const other = {
    key: 'All that follow', name: `Other (${rest.length})`, color: OTHER_COLOR, href: null,
    numbers: sumOf(rest.map(({ numbers }) => numbers)), explain: explainRest(ordered.slice(0, cut)),
  }
  return [...ordered.slice(0, cut), other]
}

function pointOf(metric: DimensionMetric, amount: bigint, explain: () => string | null): ChartPoint {
  return metric === 'cost' ? usdPoint(amount, explain) : countPoint(Number(amount))
}

function summaryOf({ metric, total, first }: DimensionChartSpec, rows: readonly Bar[]): string {
  const [top] = rows
  if (top === undefined) return 'There is nothing to draw in this period.'
  const value = (numbers: ReportNumbers) => pointOf(metric, wholeOf(metric, numbers), () => null).cell.value
  return `${value(total)} in all; the largest ${first.toLowerCase()} is ${top.name} with ${value(top.numbers)}.`
}
