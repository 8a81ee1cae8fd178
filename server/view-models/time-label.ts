import { formatDay, formatDayOfYear, formatMonth } from './format-time.ts'

export type TimeStep = 'hour' | 'day' | 'month'

/** How an hour, day or month reads in a table, and shorter under a chart. */
export function timeLabel(id: string, step: TimeStep): { full: string; short: string } {
  switch (step) {
    case 'hour': {
      const hour = `${id.slice(11, 13)}:00`
      return { full: `${formatDayOfYear(id)}, ${hour}`, short: hour === '00:00' ? formatDayOfYear(id) : hour }
    }
    case 'day':
      return { full: formatDay(id), short: formatDayOfYear(id) }
    case 'month':
      return { full: formatMonth(id), short: formatMonth(id) }
  }
}
