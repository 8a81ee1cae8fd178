import { instantMs } from '../instant.ts'

/** Bedrock was opened to the public in 2023; whatever claims to be older comes from a clock that is wrong. */
const FIRST_INSTANT = Date.UTC(2023, 0)

/**
 * Milliseconds since 1970 of an ISO 8601 instant with a zone. Null for anything else: local times, days that the calendar
 * does not have, and times before Bedrock.
 */
export function parseTimestamp(text: string): number | null {
  const ms = instantMs(text)
  return ms === null || ms < FIRST_INSTANT || !isCalendarDay(text.slice(0, 10)) ? null : ms
}

/** Date.parse takes February 30th for March 2nd. */
function isCalendarDay(day: string): boolean {
  if (day.slice(8) <= '28') return true
  const midnight = Date.parse(`${day}T00:00Z`)
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day)
}
