import fc from 'fast-check'
import type { Test } from 'tap'
import { encodeCells } from '../../../domain/bucket-codec.ts'
import type { Bucket } from '../../../domain/bucket.ts'
import { hourId, parseHourId } from '../../../domain/calendar.ts'
import { mergeCells } from '../../../domain/merge-cells.ts'
import type { BucketName, RunRecord, UsageStore } from '../../../domain/ports.ts'
import { arbitraryCells } from '../../fixtures/arbitrary-cell.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'

const HOUR = parseHourId('2026-07-18T05')

/** What a usage store has to do. `open` gives an empty one. */
export function usageStoreSpec(t: Test, open: (t: Test) => Promise<UsageStore>): void {
  t.test('a bucket comes back as it was written', async (t) => {
    const store = await open(t)
    await fc.assert(fc.asyncProperty(arbitraryCells, async (cells) => {
      const bucket = { ...bucketOf(SOURCE_A, 'hour', '2026-07-18T05', mergeCells(cells)), records: 7, priceVersion: 3 }
      await store.writeBucket(bucket, await store.nextGeneration())
      t.strictSame((await all(store.readBuckets(SOURCE_A, 'hour', null, null))).map(comparable), [comparable(bucket)])
    }), { numRuns: 20 })
  })

  t.test('reading gives from ≤ start < to of one source and one period, in order', async (t) => {
    const store = await open(t)
    const generation = await store.nextGeneration()
    const hours = Array.from({ length: 30 }, (_, index) => hourId(HOUR + index))
    for (const start of [...hours].reverse()) await store.writeBucket(bucketOf(SOURCE_A, 'hour', start), generation)
    await store.writeBucket(bucketOf(SOURCE_A, 'day', '2026-07-18'), generation)
    await store.writeBucket(bucketOf(SOURCE_A, 'month', '2026-07'), generation)
    await store.writeBucket(bucketOf(SOURCE_B, 'hour', hours[3] ?? ''), generation)

    const cases: [string | null, string | null][] = [
      [null, null], [hours[2] ?? '', null], [null, hours[2] ?? ''], [hours[2] ?? '', hours[9] ?? ''], [hours[2] ?? '', hours[2] ?? ''],
      ['2026-07-19', '2026-07-20'], ['2025-01-01T00', '2025-01-01T05'],
    ]
    for (const [from, to] of cases) {
      const expected = hours.filter((start) => (from === null || start >= from) && (to === null || start < to))
      t.strictSame((await all(store.readHeads(SOURCE_A, 'hour', from, to))).map(({ start }) => start), expected, `heads ${from} to ${to}`)
      t.strictSame((await all(store.readBuckets(SOURCE_A, 'hour', from, to))).map(({ start }) => start), expected, `buckets ${from} to ${to}`)
    }
    t.strictSame((await all(store.readHeads(SOURCE_A, 'day', null, null))).map(({ start }) => start), ['2026-07-18'])
    t.strictSame((await all(store.readHeads(SOURCE_B, 'hour', null, null))).map(({ start }) => start), [hours[3]])
  })

  t.test('a head says what its bucket was built from', async (t) => {
    const store = await open(t)
    await store.writeBucket({ ...bucketOf(SOURCE_A, 'day', '2026-07-18'), records: 12, priceVersion: 4 }, 9, 33)
    t.strictSame(await all(store.readHeads(SOURCE_A, 'day', null, null)), [{
      source: SOURCE_A, period: 'day', start: '2026-07-18', records: 12, priceVersion: 4, generation: 9, mergedFrom: 33,
    }])
  })

  t.test('the newest generation wins, in whatever order they write, and each is told whether it stands', async (t) => {
    const store = await open(t)
    let hour = HOUR
    const arbitraryGenerations = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 })
    await fc.assert(fc.asyncProperty(arbitraryGenerations, async (generations) => {
      const start = hourId(hour++)
      let newest = 0
      for (const generation of generations) {
        const outcome = await store.writeBucket(bucketOf(SOURCE_A, 'hour', start, [cellOf({ calls: generation })]), generation)
        t.equal(outcome, generation > newest ? 'written' : 'superseded')
        newest = Math.max(newest, generation)
      }
      const [bucket] = await all(store.readBuckets(SOURCE_A, 'hour', start, null))
      t.equal(bucket?.cells[0]?.calls, newest)
      t.equal(await store.writeBucket(bucketOf(SOURCE_A, 'hour', start), newest), 'superseded', 'the same generation writes once')
    }), { numRuns: 15 })
  })

  t.test('a bucket is rewritten only while it is the one that was read, and a run that began later still wins', async (t) => {
    const store = await open(t)
    const bucket = (records: number) => ({ ...bucketOf(SOURCE_A, 'hour', hourId(HOUR)), records })
    const standing = async () => (await all(store.readHeads(SOURCE_A, 'hour', null, null)))[0]
    const [first, second] = [await store.nextGeneration(), await store.nextGeneration()]
    t.equal(await store.rewriteBucket(bucket(1), first), 'superseded', 'nothing stands there')
    await store.writeBucket(bucket(2), first)
    t.equal(await store.rewriteBucket(bucket(3), first), 'written')
    t.equal(await store.rewriteBucket(bucket(4), first), 'superseded', 'it is another one by now')
    t.match(await standing(), { records: 3 })
    t.ok(((await standing())?.generation ?? 0) > first, 'whoever adds up generations notices')
    t.equal(await store.rewriteBucket(bucket(5), (await standing())?.generation ?? 0), 'written')
    t.equal(await store.writeBucket(bucket(6), second), 'written')
    t.match(await standing(), { records: 6, generation: second })
  })

  t.test('a generation is greater than all before, also when many ask at once', async (t) => {
    const store = await open(t)
    const first = await store.nextGeneration()
    const generations = await Promise.all(Array.from({ length: 20 }, () => store.nextGeneration()))
    t.equal(new Set(generations).size, 20)
    t.ok(generations.every((generation) => generation > first))
    t.ok((await store.nextGeneration()) > Math.max(...generations))
  })

  const name = (hour: number): BucketName => ({ source: SOURCE_A, period: 'hour', start: hourId(hour) })

  t.test('who follows the feed from any position learns of all that was announced after it', async (t) => {
    const store = await open(t)
    t.strictSame(await store.changesSince(0), { position: 0, names: [], complete: true })
    await store.announce(1, [name(1), { source: SOURCE_B, period: 'day', start: '2026-07-18' }])
    const { position } = await store.changesSince(0)
    await store.announce(3, [name(3)])
    await store.announce(2, [name(2)])
    await store.announce(4, [])
    const after = await store.changesSince(position)
    t.strictSame(starts(after.names), [hourId(2), hourId(3)], 'also of a generation that comes late')
    t.equal(after.complete, true)
    t.strictSame(starts((await store.changesSince(0)).names), [hourId(1), hourId(2), hourId(3), '2026-07-18'])
    t.strictSame((await store.changesSince(after.position)).names, [])
  })

  t.test('announcements at once are all in the feed', async (t) => {
    const store = await open(t)
    await Promise.all([1, 2, 3, 4, 5, 6].map((generation) => store.announce(generation, [name(generation)])))
    t.strictSame(starts((await store.changesSince(0)).names), [1, 2, 3, 4, 5, 6].map(hourId))
  })

  t.test('what a run intended and never announced is announced by the next one', async (t) => {
    const store = await open(t)
    await store.intend(1, [name(1), name(2)])
    await store.intend(5, [name(5)])
    await store.announce(3, [])
    const announced = async () => [...new Set(starts((await store.changesSince(0)).names))]
    t.strictSame(await announced(), [hourId(1), hourId(2)], 'that of a newer run is still under way')
    await store.announce(5, [name(5)])
    await store.announce(6, [])
    t.strictSame(await announced(), [hourId(1), hourId(2), hourId(5)])
  })

  t.test('thousands of names go through the feed', async (t) => {
    const store = await open(t)
    const names = Array.from({ length: 4500 }, (_, index) => name(index))
    await store.intend(1, names)
    await store.announce(2, [])
    t.equal((await store.changesSince(0)).names.length, 4500)
  })

  t.test('the newest event of a source only ever moves forward', async (t) => {
    const store = await open(t)
    t.strictSame(await store.listSources(), [])
    const instants = ['2026-07-18T05:00:00.000Z', '2026-07-18T07:00:00.000Z', '2026-07-18T06:00:00.000Z']
    for (const newestEvent of instants) await store.noteSource({ ...SOURCE_A, newestEvent })
    await store.noteSource({ ...SOURCE_B, newestEvent: '2026-07-01T00:00:00.000Z' })
    const sources = (await store.listSources()).sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
    t.strictSame(sources, [
      { ...SOURCE_A, newestEvent: '2026-07-18T07:00:00.000Z' }, { ...SOURCE_B, newestEvent: '2026-07-01T00:00:00.000Z' },
    ])
  })

  t.test('the last run of each kind is kept', async (t) => {
    const store = await open(t)
    const run: RunRecord = {
      kind: 'compute-cost', startedAt: '2026-07-18T05:00:00.000Z', finishedAt: '2026-07-18T05:00:01.000Z', outcome: 'ok',
      dataUpTo: null, bucketsWritten: 3, message: null,
    }
    t.equal(await store.lastRun('compute-cost'), null)
    await store.saveRun(run)
    const failed: RunRecord = { ...run, outcome: 'failed', dataUpTo: '2026-07-18T04:59:00.000Z', message: 'no such table' }
    await store.saveRun({ ...run, kind: 'aggregate-stats' })
    await store.saveRun(failed)
    t.strictSame(await store.lastRun('compute-cost'), failed)
    t.strictSame(await store.lastRun('aggregate-stats'), { ...run, kind: 'aggregate-stats' })
    t.equal(await store.lastRun('sync-pricing'), null)
  })
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = []
  for await (const item of items) result.push(item)
  return result
}

/** Equal cells have equal bytes, whatever the order of bins in memory. */
function comparable({ cells, ...rest }: Bucket) {
  return { ...rest, cells: Buffer.from(encodeCells(cells)).toString('hex') }
}

function starts(names: readonly BucketName[]): string[] {
  return names.map(({ start }) => start).sort()
}
