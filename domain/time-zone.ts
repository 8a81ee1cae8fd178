import { hourFrom, MS_PER_HOUR, nextDay, nextMonth, periodHours } from './calendar.ts'
import type { HourRange } from './ports.ts'

/** Hours that make up a day or a month of a time zone. */
export interface ZonedHours extends HourRange {
  /** True if a day edge of the zone lies inside a UTC hour (India, Nepal): that hour counts where its start lies. */
  readonly cutsHours: boolean
}

export interface TimeZone {
  readonly name: string
  /** Local day of an instant. */
  readonly dayOf: (instantMs: number) => string
  /** Local day of the start of a UTC hour, e.g. `2026-07-18`. */
  readonly dayOfHour: (hour: number) => string
  readonly monthOfHour: (hour: number) => string
  /** The UTC hours that start on the local day: 24, or 23 and 25 where the clock changes. No hour is in two days or in none. */
  readonly dayHours: (day: string) => ZonedHours
  readonly monthHours: (month: string) => ZonedHours
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Throws a RangeError for a name that is not in the IANA database. Remembers days of hours: keep it where many are asked. */
export function timeZone(name: string): TimeZone {
  const localDay = localDayIn(name)
  const days = new Map<number, string>()

  function dayOfHour(hour: number): string {
    const known = days.get(hour)
    if (known !== undefined) return known
    const day = localDay(hour * MS_PER_HOUR)
    days.set(hour, day)
    return day
  }

  function zonedHours(firstDay: string, endDay: string): ZonedHours {
    const fromMs = firstInstantOfDay(firstDay, localDay)
    const toMs = firstInstantOfDay(endDay, localDay)
    const cutsHours = fromMs % MS_PER_HOUR !== 0 || toMs % MS_PER_HOUR !== 0
    return { from: hourFrom(fromMs), to: hourFrom(toMs), cutsHours }
  }

  return {
    name,
    dayOf: localDay,
    dayOfHour,
    monthOfHour: (hour) => dayOfHour(hour).slice(0, 7),
    dayHours: (day) => zonedHours(day, nextDay(day)),
    monthHours: (month) => zonedHours(`${month}-01`, `${nextMonth(month)}-01`),
  }
}

function localDayIn(name: string): (instantMs: number) => string {
  if (name === 'UTC') return (instantMs) => new Date(instantMs).toISOString().slice(0, 10)
  const format = new Intl.DateTimeFormat('en', {
    timeZone: name, calendar: 'iso8601', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit',
  })
  return (instantMs) => {
    const parts = { year: '', month: '', day: '' }
    for (const { type, value } of format.formatToParts(instantMs)) {
      if (type === 'year' || type === 'month' || type === 'day') parts[type] = value
    }
    return `${parts.year.padStart(4, '0')}-${parts.month.padStart(2, '0')}-${parts.day.padStart(2, '0')}`
  }
}

const MS_PER_MINUTE = 60_000
/** No zone is further than 15 hours from UTC. */
const MAX_OFFSET_MS = 15 * MS_PER_HOUR

/** To the minute: the clock may change at midnight, so that the day begins at 01:00. */
function firstInstantOfDay(day: string, localDay: (instantMs: number) => string): number {
  const utcMidnightMs = periodHours('day', day).from * MS_PER_HOUR
  let before = (utcMidnightMs - MAX_OFFSET_MS) / MS_PER_MINUTE
  let reached = (utcMidnightMs + MAX_OFFSET_MS) / MS_PER_MINUTE
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2)
    if (localDay(middle * MS_PER_MINUTE) >= day) reached = middle
    else before = middle
  }
  return reached * MS_PER_MINUTE
}
