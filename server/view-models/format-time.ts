const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `23 Nov 2026, 20:35 UTC` */
export function formatInstant(iso: string): string {
  const date = new Date(iso)
  return `${formatDay(date.toISOString().slice(0, 10))}, ${date.toISOString().slice(11, 16)} UTC`
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
