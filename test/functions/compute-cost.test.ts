import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import type { Bucket } from '../../domain/bucket.ts'
import { MS_PER_HOUR, parseHourId } from '../../domain/calendar.ts'
import type { UsageStore } from '../../domain/ports.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { computeCost, type ComputeCostOptions } from '../../functions/compute-cost.ts'
import { FIRST_HOUR, arbitraryEvents } from '../fixtures/arbitrary-events.ts'
import { comparableBucket, expectedHours, storedBuckets } from '../fixtures/expected-buckets.ts'
import { Died, faulty } from '../fixtures/faulty.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageLake } from '../fixtures/memory-usage-lake.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

/** The second price takes effect inside an hour of the arbitrary events. */
const PRICES = [
  priceRecord('us.anthropic.claude-sonnet-4-6', '2026-07-01T00:00:00Z', CLAUDE_3_15),
  priceRecord('us.anthropic.claude-sonnet-4-6', '2026-07-18T23:20:00Z', { ...CLAUDE_3_15, output_cost_per_token: '0.00001' }),
  priceRecord('amazon.nova-pro-v1:0', '2026-07-01T00:00:00Z', inOut('0.0000008', '0.0000032')),
]
const CLOCK = () => new Date((FIRST_HOUR + 6) * MS_PER_HOUR)
const EVERYTHING: ComputeCostOptions = { lookBackHours: null, tagDimensions: ['team'] }
const WRITES = ['nextGeneration', 'writeBucket', 'intend', 'announce', 'noteSource', 'saveRun'] as const

async function open(events: readonly UsageEvent[] = [], records: readonly PriceRecord[] = PRICES) {
  const ports = { lake: memoryUsageLake(events), usage: memoryUsageStore(), prices: memoryPriceStore(), clock: CLOCK }
  await ports.prices.append(records)
  return ports
}

type Ports = Awaited<ReturnType<typeof open>>

async function expected({ lake, prices }: Ports): Promise<string[]> {
  const { version, records } = await prices.read()
  return expectedHours(lake.events, createPriceBook(records, { version }))
}

t.test('whatever the events, their batches and their order, the buckets are those of all events at once', async () => {
  const input = arbitraryEvents(14).chain((events) => {
    return fc.tuple(fc.constant(events), fc.array(fc.nat(events.length), { maxLength: 3 }), fc.integer({ min: 1, max: 5 }))
  })
  await fc.assert(fc.asyncProperty(input, async ([events, cuts, hoursPerQuery]) => {
    const ports = await open()
    const bounds = [0, ...cuts.sort((a, b) => a - b), events.length]
    for (const [index, from] of bounds.entries()) {
      ports.lake.events.push(...events.slice(from, bounds[index + 1] ?? events.length))
      await computeCost(ports, { ...EVERYTHING, hoursPerQuery })
    }
    assert.deepEqual(await storedBuckets(ports.usage), await expected(ports))
  }), { numRuns: 120 })
})

t.test('events that are delivered again, all of them, change counts of rows and nothing else', async () => {
  await fc.assert(fc.asyncProperty(arbitraryEvents(10), async (events) => {
    const ports = await open(events)
    await computeCost(ports, EVERYTHING)
    const once = await cells(ports.usage)
    ports.lake.events.push(...events)
    await computeCost(ports, EVERYTHING)
    assert.deepEqual(await cells(ports.usage), once)
    assert.deepEqual(await storedBuckets(ports.usage), await expected(ports))
  }), { numRuns: 40 })
})

t.test('a second run writes no bucket, nor anything but that it ran', async () => {
  await fc.assert(fc.asyncProperty(arbitraryEvents(10), async (events) => {
    const ports = await open(events)
    await computeCost(ports, EVERYTHING)
    const usage = faulty(ports.usage, ['nextGeneration', 'writeBucket', 'rewriteBucket', 'intend', 'noteSource'], { left: 0, after: false })
    assert.deepEqual((await computeCost({ ...ports, usage }, EVERYTHING)).bucketsWritten, 0)
    assert.deepEqual(await storedBuckets(ports.usage), await expected(ports))
  }), { numRuns: 40 })
})

