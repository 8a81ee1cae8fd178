import { hourOf } from './calendar.ts'

/** Folders of the hour that a log object was written in, and the object's name below them. */
const HOUR = /\/(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/[^/]+$/

/** The UTC hour that a log object was written in, as its key tells; null where it does not. */
export function hourOfObject(key: string): number | null {
  const [, year, month, day, hour] = HOUR.exec(key) ?? []
  if (year === undefined) return null
  const instantMs = Date.parse(`${year}-${month}-${day}T${hour}:00:00Z`)
  return Number.isNaN(instantMs) ? null : hourOf(instantMs)
}

/** Folders of the source's log objects of a day: `AWSLogs/<account>/BedrockModelInvocationLogs/<region>/2026/07/18`. */
export function dayFolder({ accountId, region }: { accountId: string; region: string }, day: string): string {
  return `AWSLogs/${accountId}/BedrockModelInvocationLogs/${region}/${day.replaceAll('-', '/')}`
}
