import fc from 'fast-check'
import assert from 'node:assert/strict'
import type { Test } from 'tap'
import type { Grant } from '../../../domain/access.ts'
import { ALL_INVOCATIONS, ANY_ERROR, type InvocationQuery, type Invocations } from '../../../domain/invocation-ports.ts'
import type { EventSink } from '../../../domain/ports.ts'
import type { UsageEvent } from '../../../domain/usage-event.ts'
import { ALL_USAGE } from '../../../domain/usage-filter.ts'
import { arbitraryEvents, FIRST_HOUR, HOURS } from '../../fixtures/arbitrary-events.ts'
import { callsOf, positionOf } from '../../fixtures/memory-invocations.ts'
import { usageEventOf } from '../../fixtures/usage-event.ts'

export interface EventTable {
  readonly sink: EventSink
  readonly invocations: Invocations
  readonly clear: () => Promise<void>
}

const EVERYTHING: Grant[] = [{ accounts: 'all', callers: 'all' }]
const WHOLE: InvocationQuery = {
  range: { from: FIRST_HOUR - 1, to: FIRST_HOUR + HOURS + 2 }, filter: ALL_USAGE, narrowing: ALL_INVOCATIONS, grants: EVERYTHING,
  after: null, limit: 100,
}

const values = (...of: string[]) => fc.record({
  include: fc.subarray(of), exclude: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(of)),
})
const filter = fc.record({
  accounts: values('111122223333', '222233334444'), regions: values('us-east-1'), models: values('amazon.nova-pro-v1:0', "o'hara.model"),
  callers: values('alice', 'ünï'),
  tags: fc.constantFrom(
    {}, { team: { include: ['search', ''], exclude: [] } }, { team: { include: [], exclude: ['a, b=1'] } },
  ),
})
const narrowing = fc.record({
  scope: fc.constantFrom(null, null, 'us'), tier: fc.constantFrom(null, null, 'standard', 'flex'), kind: fc.constantFrom(null, null, 'role'),
  error: fc.constantFrom(null, null, ANY_ERROR, 'ThrottlingException'), requestId: fc.constantFrom(null, null, null, 'r1'),
  minLatencyMs: fc.constantFrom(null, null, 100), minTokens: fc.constantFrom(null, null, 4000),
})
const grants = fc.oneof(fc.constant(EVERYTHING), fc.array(fc.record({
  accounts: fc.constantFrom('all' as const, ['111122223333'], ['222233334444'], []),
  callers: fc.constantFrom('all' as const, ['a*'], ['*b', 'ün*'], ['b?b', '*%'], []),
}), { maxLength: 2 }))
const range = fc.tuple(fc.nat(HOURS), fc.nat(HOURS)).map(([a, b]) => {
  return { from: FIRST_HOUR + Math.min(a, b), to: FIRST_HOUR + Math.max(a, b) + 1 }
})
const query = fc.record({ range, filter, narrowing, grants, limit: fc.integer({ min: 1, max: 6 }) })

/** What reading single calls has to do, compared with plain loops over the same rows. */
export function invocationsSpec(t: Test, open: (t: Test) => Promise<EventTable>, numRuns = 60): void {
  t.test('page after page, the calls of a query come once each and in order, whatever the rows', async (t) => {
    const { sink, invocations, clear } = await open(t)
    await fc.assert(fc.asyncProperty(arbitraryEvents(14), query, async (events, asked) => {
      await clear()
      await sink.append(events)
      const expected = callsOf(events, { ...asked, after: null })
      assert.deepEqual((await readAll(invocations, { ...asked, after: null })).map(positionOf), expected.map(positionOf))
    }), { numRuns })
  })

  t.test('a call is given with all that is kept of it', async (t) => {
    const { sink, invocations } = await open(t)
    const events = [
      usageEventOf({ ts: '2026-07-18T22:12:13.456Z', tags: '{"team":"a"}', cache_read_tokens: 3, error_code: 'X', caller: "o'hara\n\"x\"" }),
      usageEventOf({ request_id: 'r2', ts: '2026-07-18T22:12:13.455Z', input_tokens: null, latency_ms: null, identity_arn: null, stop_reason: null }),
    ]
    await sink.append(events)
    t.strictSame((await invocations.read(WHOLE)).calls, events)
  })

  t.test('texts are data, whatever they hold', async (t) => {
    const { sink, invocations } = await open(t)
    const texts = ["'; DROP TABLE usage_events; --", "' OR 1 = 1 --", '?', '%', '_', '!', '\\', '𝔘𝔫𝔦 \u2028', "''"]
    await sink.append(texts.map((caller, index) => usageEventOf({ request_id: `r${index}`, ts: '2026-07-18T22:12:13.000Z', caller })))
    for (const [index, text] of texts.entries()) {
      const only = { ...WHOLE, filter: { ...ALL_USAGE, callers: { include: [text], exclude: [] } } }
      t.strictSame((await invocations.read(only)).calls.map(({ caller }) => caller), [text], `text ${index}`)
      const granted = { ...WHOLE, grants: [{ accounts: 'all' as const, callers: [`${text.replaceAll('\\', '\\\\')}*`] }] }
      const expected = texts.filter((other) => other.startsWith(text)).sort()
      t.strictSame((await invocations.read(granted)).calls.map(({ caller }) => caller).sort(), expected, `pattern ${index}`)
    }
  })

  t.test('a tag is told from texts that look like it', async (t) => {
    const { sink, invocations } = await open(t)
    const tags = [{ team: 'a' }, { team: 'b' }, { steam: 'a' }, { note: '{"team":"a"' }, { note: ',"team":"a"' }, { 'x"team': 'a' }, { note: 'x', team: 'a' }, { team: 'a"' }]
    await sink.append(tags.map((one, index) => usageEventOf({ request_id: `r${index}`, ts: '2026-07-18T22:12:13.000Z', tags: JSON.stringify(one) })))
    const read = async (include: string[], exclude: string[]) => {
      const { calls } = await invocations.read({ ...WHOLE, filter: { ...ALL_USAGE, tags: { team: { include, exclude } } } })
      return calls.map(({ request_id: id }) => id).sort()
    }
    t.strictSame(await read(['a'], []), ['r0', 'r6'])
    t.strictSame(await read([''], []), ['r2', 'r3', 'r4', 'r5'])
    t.strictSame(await read([], ['a', '']), ['r1', 'r7'])
  })
}

async function readAll(invocations: Invocations, query: InvocationQuery): Promise<UsageEvent[]> {
  const calls: UsageEvent[] = []
  let { after } = query
  for (;;) {
    const page = await invocations.read({ ...query, after })
    assert.ok(page.calls.length <= query.limit)
    calls.push(...page.calls)
    if (page.next === null) return calls
    after = page.next
  }
}
