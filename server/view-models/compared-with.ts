import { MS_PER_HOUR } from '../../domain/calendar.ts'
import type { HourRange } from '../../domain/ports.ts'
import type { ComparedRanges } from '../../domain/previous-range.ts'
import { formatInstant, formatWallClock } from './format-time.ts'

/** What changes are against, and what is left out so that like is compared with like. */
export function comparedWith({ current, previous }: ComparedRanges, shown: HourRange, zoneName: string): string {
  const against = `Against ${formatWallClock(isoOf(previous.from), zoneName)} – ${formatInstant(isoOf(previous.to), zoneName)}`
  return current.to < shown.to ? `${against}, sums up to ${formatInstant(isoOf(current.to), zoneName)}` : against
}

function isoOf(hour: number): string {
  return new Date(hour * MS_PER_HOUR).toISOString()
}
