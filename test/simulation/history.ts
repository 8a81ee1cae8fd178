import fc from 'fast-check'
import { hourOf, MS_PER_HOUR, parseHourId } from '../../domain/calendar.ts'
import type { Source } from '../../domain/source.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

/** Calls happen in twelve days across the end of a month; their log files come up to ten days later. */
export const FIRST_HOUR = parseHourId('2026-06-24T00')
export const HOURS = 12 * 24

export const SOURCES: readonly Source[] = [SOURCE_A, SOURCE_B, { ...SOURCE_A, region: SOURCE_B.region }]

/** A row of a call, and the hour in which the file that holds it is delivered. */
export interface Row {
  readonly event: UsageEvent
  readonly deliveredHour: number
}

/** A call, whose rows say the same or less than `event`: that is what must be counted, once. */
export interface Call {
  readonly event: UsageEvent
  readonly rows: readonly Row[]
}

/** A process that dies has done this many writes, and may have done the next one without learning of it. */
export interface Death {
  readonly writesLeft: number
  readonly after: boolean
}

interface Run {
  /** How far its clock is ahead. */
  readonly skewHours: number
  readonly death: Death | null
}

export type Process =
  | { readonly kind: 'parse'; readonly reversed: boolean; readonly rowsLeft: number | null }
  | { readonly kind: 'redrive' }
  | Run & { readonly kind: 'compute'; readonly lookBackHours: number; readonly hoursPerQuery: number }
  | Run & { readonly kind: 'rollUp'; readonly lookBackDays: number }
  | Run & { readonly kind: 'reprice'; readonly sourcesOnly: number | null }
  | { readonly kind: 'price'; readonly key: string; readonly hour: number; readonly offsetMs: number; readonly price: string }
  | { readonly kind: 'void'; readonly index: number }
  | { readonly kind: 'show' }

/** The process to have the next turns, counted among those that wait for one, and how many. */
export interface Burst {
  readonly who: number
  readonly turns: number
}

/** What goes on at the same time. */
export interface Step {
  readonly advanceHours: number
  /** Whether all that is announced is parsed first, without a fault. */
  readonly parsesBefore: boolean
  readonly processes: readonly Process[]
  readonly bursts: readonly Burst[]
}

export interface History {
  /** When the first step is. */
  readonly startHour: number
  readonly calls: readonly Call[]
  /** What becomes of the announcement of each file. */
  readonly fates: readonly ('once' | 'twice' | 'lost')[]
  readonly steps: readonly Step[]
  /** Long after the last step, or so soon that its month is not over. */
  readonly endHours: number
}

/** What a call is like: plain, cached, long, of a model with another or without price, failed. */
const CONTENTS: readonly Partial<UsageEvent>[] = [
  { tags: '{"job":"1","team":"ads"}' },
  { cache_read_tokens: 5000, cache_write_5m_tokens: 100, cache_write_1h_tokens: 50, cache_write_total_tokens: 150 },
  { input_tokens: 200_001, output_tokens: 7, caller: 'bob', latency_ms: null },
  { model_id: 'amazon.nova-pro-v1:0', model_scope: 'in-region', latency_ms: 0, service_tier: 'default' },
  { model_id: 'nobody.knows-v1:0', tags: '{"job":"2"}' },
  { error_code: 'ThrottlingException', input_tokens: null, output_tokens: null, latency_ms: null },
]

/** The first row of a call that has another one: without counts, failed, or with fewer. */
const EARLY: readonly Partial<UsageEvent>[] = [
  {
    input_tokens: null, output_tokens: null, cache_read_tokens: null, cache_write_5m_tokens: null, cache_write_1h_tokens: null,
    cache_write_total_tokens: null,
  },
  { error_code: 'InternalServerException', input_tokens: 1, output_tokens: null },
  { output_tokens: 0, caller: 'unknown' },
]

const offsetMs = fc.constantFrom(0, 1, 1_200_000, 1_800_000, MS_PER_HOUR - 1)
const delayHours = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.constantFrom(1, 2, 5) }, fc.constantFrom(36, 240),
)

/** Most things happen around an hour, so that they meet: any, or the last one of a month. */
const focusHour = fc.oneof(fc.constant(7 * 24 - 1), fc.integer({ min: 2, max: 9 * 24 }))
const nearFocus = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -1, max: 1 }) }, fc.integer({ min: -2, max: 4 }), fc.integer({ min: 5, max: 70 }),
)

const arbitraryCall = fc.record({
  source: fc.oneof(fc.constant(0), fc.nat(SOURCES.length - 1)),
  hour: nearFocus,
  offsetMs,
  content: fc.nat(CONTENTS.length - 1),
  delayHours,
  copies: fc.array(delayHours, { maxLength: 1 }),
  early: fc.option(fc.record({
    kind: fc.nat(EARLY.length - 1), beforeMs: fc.constantFrom(1, 1_800_000, MS_PER_HOUR), delayHours,
  }), { freq: 2 }),
})

