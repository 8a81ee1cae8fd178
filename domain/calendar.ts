import type { Period } from './bucket.ts'
import type { HourRange } from './ports.ts'

/** UTC hours are counted from 1970-01-01T00:00Z; days and months go by their ids, `2026-07-18` and `2026-07`. */
export const MS_PER_HOUR = 3_600_000

/** The hour that the instant lies in. */
export function hourOf(instantMs: number): number {
  return Math.floor(instantMs / MS_PER_HOUR)
}

/** The first hour that starts at the instant or after it. */
export function hourFrom(instantMs: number): number {
  return Math.ceil(instantMs / MS_PER_HOUR)
}

/** `2026-07-18T05`. Ids sort as their hours do; a RangeError outside the years 0 to 9999, where they would not. */
export function hourId(hour: number): string {
  const iso = new Date(hour * MS_PER_HOUR).toISOString()
  if (iso.length !== '2026-07-18T05:00:00.000Z'.length) throw new RangeError(`${iso} lies outside the years 0 to 9999`)
  return iso.slice(0, ID_LENGTH.hour)
}

/** Throws a RangeError for anything but an hour id. */
export function parseHourId(id: string): number {
  return hourOf(parsePeriodStart(id, ':00:00.000Z', 13))
}

/** Id of the hour, day or month that the hour lies in. */
export function periodId(period: Period, hour: number): string {
  return hourId(hour).slice(0, ID_LENGTH[period])
}

const ID_LENGTH = { hour: 13, day: 10, month: 7 } as const

/** The hours of an hour, day or month; throws a RangeError for an id that is not one of the period. */
export function periodHours(period: Period, id: string): HourRange {
  switch (period) {
    case 'hour': {
      const hour = parseHourId(id)
      return { from: hour, to: hour + 1 }
    }
    case 'day': {
      const hour = firstHourOfDay(id)
      return { from: hour, to: hour + 24 }
    }
    case 'month':
      return { from: firstHourOfMonth(id), to: firstHourOfMonth(nextMonth(id)) }
  }
}

/** True for the id of a day, and of one that there is. */
export function isDay(id: string): boolean {
  try {
    firstHourOfDay(id)
    return true
  } catch {
    return false
  }
}

export function nextDay(day: string): string {
  return periodId('day', firstHourOfDay(day) + 24)
}

export function nextMonth(month: string): string {
  // 31 days after its first day it is the month after, whichever month it was.
  return periodId('month', firstHourOfMonth(month) + 31 * 24)
}

export function previousMonth(month: string): string {
  return periodId('month', firstHourOfMonth(month) - 1)
}

export function daysOfMonth(month: string): string[] {
  const { from, to } = periodHours('month', month)
  return Array.from({ length: (to - from) / 24 }, (_, index) => periodId('day', from + index * 24))
}

function firstHourOfDay(day: string): number {
  return hourOf(parsePeriodStart(day, 'T00:00:00.000Z', ID_LENGTH.day))
}

function firstHourOfMonth(month: string): number {
  return hourOf(parsePeriodStart(month, '-01T00:00:00.000Z', ID_LENGTH.month))
}

// Date.parse takes 2026-02-30 for the 2nd of March; what does not come back as it went in is no date.
function parsePeriodStart(id: string, rest: string, length: number): number {
  const instantMs = Date.parse(id + rest)
  if (Number.isNaN(instantMs) || new Date(instantMs).toISOString().slice(0, length) !== id) {
    throw new RangeError(`not a date of the form ${'2026-07-18T05'.slice(0, length)}: "${id}"`)
  }
  return instantMs
}
