import { z } from 'zod'
import { isDay, periodId } from './calendar.ts'
import { isScheduled, parseEvent } from './invocation-event.ts'

export interface ExportRange {
  /** UTC days, both included; null for all that there are. */
  readonly fromDay: string
  readonly toDay: string | null
}

const day = z.string('wants a day such as 2026-07-18').refine(isDay, 'wants a day such as 2026-07-18')
const RANGE = z.strictObject({ from: day.optional(), to: day.optional() })
  .refine(({ from, to }) => to === undefined || from !== undefined, 'wants from where there is to')
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, 'wants from not to be after to')

/**
 * Days that export-usage is asked for: `{}`, what a schedule sends, for those that it looks back over; however old they are,
 * `{"from": "2026-01-01"}` or `{"from": "2026-01-01", "to": "2026-03-31"}`. Throws an error that says what is wrong.
 */
export function readExportRequest(event: unknown, { nowHour, lookBackDays }: { nowHour: number; lookBackDays: number }): ExportRange {
  const { from, to } = isScheduled(event) ? {} : parseEvent(RANGE, event)
  return { fromDay: from ?? periodId('day', nowHour - lookBackDays * 24), toDay: to ?? null }
}
