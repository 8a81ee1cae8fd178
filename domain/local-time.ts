const MS_PER_DAY = 86_400_000
const MS_PER_MINUTE = 60_000

/** Wall clock of a time zone: `2026-07-18T05:30` of an instant. Throws a RangeError for an unknown zone. */
export function wallClock(zoneName: string): (instantMs: number) => string {
  if (zoneName === 'UTC') return (instantMs) => new Date(instantMs).toISOString().slice(0, 16)
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zoneName, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  })
  return (instantMs) => {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
    for (const { type, value } of format.formatToParts(instantMs)) parts[type] = value
    const { year = '', month = '', day = '', hour = '', minute = '' } = parts
    return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}`
  }
}

/** An instant to the second with the offset of a time zone: `2026-07-18T11:00:30+05:30`, and `Z` for UTC. */
export function isoInZone(instantMs: number, zoneName: string): string {
  const seconds = new Date(instantMs).toISOString().slice(16, 19)
  if (zoneName === 'UTC') return `${new Date(instantMs).toISOString().slice(0, 19)}Z`
  const local = wallClock(zoneName)(instantMs)
  const offset = (Date.parse(`${local}Z`) - Math.floor(instantMs / MS_PER_MINUTE) * MS_PER_MINUTE) / MS_PER_MINUTE
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0')
  return `${local}${seconds}${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}

/**
 * The instant at which a zone's clock shows `2026-07-18T05:30`, null for what is no such text. Of an hour that comes
 * twice, the first one; of one that is left out when the clock goes forward, as if the clock had not changed.
 */
export function instantOfWallClock(text: string, zoneName: string): number | null {
  const asUtcMs = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}Z`) : NaN
  if (Number.isNaN(asUtcMs) || new Date(asUtcMs).toISOString().slice(0, 16) !== text) return null
  const clock = wallClock(zoneName)
  const offsetMs = (instantMs: number) => Date.parse(`${clock(instantMs)}Z`) - instantMs
  const before = asUtcMs - offsetMs(asUtcMs - MS_PER_DAY)
  const after = asUtcMs - offsetMs(asUtcMs + MS_PER_DAY)
  const shown = [before, after].filter((instantMs) => clock(instantMs) === text)
  return shown.length > 0 ? Math.min(...shown) : before
}