t.test('after a run that died at any write, the next one ends where it would have, and whoever follows the feed as well', async () => {
  const input = arbitraryEvents(10).chain((events) => fc.record({
    events: fc.constant(events), known: fc.nat(events.length), left: fc.nat(25), after: fc.boolean(),
  }))
  await fc.assert(fc.asyncProperty(input, async ({ events, known, left, after }) => {
    const ports = await open(events.slice(0, known))
    await computeCost(ports, EVERYTHING)
    const follower = await follow(ports.usage)
    ports.lake.events.push(...events.slice(known))
    await computeCost({ ...ports, usage: faulty(ports.usage, WRITES, { left, after }) }, EVERYTHING).catch(onlyDied)
    await follower.catchUp()
    await computeCost(ports, EVERYTHING)
    assert.deepEqual(await storedBuckets(ports.usage), await expected(ports))
    await follower.catchUp()
    assert.deepEqual(follower.buckets(), await expected(ports))
  }), { numRuns: 120 })
})

t.test('after two runs at once, with events coming in between, one more ends at the buckets of all events', async () => {
  const input = arbitraryEvents(8).chain((events) => fc.tuple(fc.constant(events), fc.nat(events.length), fc.nat(events.length)))
  await fc.assert(fc.asyncProperty(fc.scheduler(), input, async (scheduler, [events, a, b]) => {
    const ports = await open(events.slice(0, Math.min(a, b)))
    await computeCost(ports, EVERYTHING)
    const slow = () => ({ ...ports, usage: scheduled(scheduler, ports.usage), lake: scheduledLake(scheduler, ports) })
    const deliver = async (from: number, to: number) => {
      await scheduler.schedule(Promise.resolve(), 'deliver')
      ports.lake.events.push(...events.slice(from, to))
    }
    const runs = [
      computeCost(slow(), EVERYTHING), deliver(Math.min(a, b), Math.max(a, b)),
      computeCost(slow(), EVERYTHING), deliver(Math.max(a, b), events.length),
    ]
    await scheduler.waitFor(Promise.all(runs))
    await computeCost(ports, EVERYTHING)
    assert.deepEqual(await storedBuckets(ports.usage), await expected(ports))
  }), { numRuns: 150 })
})

t.test('an hour is computed anew when its prices change, and only the book knows when that is', async (t) => {
  const ports = await open([usageEventOf({ input_tokens: 1000, output_tokens: 0 })])
  await computeCost(ports, EVERYTHING)
  t.equal(await inputCost(ports.usage), 3_000_000_000_000_000n)
  await ports.prices.replaceAll([priceRecord('us.anthropic.claude-sonnet-4-6', '2026-07-01T00:00:00Z', inOut('0.000001', '0.000002'))])
  t.equal((await computeCost(ports, EVERYTHING)).bucketsWritten, 1)
  t.equal(await inputCost(ports.usage), 1_000_000_000_000_000n)
})

t.test('an hour in which a price changes keeps the calls before and after apart', async (t) => {
  const ports = await open(['23:19:59.999', '23:20:00.000'].map((time, index) => {
    return usageEventOf({ request_id: `r${index}`, ts: `2026-07-18T${time}Z`, output_tokens: 1000 })
  }))
  await computeCost(ports, EVERYTHING)
  const [bucket] = await hours(ports.usage)
  t.strictSame(bucket?.cells.map(({ priceFromMs, cost }) => [priceFromMs, cost.output]), [
    [0, 15_000_000_000_000_000n], [20 * 60_000, 10_000_000_000_000_000n],
  ])
})

