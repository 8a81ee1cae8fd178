import { MS_PER_HOUR, parseHourId } from '../../domain/calendar.ts'
import { wallClock } from '../../domain/local-time.ts'
import { formatDay, formatDayOfYear, formatMonth, zoneAbbreviation } from './format-time.ts'

export type TimeStep = 'hour' | 'day' | 'month'

/** How a time reads in a table, and shorter under a chart. */
export interface TimeLabel {
  readonly full: string
  readonly short: string
}

/** Label of one hour, day or month in a time zone: see timeLabeler. */
export function timeLabel(id: string, step: TimeStep, zoneName = 'UTC'): TimeLabel {
  return timeLabeler(step, zoneName)(id)
}

/**
 * Labels of hours (by their UTC ids), days or months of a time zone. No two hours read the same: one that comes twice, when
 * the clock goes back, says which of the two it is.
 */
export function timeLabeler(step: TimeStep, zoneName = 'UTC'): (id: string) => TimeLabel {
  switch (step) {
    case 'hour':
      return hourLabeler(zoneName)
    case 'day':
      return (day) => ({ full: formatDay(day), short: formatDayOfYear(day) })
    case 'month':
      return (month) => ({ full: formatMonth(month), short: formatMonth(month) })
  }
}

function hourLabeler(zoneName: string): (id: string) => TimeLabel {
  const clock = wallClock(zoneName)
  return (id) => {
    const ms = parseHourId(id) * MS_PER_HOUR
    const local = clock(ms)
    const isTwice = clock(ms - MS_PER_HOUR) === local || clock(ms + MS_PER_HOUR) === local
    const time = local.slice('2026-07-18T'.length)
    const day = formatDayOfYear(local)
    const which = isTwice ? ` ${zoneAbbreviation(new Date(ms).toISOString(), zoneName)}` : ''
    return { full: `${day}, ${time}${which}`, short: time.startsWith('00:') ? day : `${time}${which}` }
  }
}

const STEPS = { hour: 'Hour', day: 'Day', month: 'Month' } as const

/** Heading of a column of such labels: `Day (UTC)`, `Hour (America/New_York)`. */
export function timeColumn(step: TimeStep, zoneName: string): string {
  return `${STEPS[step]} (${zoneName})`
}
