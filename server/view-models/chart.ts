import type { CellView } from './cell-view.ts'
import { chartCsv } from './chart-csv.ts'
import { chartNote, chartSummary } from './chart-summary.ts'
import type { ChartPoint } from './chart-point.ts'
import type { LinkView } from './refresh-control.ts'
import type { CsvTable } from './table-csv.ts'

export type ChartUnit = 'usd' | 'count' | 'ms' | 'percent' | 'tokens-per-second'

export interface ChartCategory {
  /** In the table and in the tooltip. */
  readonly label: string
  /** Of a time, the instant that it begins at, with the offset of its zone. */
  readonly iso?: string
  /** Under the axis. */
  readonly tick: string
  /** True where the period holds only a part of it: drawn hatched or dashed. */
  readonly partial?: boolean
}

export interface ChartSeries {
  readonly name: string
  /** All there is to say of the name, e.g. a model's id. */
  readonly title: string
  /** Class of the palette, such as `c3`. */
  readonly color: string
  /** One per category. */
  readonly points: readonly ChartPoint[]
  /** Where a click on the legend leads, e.g. to the view with only this one. */
  readonly href?: string | null
}

/** Sums, where series and categories add up. */
export interface ChartTotals {
  readonly byCategory: readonly CellView[]
  readonly bySeries: readonly CellView[]
  readonly all: CellView
}

/** A choice beside the title, as links: what is drawn, by which scale. */
export interface ChartSwitch {
  readonly label: string
  readonly choices: readonly LinkView[]
}

export interface ChartSpec {
  /** Id of the panel, unique on the page. */
  readonly id: string
  /** Bars and areas are stacked, lines are not. */
  readonly kind: 'bar' | 'area' | 'line'
  /** Bars that lie, with long names beside them. */
  readonly horizontal?: boolean
  readonly logarithmic?: boolean
  readonly unit: ChartUnit
  readonly title: string
  /** Heading of the table's first column, e.g. `Day (UTC)`. */
  readonly first: string
  readonly categories: readonly ChartCategory[]
  /** At most MAX_SERIES and one for all others. */
  readonly series: readonly ChartSeries[]
  readonly totals?: ChartTotals
  readonly switches?: readonly ChartSwitch[]
  /** In place of the summary that is made from the values. */
  readonly summary?: string
}

export interface ChartTable {
  readonly first: string
  readonly columns: readonly { readonly label: string; readonly title: string }[]
  readonly rows: readonly { readonly label: string; readonly cells: readonly CellView[] }[]
  readonly totals: readonly CellView[] | null
}

export interface LegendEntry {
  readonly name: string
  readonly title: string
  readonly color: string
  readonly href: string | null
}

export interface PlotView {
  readonly id: string
  readonly kind: ChartSpec['kind']
  readonly title: string
  readonly switches: readonly ChartSwitch[]
  readonly legend: readonly LegendEntry[]
  /** What a reader would take from the chart, in a sentence or two. */
  readonly summary: string
  readonly note: string | null
  readonly isEmpty: boolean
  /** JSON as public/charts.js wants it. */
  readonly chart: string
  readonly table: ChartTable
  readonly csv: CsvTable
  /** All together; null where series and categories do not add up. */
  readonly sum: CellView | null
}

/** More series than this nobody can tell apart. */
export const MAX_SERIES = 10

/** A chart over categories, and the same numbers as a sentence and as a table. */
export function chart(spec: ChartSpec): PlotView {
  const { id, kind, title, series, switches = [] } = spec
  return {
    id, kind, title, switches,
    legend: series.length === 1 ? [] : series.map(({ name, title, color, href = null }) => ({ name, title, color, href })),
    summary: spec.summary ?? chartSummary(spec),
    note: chartNote(spec),
    isEmpty: series.every(({ points }) => points.every(({ value }) => value === null)),
    chart: JSON.stringify(plot(spec)),
    table: chartTable(spec),
    csv: chartCsv(spec),
    sum: spec.totals?.all ?? null,
  }
}

function plot({ kind, horizontal = false, logarithmic = false, unit, categories, series }: ChartSpec): object {
  return {
    kind, horizontal, logarithmic, unit,
    labels: categories.map(({ label }) => label),
    ticks: categories.map(({ tick }) => tick),
    partial: categories.flatMap(({ partial }, index) => (partial ? [index] : [])),
    series: series.map(({ name, color, points }) => ({ name, color: `--${color}`, values: points.map(({ value }) => value) })),
  }
}

function chartTable({ first, categories, series, totals }: ChartSpec): ChartTable {
  const columns = series.map(({ name, title }) => ({ label: name, title }))
  const rows = categories.map(({ label }, index) => {
    const cells = series.map(({ points }) => points[index]?.cell ?? { value: '', exact: '' })
    const total = totals?.byCategory[index]
    return { label, cells: total ? [...cells, total] : cells }
  })
  if (!totals) return { first, columns, rows, totals: null }
  return { first, columns: [...columns, { label: 'Total', title: 'All together' }], rows, totals: [...totals.bySeries, totals.all] }
}
