const HOUR = /^(20\d{2}-\d{2}-\d{2})(?:T(\d{2})(?::00(?::00(?:\.0{1,9})?)?)?Z?)?$/

/** `2026-07-18T05:00:00Z` for a UTC day (`2026-07-18`) or full hour (`2026-07-18T05`, `…T05:00`, `…T05:00:00Z`); null for anything else. */
export function fullHour(text: string): string | null {
  const [, day = '', hour = '00'] = HOUR.exec(text) ?? []
  const instant = `${day}T${hour}:00:00Z`
  const ms = Date.parse(instant)
  // Date.parse takes 2026-02-30 for the 2nd of March; what does not come back as it went in is no date.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(`${day}T${hour}:`) ? instant : null
}
