import { z } from 'zod'

/** The event of an invocation, as its schema has it. Throws an error that names every place in it that is wrong. */
export function parseEvent<T>(schema: z.ZodType<T>, event: unknown): T {
  const result = schema.safeParse(event)
  if (result.success) return result.data
  const issues = result.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new Error(`the event is not usable: ${issues.join(', ')}`)
}

const scheduled = z.looseObject({ 'detail-type': z.literal('Scheduled Event') })

/** True for what a schedule sends that has no input of its own. */
export function isScheduled(event: unknown): boolean {
  return scheduled.safeParse(event).success
}
