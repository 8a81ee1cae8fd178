import type { ReportNumbers, ReportRow } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { TREND_METRICS, type TrendMetric } from '../overview-state.ts'
import { countCell, usdCell, type CellView } from './cell-view.ts'
import { escapeHtml } from './escape-html.ts'
import { usdToNumber } from './format-usd.ts'
import { totalTokens } from './measures.ts'
import { OTHER_COLOR } from './palette.ts'
import { timeLabel, type TimeStep } from './time-label.ts'

export interface TrendView {
  readonly title: string
  readonly metrics: readonly { readonly label: string; readonly href: string; readonly current: boolean }[]
  readonly legend: readonly { readonly name: string; readonly title: string; readonly color: string }[]
  /** JSON as public/charts.js wants it. */
  readonly chart: string
  readonly note: string | null
  readonly table: {
    readonly first: string
    readonly columns: readonly { readonly label: string; readonly title: string }[]
    readonly rows: readonly { readonly label: string; readonly cells: readonly CellView[] }[]
    readonly totals: readonly CellView[]
  }
}

export interface TrendSpec {
  readonly metric: TrendMetric
  readonly step: TimeStep
  /** Every hour, day or month of the range, whether it has calls or not. */
  readonly times: readonly string[]
  /** Those of them that the range holds only a part of. */
  readonly partialTimes: readonly string[]
  /** Grouped by time step and model. */
  readonly rows: readonly ReportRow[]
  /** Models by cost, highest first. */
  readonly models: readonly string[]
  readonly nameOf: (model: string) => string
  readonly colorOf: (model: string) => string
  readonly hrefOf: (metric: TrendMetric) => string
}

/** More series than this nobody can tell apart. */
const MAX_SERIES = 9

interface Series {
  readonly name: string
  readonly title: string
  readonly color: string
  readonly models: ReadonlySet<string>
}

const TITLES = { cost: 'Cost', tokens: 'Tokens' } as const

/** Cost or tokens over time, stacked by model: a chart, and the same numbers as a table. */
export function trend(spec: TrendSpec): TrendView {
  const series = seriesOf(spec)
  const sums = sumsOf(spec, series)
  const cell = (value: bigint) => (spec.metric === 'cost' ? usdCell(value) : countCell(Number(value)))
  const number = (value: bigint) => (spec.metric === 'cost' ? usdToNumber(value) : Number(value))
  const labels = spec.times.map((time) => timeLabel(time, spec.step))
  return {
    title: `${TITLES[spec.metric]} per ${spec.step} by model`,
    metrics: TREND_METRICS.map((metric) => ({
      label: TITLES[metric], href: spec.hrefOf(metric), current: metric === spec.metric,
    })),
    legend: series.map(({ name, title, color }) => ({ name, title, color })),
    chart: JSON.stringify({
      unit: spec.metric === 'cost' ? 'usd' : 'count',
      categories: labels.map((label) => label.full),
      ticks: labels.map((label) => label.short),
      partial: spec.times.map((time) => spec.partialTimes.includes(time)),
      series: series.map(({ name, color }, index) => ({
        name: escapeHtml(name), color: `--${color}`, values: sums.map((row) => number(row[index] ?? 0n)),
      })),
    }),
    note: spec.partialTimes.length > 0 ? `${PALER[spec.step]} drawn paler lies only partly in this period.` : null,
    table: {
      first: FIRST_COLUMN[spec.step],
      columns: [...series.map(({ name, title }) => ({ label: name, title })), { label: 'Total', title: 'All models' }],
      rows: labels.map((label, index) => ({ label: label.full, cells: withTotal(sums[index] ?? []).map(cell) })),
      totals: withTotal(columnSums(sums, series.length)).map(cell),
    },
  }
}

const PALER = { hour: 'An hour', day: 'A day', month: 'A month' } as const
const FIRST_COLUMN = { hour: 'Hour (UTC)', day: 'Day (UTC)', month: 'Month (UTC)' } as const

function seriesOf({ models, nameOf, colorOf }: TrendSpec): Series[] {
  const cut = models.length <= MAX_SERIES + 1 ? models.length : MAX_SERIES
  const own = models.slice(0, cut).map((model) => ({
    name: nameOf(model), title: model, color: colorOf(model), models: new Set([model]),
  }))
  const rest = models.slice(cut)
  if (rest.length === 0) return own
  return [...own, { name: `${rest.length} others`, title: rest.join(', '), color: OTHER_COLOR, models: new Set(rest) }]
}

/** By time, then by series. */
function sumsOf({ times, step, rows, metric }: TrendSpec, series: readonly Series[]): bigint[][] {
  const indexOfTime = new Map(times.map((time, index) => [time, index]))
  const sums = times.map(() => series.map(() => 0n))
  for (const row of rows) {
    const sum = sums[indexOfTime.get(row.keys[step] ?? '') ?? -1]
    const index = series.findIndex(({ models }) => models.has(row.keys.model ?? ''))
    if (sum && index >= 0) sum[index] = (sum[index] ?? 0n) + valueOf(row, metric)
  }
  return sums
}

function valueOf({ measures }: ReportNumbers, metric: TrendMetric): bigint {
  return metric === 'cost' ? totalCost(measures.cost) : BigInt(totalTokens(measures))
}

function withTotal(values: readonly bigint[]): bigint[] {
  return [...values, values.reduce((sum, value) => sum + value, 0n)]
}

function columnSums(sums: readonly (readonly bigint[])[], columns: number): bigint[] {
  return Array.from({ length: columns }, (_, index) => sums.reduce((sum, row) => sum + (row[index] ?? 0n), 0n))
}
