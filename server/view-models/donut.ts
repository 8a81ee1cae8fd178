import type { CellView } from './cell-view.ts'
import type { ChartSwitch, ChartTable, LegendEntry } from './chart.ts'
import { csvPoint } from './chart-csv.ts'
import type { ChartPoint } from './chart-point.ts'
import { formatShare } from './format-count.ts'
import type { CsvTable } from './table-csv.ts'

export interface DonutSlice {
  readonly name: string
  readonly title: string
  readonly color: string
  readonly point: ChartPoint
  readonly href?: string | null
}

export interface DonutSpec {
  readonly id: string
  readonly title: string
  /** Heading of the table's first column, e.g. `Model`. */
  readonly first: string
  /** Heading of the values, e.g. `Cost`. */
  readonly measure: string
  /** Largest first; at most MAX_SERIES and one for all others. */
  readonly slices: readonly DonutSlice[]
  readonly total: CellView
  readonly switches?: readonly ChartSwitch[]
}

export interface DonutView {
  readonly id: string
  readonly kind: 'donut'
  readonly title: string
  readonly switches: readonly ChartSwitch[]
  readonly legend: readonly (LegendEntry & CellView & { readonly share: string })[]
  readonly summary: string
  readonly isEmpty: boolean
  /** Arcs of a circle whose path is 100 long: drawn as dashes of `length`, moved on by `-from`. */
  readonly arcs: readonly { readonly color: string; readonly title: string; readonly dashes: string; readonly offset: string }[]
  readonly total: CellView
  readonly measure: string
  readonly table: ChartTable
  readonly csv: CsvTable
  /** All together, beside the title. */
  readonly sum: CellView
}

/** Parts of a whole as a ring, drawn by the server. */
export function donut(spec: DonutSpec): DonutView {
  const { id, title, first, measure, slices, total, switches = [] } = spec
  const whole = slices.reduce((sum, { point }) => sum + drawn(point), 0)
  const shareOf = (point: ChartPoint) => formatShare(drawn(point), whole)
  return {
    id, kind: 'donut', title, switches, total, measure,
    legend: slices.map(({ name, title, color, point, href = null }) => ({
      name, title, color, href, ...point.cell, share: shareOf(point),
    })),
    summary: summaryOf(slices, shareOf), sum: total,
    isEmpty: whole === 0,
    arcs: arcsOf(slices, whole),
    csv: { id, records: () => [[first, measure], ...slices.map(({ name, point }) => [name, csvPoint(point)])] },
    table: {
      first,
      columns: [{ label: measure, title: measure }, { label: 'Share', title: 'Share of the total' }],
      rows: slices.map(({ name, point }) => ({
        label: name, cells: [point.cell, { value: shareOf(point), exact: point.cell.exact }],
      })),
      totals: [total, { value: whole === 0 ? '–' : '100%', exact: total.exact }],
    },
  }
}

function arcsOf(slices: readonly DonutSlice[], whole: number): DonutView['arcs'] {
  let from = 0
  return slices.flatMap(({ name, color, point }) => {
    const length = whole === 0 ? 0 : (100 * drawn(point)) / whole
    const arc = {
      color, title: `${name}: ${point.cell.value}, ${formatShare(drawn(point), whole)}`,
      dashes: `${length.toFixed(3)} ${(100 - length).toFixed(3)}`, offset: (-from).toFixed(3),
    }
    from += length
    return length === 0 ? [] : [arc]
  })
}

function summaryOf(slices: readonly DonutSlice[], shareOf: (point: ChartPoint) => string): string {
  const [largest] = slices
  if (largest === undefined || drawn(largest.point) === 0) return 'There is nothing to draw in this period.'
  return `Largest part: ${largest.name} with ${largest.point.cell.value}, ${shareOf(largest.point)}.`
}

/** A ring has no room for what is negative or not known. */
function drawn({ value }: ChartPoint): number {
  return Math.max(0, value ?? 0)
}