type DrawnCall = typeof arbitraryCall extends fc.Arbitrary<infer T> ? T : never

function callOf(drawn: DrawnCall, index: number, focus: number): Call {
  const { accountId, region } = SOURCES[drawn.source] ?? SOURCE_A
  const tsMs = (FIRST_HOUR + focus + drawn.hour) * MS_PER_HOUR + drawn.offsetMs
  const event = usageEventOf({
    ...CONTENTS[drawn.content], account_id: accountId, region, request_id: `r${index}`, ts: new Date(tsMs).toISOString(),
  })
  const row = (event: UsageEvent, delay: number): Row => {
    return { event, deliveredHour: hourOf(Date.parse(event.ts)) + 1 + delay }
  }
  const rows = [drawn.delayHours, ...drawn.copies].map((delay) => row(event, delay))
  // A failed call has no counts that would tell its rows apart.
  if (drawn.early === null || event.error_code !== null) return { event, rows }
  const early = { ...event, ...EARLY[drawn.early.kind], ts: new Date(tsMs - drawn.early.beforeMs).toISOString() }
  return { event, rows: [...rows, row(early, drawn.early.delayHours)] }
}

const death = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fc.record({ writesLeft: fc.nat(8), after: fc.boolean() }) },
)
const skewHours = fc.constantFrom(0, 0, 0, 1, -1)

const lookBackHours = fc.oneof(fc.nat(4), fc.constant(48), fc.constantFrom(48, 840))

const parse = fc.record({ kind: fc.constant('parse' as const), reversed: fc.boolean(), rowsLeft: fc.option(fc.nat(4), { freq: 2 }) })
const compute = fc.record({
  kind: fc.constant('compute' as const), lookBackHours, hoursPerQuery: fc.constantFrom(1, 2, 24), skewHours, death,
})
const rollUp = fc.record({ kind: fc.constant('rollUp' as const), lookBackDays: fc.constantFrom(1, 3, 40), skewHours, death })
const reprice = fc.record({
  kind: fc.constant('reprice' as const), sourcesOnly: fc.option(fc.integer({ min: 1, max: 2 })), skewHours, death,
})
const price = fc.record({
  kind: fc.constant('price' as const),
  key: fc.constantFrom('us.anthropic.claude-sonnet-4-6', 'amazon.nova-pro-v1:0'),
  hour: nearFocus,
  offsetMs,
  price: fc.constantFrom('0.000001', '0.0000015'),
})

const show = fc.constant({ kind: 'show' as const })

const process: fc.Arbitrary<Process> = fc.oneof(
  { weight: 3, arbitrary: parse },
  { weight: 5, arbitrary: compute },
  { weight: 3, arbitrary: rollUp },
  { weight: 2, arbitrary: price },
  { weight: 2, arbitrary: reprice },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const), index: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'redrive' as const }) },
  { weight: 2, arbitrary: show },
)

const step: fc.Arbitrary<Step> = fc.record({
  // Nothing for days counts as steps that the scheduler skipped.
  advanceHours: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(0, 1, 1, 2, 6, 23) }, fc.nat(100)),
  parsesBefore: fc.boolean(),
  processes: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(process) },
    { weight: 2, arbitrary: fc.tuple(compute, parse, compute) },
    { weight: 1, arbitrary: fc.tuple(compute, parse, rollUp, compute) },
    { weight: 1, arbitrary: fc.tuple(compute, show, rollUp) },
    { weight: 2, arbitrary: fc.tuple(price, reprice, compute) },
    { weight: 2, arbitrary: fc.array(process, { minLength: 2, maxLength: 4 }) },
  ),
  bursts: fc.array(fc.record({ who: fc.nat(3), turns: fc.integer({ min: 1, max: 12 }) }), { minLength: 1, maxLength: 8 }),
})

const fate = fc.constantFrom<History['fates'][number]>('once', 'once', 'once', 'twice', 'lost')

export const arbitraryHistory: fc.Arbitrary<History> = fc.record({
  focus: focusHour,
  calls: fc.array(arbitraryCall, { minLength: 1, maxLength: 5 }),
  fates: fc.array(fate, { minLength: 1, maxLength: 4 }),
  steps: fc.array(step, { minLength: 2, maxLength: 10, size: '+1' }),
  endHours: fc.constantFrom(250, 250, 250 + 31 * 24),
}).map(({ focus, calls, steps, ...rest }) => ({
  ...rest,
  startHour: FIRST_HOUR + focus,
  calls: calls.map((drawn, index) => callOf(drawn, index, focus)),
  steps: steps.map((step) => ({ ...step, processes: step.processes.map((process) => atFocus(process, focus)) })),
}))

function atFocus(process: Process, focus: number): Process {
  return process.kind === 'price' ? { ...process, hour: FIRST_HOUR + focus + process.hour } : process
}