t.test('a record that arrives in the next hour, with the counts, moves the call there', async (t) => {
  const empty = usageEventOf({ ts: '2026-07-18T05:59:59.000Z', input_tokens: null, output_tokens: null })
  const ports = await open([empty])
  await computeCost(ports, EVERYTHING)
  t.strictSame((await hours(ports.usage)).map(({ start, cells }) => [start, cells.length]), [['2026-07-18T05', 1]])
  ports.lake.events.push(usageEventOf({ ts: '2026-07-18T06:00:01.000Z' }))
  t.equal((await computeCost(ports, EVERYTHING)).bucketsWritten, 2)
  t.strictSame((await hours(ports.usage)).map(({ start, cells }) => [start, cells.length]), [['2026-07-18T05', 0], ['2026-07-18T06', 1]])
  t.equal((await computeCost(ports, EVERYTHING)).bucketsWritten, 0)
})

t.test('wherever a run over many hours dies, a call that moved out of an hour that stays as it is gets moved', async () => {
  const at = (hour: number, overrides: Partial<UsageEvent>) => usageEventOf({ ts: `2026-07-18T${10 + hour}:30:00.000Z`, ...overrides })
  for (let known = 1; known < 8; known++) {
    for (let left = 0; left < 10; left++) {
      const ports = await open([at(known, { request_id: 'moves', ts: `2026-07-18T${10 + known}:00:00.000Z`, output_tokens: 1 })])
      await computeCost(ports, EVERYTHING)
      const others = Array.from({ length: known }, (_, hour) => at(hour, { request_id: `r${hour}` }))
      ports.lake.events.push(...others, at(known - 1, { request_id: 'moves', output_tokens: 2 }))
      await computeCost({ ...ports, usage: faulty(ports.usage, ['writeBucket'], { left, after: false }) }, EVERYTHING).catch(onlyDied)
      await computeCost(ports, EVERYTHING)
      assert.deepEqual(await storedBuckets(ports.usage), await expected(ports), `${known} hours, ${left} writes`)
    }
  }
})

t.test('an hour beyond the look-back that had to be computed besides is still found to differ by a run that looks further', async (t) => {
  const call = (id: string, first: string, full: string) => [
    usageEventOf({ request_id: id, ts: first, input_tokens: null, output_tokens: null }), usageEventOf({ request_id: id, ts: full }),
  ] as const
  const [a1, a2] = call('a', '2026-07-18T23:59:59.999Z', '2026-07-19T00:00:00.000Z')
  const [b1, b2] = call('b', '2026-07-19T00:59:59.999Z', '2026-07-19T01:00:00.000Z')
  const ports = await open([a1])
  await computeCost(ports, EVERYTHING)
  ports.lake.events.push(a2, b1, b2)
  await computeCost(ports, { ...EVERYTHING, lookBackHours: 3 })
  await computeCost(ports, EVERYTHING)
  t.strictSame(await storedBuckets(ports.usage), await expected(ports))
})

t.test('only hours of the look-back are compared, and hours that the event table has lost are left alone', async (t) => {
  const at = (start: string) => usageEventOf({ request_id: start, ts: `${start}:10:00.000Z` })
  const ports = await open([at('2026-07-15T04'), at('2026-07-17T04'), at('2026-07-19T03')])
  await computeCost(ports, { ...EVERYTHING, lookBackHours: 48 })
  t.strictSame((await hours(ports.usage)).map(({ start }) => start), ['2026-07-17T04', '2026-07-19T03'])
  ports.lake.events.splice(0, 2)
  t.equal((await computeCost(ports, EVERYTHING)).bucketsWritten, 0)
  t.equal((await hours(ports.usage)).length, 2)
})

t.test('tags that are no dimension are merged away', async (t) => {
  const tags = ['{"job":"1","team":"ads"}', '{"job":"2","team":"ads"}', '{"job":"3"}', null]
  const ports = await open(tags.map((tags, index) => usageEventOf({ request_id: `r${index}`, tags })))
  await computeCost(ports, EVERYTHING)
  const [bucket] = await hours(ports.usage)
  t.strictSame(bucket?.cells.map(({ tags, calls }) => [tags, calls]), [['', 2], ['{"team":"ads"}', 2]])
})

