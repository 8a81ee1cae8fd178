import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { isoInZone } from '../../domain/local-time.ts'
import type { UsageWindow } from '../usage-window.ts'
import type { ChartCategory } from './chart.ts'
import { timeLabeler } from './time-label.ts'

/** The hours, days or months of a window as a chart names them. */
export function timeCategories(
  { times, partialTimes, hoursByTime, step }: Pick<UsageWindow, 'times' | 'partialTimes' | 'hoursByTime' | 'step'>, timeZone: string,
): ChartCategory[] {
  const labelOf = timeLabeler(step, timeZone)
  const partial = new Set(partialTimes)
  return times.map((time) => {
    const { full, short } = labelOf(time)
    const from = hoursByTime.get(time)?.from
    const iso = from === undefined ? {} : { iso: isoInZone(from * MS_PER_HOUR, timeZone) }
    return { label: full, tick: short, partial: partial.has(time), ...iso }
  })
}
