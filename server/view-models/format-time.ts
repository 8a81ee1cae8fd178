import { wallClock } from '../../domain/local-time.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `23 Nov 2026, 20:35 UTC`; in another zone `23 Nov 2026, 15:35 EST` or `24 Nov 2026, 02:05 GMT+5:30`. */
export function formatInstant(iso: string, zoneName = 'UTC'): string {
  return `${formatWallClock(iso, zoneName)} ${zoneAbbreviation(iso, zoneName)}`
}

/** The same without the zone. */
export function formatWallClock(iso: string, zoneName = 'UTC'): string {
  const local = wallClock(zoneName)(Date.parse(iso))
  return `${formatDay(local.slice(0, 10))}, ${local.slice(11)}`
}

/** `EST`, `GMT+5:30`: what a zone calls itself at an instant. */
export function zoneAbbreviation(iso: string, zoneName: string): string {
  if (zoneName === 'UTC') return 'UTC'
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zoneName, timeZoneName: 'short' }).formatToParts(Date.parse(iso))
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zoneName
}

/** `23 Nov 2026` of `2026-11-23` */
export function formatDay(day: string): string {
  return `${formatDayOfYear(day)} ${day.slice(0, 4)}`
}

/** `23 Nov` of `2026-11-23` */
export function formatDayOfYear(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`
}

/** `Nov 2026` of `2026-11` */
export function formatMonth(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`
}