t.test('a run says how far it reaches, and one that fails says why, reaches no further and leaves every number', async (t) => {
  const ports = await open([usageEventOf({ ts: '2026-07-18T05:12:13.456Z' })])
  await computeCost(ports, EVERYTHING)
  const now = CLOCK().toISOString()
  const run = {
    kind: 'compute-cost', startedAt: now, finishedAt: now, outcome: 'ok', bucketsWritten: 1, dataUpTo: '2026-07-18T05:12:13.456Z', message: null,
  }
  t.strictSame(await ports.usage.lastRun('compute-cost'), run)
  t.strictSame((await ports.usage.listSources())[0]?.newestEvent, '2026-07-18T05:12:13.456Z')

  const before = await storedBuckets(ports.usage)
  ports.lake.events.push(usageEventOf({ request_id: 'r2', ts: '2026-07-18T06:00:00.000Z' }))
  const aggregate = () => { throw new Error('query 7 ended CANCELLED') }
  await t.rejects(computeCost({ ...ports, lake: { ...ports.lake, aggregate } }, EVERYTHING), /CANCELLED/)
  t.strictSame(await ports.usage.lastRun('compute-cost'), { ...run, outcome: 'failed', bucketsWritten: 0, message: 'query 7 ended CANCELLED' })
  t.strictSame(await storedBuckets(ports.usage), before)
})

t.test('without any event there is nothing to do and nothing known', async (t) => {
  const ports = await open()
  t.equal((await computeCost(ports, EVERYTHING)).bucketsWritten, 0)
  t.equal((await ports.usage.lastRun('compute-cost'))?.dataUpTo, null)
})

function onlyDied(error: unknown): void {
  if (!(error instanceof Died)) throw error
}

async function hours(usage: UsageStore): Promise<Bucket[]> {
  const result: Bucket[] = []
  for (const source of await usage.listSources()) for await (const bucket of usage.readBuckets(source, 'hour', null, null)) result.push(bucket)
  return result.sort((a, b) => parseHourId(a.start) - parseHourId(b.start))
}

async function cells(usage: UsageStore): Promise<string[]> {
  return (await hours(usage)).map((bucket) => comparableBucket({ ...bucket, records: 0 })).sort()
}

async function inputCost(usage: UsageStore): Promise<bigint | undefined> {
  return (await hours(usage))[0]?.cells[0]?.cost.input
}

/** A reader that keeps every bucket and fetches again only what the feed names. */
async function follow(usage: UsageStore) {
  let { position } = await usage.changesSince(0)
  const kept = new Map((await hours(usage)).map((bucket) => [`${bucket.source.accountId} ${bucket.source.region} ${bucket.start}`, bucket]))
  return {
    async catchUp() {
      const changes = await usage.changesSince(position)
      position = changes.position
      for (const { source, start } of changes.names) {
        for await (const bucket of usage.readBuckets(source, 'hour', start, `${start}~`)) kept.set(`${source.accountId} ${source.region} ${start}`, bucket)
      }
    },
    buckets: () => [...kept.values()].map(comparableBucket).sort(),
  }
}

/** Each call waits for its turn, which the scheduler draws. */
function scheduled<T extends object>(scheduler: fc.Scheduler, port: T): T {
  return Object.fromEntries(Object.entries(port).map(([name, method]) => {
    if (typeof method !== 'function' || name.startsWith('read')) return [name, method]
    return [name, async (...args: unknown[]) => {
      await scheduler.schedule(Promise.resolve(), name)
      return (method as (...args: unknown[]) => unknown)(...args)
    }]
  })) as T
}

function scheduledLake(scheduler: fc.Scheduler, { lake }: Ports): Ports['lake'] {
  return {
    ...lake,
    countRecords: async (range) => {
      await scheduler.schedule(Promise.resolve(), 'countRecords')
      return lake.countRecords(range)
    },
    async *aggregate(range, instants) {
      await scheduler.schedule(Promise.resolve(), 'aggregate')
      yield* lake.aggregate(range, instants)
    },
  }
}
