import { previousMonth } from '../../domain/calendar.ts'
import { changeOfUsd } from '../../domain/change.ts'
import { FORECAST_FROM_HOURS } from '../../domain/month-forecast.ts'
import type { MonthReport } from '../month-report.ts'
import { usdCell, type CellView } from './cell-view.ts'
import { changeView, type ChangeView } from './change.ts'
import { usdPoint } from './chart-point.ts'
import { exactCount, NO_DATA } from './format-count.ts'
import { formatMonth } from './format-time.ts'
import { exactUsd, usdToNumber } from './format-usd.ts'
import { plural } from './plural.ts'

export interface MonthView {
  readonly title: string
  readonly spent: CellView
  readonly change: ChangeView | null
  readonly facts: readonly (CellView & { readonly label: string })[]
  /** Parts of a bar as long as the largest of spent, forecast and last month, in percent. */
  readonly bar: { readonly spent: string; readonly forecast: string; readonly lastMonth: string | null }
  /** How the forecast is made, or why there is none. */
  readonly note: string
  /** What the sum leaves out; null where it is whole. */
  readonly warning: string | null
}

/** Pages that say what a month's dollars are made of. */
export interface MonthLinks {
  readonly spent: string
  /** Null before the first hour is over. */
  readonly sameDaysBefore: string | null
  readonly lastMonth: string
}

/** Spent this month, against the same days of the last, and what it comes to if it goes on like this. */
export function monthCard(report: MonthReport, links: MonthLinks): MonthView {
  const { month, spent, forecast, sameDaysBefore, lastMonth, unpricedCalls } = report
  const before = formatMonth(previousMonth(month))
  return {
    title: `${formatMonth(month)} so far`,
    spent: explained(spent, links.spent),
    change: sameDaysBefore === null || lastMonth === 0n ? null : changeView(
      changeOfUsd(report.spentInHoursOver, sameDaysBefore), 'down',
      `${exactUsd(report.spentInHoursOver)} in the hours that are over, ${exactUsd(sameDaysBefore)} in the same days of ${before}`,
    ),
    facts: [
      { label: 'Forecast to month end', ...(forecast === null ? { value: NO_DATA, exact: noForecast(report) } : usdCell(forecast)) },
      { label: `${before} to the same day`, ...(sameDaysBefore === null ? { value: NO_DATA, exact: 'No hour is over yet' } : explained(sameDaysBefore, links.sameDaysBefore)) },
      { label: `${before} in all`, ...explained(lastMonth, links.lastMonth) },
    ],
    bar: barOf(report),
    note: forecast === null ? noForecast(report) : pace(report),
    warning: unpricedCalls === 0 ? null : `${plural(unpricedCalls, 'call')} of this month without a known price not in the sum`,
  }
}

function explained(units: bigint, href: string | null): CellView {
  return usdPoint(units, () => href).cell
}

function pace({ hoursOver, hoursInMonth }: MonthReport): string {
  return `Forecast: spend of the ${exactCount(hoursOver)} hours that are over ÷ ${exactCount(hoursOver)} × ${exactCount(hoursInMonth)} hours of the month.`
}

function noForecast({ hoursOver }: MonthReport): string {
  return `A forecast needs ${FORECAST_FROM_HOURS} hours of the month; ${exactCount(hoursOver)} are over.`
}

/** A mark at the very end would be cut in half. */
const WHOLE_MARK = 0.995

function barOf({ spent, forecast, lastMonth }: MonthReport): MonthView['bar'] {
  const [spentUsd, forecastUsd, lastUsd] = [spent, forecast ?? spent, lastMonth].map(usdToNumber)
  const longest = Math.max(spentUsd ?? 0, forecastUsd ?? 0, lastUsd ?? 0, Number.MIN_VALUE)
  const percent = (usd: number | undefined) => `${((100 * (usd ?? 0)) / longest).toFixed(2)}%`
  return {
    spent: percent(spentUsd), forecast: percent(forecastUsd),
    lastMonth: lastMonth === 0n ? null : percent(Math.min(lastUsd ?? 0, longest * WHOLE_MARK)),
  }
}
