import { z } from 'zod'
import { hourFrom, hourOf, MS_PER_HOUR } from './calendar.ts'
import { instantMs } from './instant.ts'
import { isScheduled, parseEvent } from './invocation-event.ts'
import type { HourRange } from './ports.ts'

/** What compute-cost is asked to do: a regular run, or to go through hours that lie further back than those look. */
export type ComputeRequest =
  | { readonly kind: 'run'; readonly lookBackHours: number | null }
  | { readonly kind: RangeKind; readonly from: number | null; readonly to: number | null }

/** recompute: also hours where nothing seems to have changed, since rows were replaced by as many others. */
export type RangeKind = 'backfill' | 'reprice' | 'recompute'

const instant = z.string().refine((text) => instantMs(text) !== null, 'wants an instant such as 2026-07-18T00:00:00Z')
const whole = z.number().int().min(1)

const run = z.strictObject({ lookBackHours: whole.optional() })
const backfill = z.strictObject({ from: instant, to: instant })
const openRange = z.strictObject({ from: instant.optional(), to: instant.optional() })
const wholeRange = { reprice: z.strictObject({ reprice: openRange }), recompute: z.strictObject({ recompute: openRange }) }

/**
 * `{}` and what a schedule sends by itself: a regular run; `{"lookBackHours": 840}`: one that looks further back.
 * `{"from": "<instant>", "to": "<instant>"}`: every hour in between. `{"reprice": {}}`: every hour that is kept, or those from
 * and to an instant. `{"recompute": {}}`: the same, whether or not an hour seems to need it. Throws an error that says what is wrong.
 */
export function readComputeRequest(event: unknown): ComputeRequest {
  if (isScheduled(event)) return { kind: 'run', lookBackHours: null }
  if (has(event, 'reprice')) {
    const { from, to } = parseEvent(wholeRange.reprice, event).reprice
    return range('reprice', from, to)
  }
  if (has(event, 'recompute')) {
    const { from, to } = parseEvent(wholeRange.recompute, event).recompute
    return range('recompute', from, to)
  }
  if (has(event, 'from') || has(event, 'to')) {
    const { from, to } = parseEvent(backfill, event)
    return range('backfill', from, to)
  }
  return { kind: 'run', lookBackHours: parseEvent(run, event).lookBackHours ?? null }
}

function range(kind: RangeKind, from: string | undefined, to: string | undefined): ComputeRequest {
  const fromMs = from === undefined ? null : instantMs(from)
  const toMs = to === undefined ? null : instantMs(to)
  if (fromMs !== null && toMs !== null && fromMs >= toMs) throw new Error('the event is not usable: from: wants an instant before that of "to"')
  return { kind, from: fromMs === null ? null : hourOf(fromMs), to: toMs === null ? null : hourFrom(toMs) }
}

/** The event that asks for what is left of a request. */
export function eventOfRest(kind: RangeKind, rest: HourRange): object {
  const [from, to] = [rest.from, rest.to].map((hour) => new Date(hour * MS_PER_HOUR).toISOString())
  return kind === 'backfill' ? { from, to } : { [kind]: { from, to } }
}

function has(event: unknown, name: string): boolean {
  return typeof event === 'object' && event !== null && Object.hasOwn(event, name)
}
