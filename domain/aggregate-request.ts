import { z } from 'zod'
import { isScheduled, parseEvent } from './invocation-event.ts'

export interface LookBackLimits {
  /** What is not asked for otherwise. */
  readonly days: number
  /** Days without their hours must not be rolled up anew. */
  readonly hoursKeptDays: number
}

/**
 * Days before today that aggregate-stats is asked to look at: `{}`, what a schedule sends by itself, or
 * `{"lookBackDays": 300}`. Throws an error that says what is wrong.
 */
export function readLookBackDays(event: unknown, { days, hoursKeptDays }: LookBackLimits): number {
  const max = hoursKeptDays - 1
  const schema = z.strictObject({ lookBackDays: z.number().int().min(1).max(max).optional() })
  return (isScheduled(event) ? undefined : parseEvent(schema, event).lookBackDays) ?? Math.min(days, max)
}
