import type { Access } from '../domain/access.ts'
import { monthForecast } from '../domain/month-forecast.ts'
import { planReads } from '../domain/plan-reads.ts'
import type { HourRange } from '../domain/ports.ts'
import { comparedRanges } from '../domain/previous-range.ts'
import { monthAt, resolveRange } from '../domain/query-range.ts'
import { report } from '../domain/report.ts'
import { timeZone } from '../domain/time-zone.ts'
import { totalCost } from '../domain/total-cost.ts'
import type { UsageQuery } from '../domain/usage-query.ts'
import type { UsageData } from './usage-data.ts'
import type { WindowWithBuckets } from './usage-window.ts'

/** This month's spend of what a query's filter lets through, whatever range the query shows. */
export interface MonthReport {
  /** `2026-11`, in the query's time zone. */
  readonly month: string
  readonly spent: bigint
  /** Calls that are missing from what was spent, wholly or in part. */
  readonly unpricedCalls: number
  /** Spent in the hours that are over and computed. */
  readonly spentInHoursOver: bigint
  readonly hoursOver: number
  readonly hoursInMonth: number
  /** Null while there is no pace to tell it by. */
  readonly forecast: bigint | null
  /** Last month to the same day and hour; null before the first hour is over. */
  readonly sameDaysBefore: bigint | null
  readonly sameDays: HourRange
  readonly lastMonth: bigint
}

export async function monthReport(
  data: UsageData, access: Access, query: UsageQuery, { window, needs }: WindowWithBuckets, now: Date,
): Promise<MonthReport> {
  const monthToDate = { range: 'mtd', timeZone: query.timeZone } as const
  const { from, to } = resolveRange(monthToDate, now.getTime())
  const month = monthAt(now.getTime(), query.timeZone, 0)
  const before = monthAt(now.getTime(), query.timeZone, 1)
  const compared = comparedRanges(monthToDate, now.getTime(), window.completeTo)
  const overTo = compared?.current.to ?? from
  const sameDaysTo = compared?.previous.to ?? before.from

  async function spentIn(range: HourRange): Promise<{ cost: bigint; unpricedCalls: number }> {
    const buckets = await data.buckets(access, planReads(range, { ...needs, grain: 'total' }))
    const { measures } = report(buckets, { groupBy: [], filter: query.filter, histograms: false }).total
    return { cost: totalCost(measures.cost), unpricedCalls: measures.unpricedCalls + measures.partialCalls }
  }

  const [over, running, sameDays, restOfLast] = await Promise.all([
    spentIn({ from, to: overTo }), spentIn({ from: overTo, to }),
    spentIn({ from: before.from, to: sameDaysTo }), spentIn({ from: sameDaysTo, to: before.to }),
  ])
  const pace = { spent: over.cost, hoursOver: overTo - from, hoursInMonth: month.to - month.from }
  return {
    month: timeZone(query.timeZone).monthOfHour(month.from),
    spent: over.cost + running.cost,
    unpricedCalls: over.unpricedCalls + running.unpricedCalls,
    spentInHoursOver: over.cost,
    hoursOver: pace.hoursOver,
    hoursInMonth: pace.hoursInMonth,
    forecast: monthForecast(pace),
    sameDaysBefore: compared === null ? null : sameDays.cost,
    sameDays: { from: before.from, to: sameDaysTo },
    lastMonth: sameDays.cost + restOfLast.cost,
  }
}
