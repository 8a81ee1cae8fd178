import type { CsvValue } from '../../domain/csv.ts'
import { formatUsd } from '../../domain/money.ts'
import { countCell, msCell, usdCell, type CellView } from './cell-view.ts'
import { exactCount, formatShare, NO_DATA } from './format-count.ts'
import { formatRate } from './format-duration.ts'
import { usdToNumber } from './format-usd.ts'

/** One value of a chart: where it is drawn, and how the table behind the chart prints it. */
export interface ChartPoint {
  /** In the unit of the chart; null is drawn as a gap. */
  readonly value: number | null
  readonly cell: CellView
  /** With all its digits, where a chart draws fewer. */
  readonly csv?: CsvValue
}

/** `explain` makes the link to what it is made of, which nothing needs not. */
export function usdPoint(units: bigint, explain: () => string | null = () => null, remark = ''): ChartPoint {
  const href = units === 0n ? null : explain()
  const cell = { ...usdCell(units, remark), ...(href !== null && { explain: href }) }
  return { value: usdToNumber(units), cell, csv: { decimal: formatUsd(units) } }
}

export function countPoint(count: number): ChartPoint {
  return { value: count, cell: countCell(count) }
}

/** A time over the calls that report it; without any it is a gap. */
export function msPoint(ms: number | null, measured: number): ChartPoint {
  return { value: ms, cell: msCell(ms, measured) }
}

export function ratePoint(perSecond: number | null, measured: number): ChartPoint {
  const exact = perSecond === null ? 'No call reports it' : `over ${exactCount(measured)} calls that report it`
  return { value: perSecond, cell: { value: formatRate(perSecond), exact } }
}

/** A part of a whole in percent; the part of nothing is a gap. */
export function percentPoint(part: number, whole: number): ChartPoint {
  if (whole <= 0) return GAP
  return {
    value: (100 * part) / whole,
    cell: { value: formatShare(part, whole), exact: `${exactCount(part)} of ${exactCount(whole)}` },
  }
}

export const GAP: ChartPoint = { value: null, cell: { value: NO_DATA, exact: 'No data' } }
