import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { type Bucket, mergeBuckets, type Period } from '../../domain/bucket.ts'
import { hourId, parseHourId, periodId } from '../../domain/calendar.ts'
import { aggregateStats } from '../../functions/aggregate-stats.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { comparableBucket, storedBuckets } from '../fixtures/expected-buckets.ts'
import { Died, faulty } from '../fixtures/faulty.ts'
import { memoryUsageStore, type MemoryUsageStore } from '../fixtures/memory-usage-store.ts'

const NOW = new Date('2026-08-02T10:30:00Z')
const CLOCK = () => NOW
const ALL_DAYS = { lookBackDays: null }
const WRITES = ['nextGeneration', 'writeBucket', 'intend', 'announce', 'saveRun'] as const

/** Hours of the days before and after a month ends, up to now. */
const arbitraryHours = fc.array(fc.record({
  source: fc.constantFrom(SOURCE_A, SOURCE_B),
  hour: fc.integer({ min: parseHourId('2026-06-29T20'), max: parseHourId('2026-08-02T10') }),
  calls: fc.integer({ min: 1, max: 9 }),
}), { maxLength: 30 }).map((hours) => hours.map(({ source, hour, calls }) => {
  return bucketOf(source, 'hour', hourId(hour), [cellOf({ calls, caller: `caller-${calls}` })])
}))

async function hoursOf(store: MemoryUsageStore): Promise<Bucket[]> {
  const hours: Bucket[] = []
  for (const source of await store.listSources()) for await (const hour of store.readBuckets(source, 'hour', null, null)) hours.push(hour)
  return hours
}

/** All days, then all months, that are over, merged from what there is. */
async function expected(store: MemoryUsageStore, period: Exclude<Period, 'hour'>): Promise<string[]> {
  const now = periodId(period, parseHourId('2026-08-02T10'))
  const groups = new Map<string, Bucket[]>()
  for (const hour of await hoursOf(store)) {
    const start = hour.start.slice(0, now.length)
    if (start < now) groups.set(`${hour.source.accountId} ${start}`, [...(groups.get(`${hour.source.accountId} ${start}`) ?? []), hour])
  }
  return [...groups].map(([id, hours]) => {
    const start = id.slice(13)
    const source = hours[0]?.source ?? SOURCE_A
    if (period === 'day') return comparableBucket(mergeBuckets('day', start, source, hours))
    const days = [...new Set(hours.map((hour) => hour.start.slice(0, 10)))].map((day) => {
      return mergeBuckets('day', day, source, hours.filter((hour) => hour.start.startsWith(day)))
    })
    return comparableBucket(mergeBuckets('month', start, source, days))
  }).sort()
}

async function assertRolledUp(store: MemoryUsageStore): Promise<void> {
  for (const period of ['day', 'month'] as const) assert.deepEqual(await storedBuckets(store, period), await expected(store, period))
}

t.test('days and months that are over are the sum of their hours, however often those change', async () => {
  await fc.assert(fc.asyncProperty(fc.array(arbitraryHours, { maxLength: 3 }), async (changes) => {
    const store = memoryUsageStore()
    for (const hours of changes) {
      await store.put(hours)
      await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)
      await assertRolledUp(store)
    }
  }), { numRuns: 60 })
})

t.test('a second run writes nothing', async () => {
  await fc.assert(fc.asyncProperty(arbitraryHours, async (hours) => {
    const store = memoryUsageStore()
    await store.put(hours)
    await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)
    assert.equal((await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)).bucketsWritten, 0)
  }), { numRuns: 40 })
})

t.test('after a run that died at any write, the next one completes it, and every bucket written is announced', async () => {
  const input = fc.record({ before: arbitraryHours, hours: arbitraryHours, left: fc.nat(20), after: fc.boolean() })
  await fc.assert(fc.asyncProperty(input, async ({ before, hours, left, after }) => {
    const store = memoryUsageStore()
    await store.put(before)
    await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)
    const old = new Set([...await storedBuckets(store, 'day'), ...await storedBuckets(store, 'month')])
    const { position } = await store.changesSince(0)
    await store.put(hours)
    await aggregateStats({ usage: faulty(store, WRITES, { left, after }), clock: CLOCK }, ALL_DAYS).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error
    })
    await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)
    await assertRolledUp(store)
    const names = (await store.changesSince(position)).names.map(({ source, start }) => `${source.accountId} ${start}`)
    for (const bucket of [...await storedBuckets(store, 'day'), ...await storedBuckets(store, 'month')]) {
      const [account, , , start] = bucket.split(' ')
      if (!old.has(bucket)) assert.ok(names.includes(`${account} ${start}`), `${account} ${start} is announced`)
    }
  }), { numRuns: 60 })
})

t.test('an hour that changes without a change of its count of rows still changes its day and month', async (t) => {
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-06-30T23', [cellOf({ calls: 1, inputTokens: 1 })])])
  await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-06-30T23', [cellOf({ calls: 1, inputTokens: 2 })])])
  t.equal((await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)).bucketsWritten, 2)
  await assertRolledUp(store)
})

t.test('today and this month are left to their hours and days', async (t) => {
  const store = memoryUsageStore()
  await store.put(['2026-08-02T09', '2026-08-01T23'].map((start) => bucketOf(SOURCE_A, 'hour', start)))
  t.equal((await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)).bucketsWritten, 1)
  t.equal((await store.lastRun('aggregate-stats'))?.dataUpTo, '2026-08-02T00:00:00.000Z', 'which is what readers go by')
})

t.test('only days of the look-back are looked at, and months still have all of their days', async (t) => {
  const store = memoryUsageStore()
  await store.put(['2026-06-10T00', '2026-07-10T00', '2026-07-30T00'].map((start) => bucketOf(SOURCE_A, 'hour', start)))
  await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)
  await store.put(['2026-06-10T00', '2026-07-30T01'].map((start) => bucketOf(SOURCE_A, 'hour', start, [cellOf({ calls: 5 })])))
  t.equal((await aggregateStats({ usage: store, clock: CLOCK }, { lookBackDays: 7 })).bucketsWritten, 2)
  const july = (await storedBuckets(store, 'month')).find((bucket) => bucket.includes('2026-07'))
  t.match(july, ' 2026-07 7 ', 'rows of all its days')
})

t.test('a day whose hours have expired in part stays as it is', async (t) => {
  const store = memoryUsageStore()
  await store.put(['2026-07-10T00', '2026-07-10T01'].map((start) => bucketOf(SOURCE_A, 'hour', start)))
  await aggregateStats({ usage: store, clock: CLOCK }, ALL_DAYS)
  const before = await storedBuckets(store, 'day')
  const expired: MemoryUsageStore = {
    ...store,
    async *readHeads(source, period, from, to) {
      for await (const head of store.readHeads(source, period, from, to)) if (head.start !== '2026-07-10T00') yield head
    },
  }
  t.equal((await aggregateStats({ usage: expired, clock: CLOCK }, ALL_DAYS)).bucketsWritten, 0)
  t.strictSame(await storedBuckets(store, 'day'), before)
})

t.test('a failed run says so and reaches no further', async (t) => {
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-07-10T00')])
  await aggregateStats({ usage: store, clock: () => new Date('2026-08-01T10:00:00Z') }, ALL_DAYS)
  const listSources = () => Promise.reject(new Error('table is gone'))
  await t.rejects(aggregateStats({ usage: { ...store, listSources }, clock: CLOCK }, ALL_DAYS), /table is gone/)
  t.match(await store.lastRun('aggregate-stats'), { outcome: 'failed', message: 'table is gone', dataUpTo: '2026-08-01T00:00:00.000Z' })
})
