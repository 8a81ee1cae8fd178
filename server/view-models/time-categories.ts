import type { UsageWindow } from '../usage-window.ts'
import type { ChartCategory } from './chart.ts'
import { timeLabeler } from './time-label.ts'

/** The hours, days or months of a window as a chart names them. */
export function timeCategories({ times, partialTimes, step }: Pick<UsageWindow, 'times' | 'partialTimes' | 'step'>, timeZone: string): ChartCategory[] {
  const labelOf = timeLabeler(step, timeZone)
  const partial = new Set(partialTimes)
  return times.map((time) => {
    const { full, short } = labelOf(time)
    return { label: full, tick: short, partial: partial.has(time) }
  })
}
