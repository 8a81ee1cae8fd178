import t from 'tap'
import { bucketCache } from '../../server/bucket-cache.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'

const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04']

async function storeWithDays() {
  const store = memoryUsageStore()
  await store.put(days.map((day) => bucketOf(SOURCE_A, 'day', day)))
  return store
}

t.test('a range is what the store holds of it, however it is asked for', async (t) => {
  const ranges: [string | null, string | null, number][] = [
    ['2026-11-02', '2026-11-03', 1], ['2026-11-01', '2026-11-02', 1], ['2026-11-04', null, 1], [null, null, 4],
    ['2026-11-02', '2026-11-04', 2], ['2026-12-01', null, 0],
  ]
  const cache = bucketCache(await storeWithDays())
  for (const [from, to, count] of ranges) {
    const found = (await cache.read(SOURCE_A, 'day', from, to)).map((bucket) => bucket.start)
    t.strictSame(found, days.filter((day) => day >= (from ?? '') && day < (to ?? '~')))
    t.equal(found.length, count)
  }
})

t.test('no bucket is read twice unless it changed', async (t) => {
  const store = await storeWithDays()
  const cache = bucketCache(store)
  await cache.refresh()
  await cache.read(SOURCE_A, 'day', '2026-11-02', '2026-11-04')
  t.equal(store.bucketsRead, 2)
  await cache.read(SOURCE_A, 'day', null, null)
  t.equal(store.bucketsRead, 4)
  await cache.refresh()
  await cache.read(SOURCE_A, 'day', '2026-11-01', '2026-11-05')
  t.equal(store.bucketsRead, 4)
})

t.test('after a refresh, changed and added buckets are the new ones, and only they are read', async (t) => {
  const store = await storeWithDays()
  const cache = bucketCache(store)
  await cache.refresh()
  await cache.read(SOURCE_A, 'day', null, null)
  await store.put([bucketOf(SOURCE_A, 'day', '2026-11-03', [cellOf({ calls: 7 })]), bucketOf(SOURCE_A, 'day', '2026-11-05')])
  await store.put([bucketOf(SOURCE_B, 'day', '2026-11-03'), bucketOf(SOURCE_A, 'hour', '2026-11-03T01')])
  store.bucketsRead = 0
  await cache.refresh()
  const found = await cache.read(SOURCE_A, 'day', null, null)
  t.strictSame(found.map((bucket) => [bucket.start, bucket.records]),
    [['2026-11-01', 1], ['2026-11-02', 1], ['2026-11-03', 7], ['2026-11-04', 1], ['2026-11-05', 1]])
  t.equal(store.bucketsRead, 3, 'from the first changed one to the last one')
})

t.test('readers at the same time share one read', async (t) => {
  const store = await storeWithDays()
  const cache = bucketCache(store)
  const found = await Promise.all(days.map(() => cache.read(SOURCE_A, 'day', null, null)))
  t.equal(store.bucketsRead, 4)
  t.ok(found.every((buckets) => buckets.length === 4))
})

t.test('a read that failed is tried again', async (t) => {
  const store = await storeWithDays()
  let failures = 1
  const cache = bucketCache({
    changesSince: (since) => store.changesSince(since),
    readBuckets: (...args) => {
      if (failures-- > 0) throw new Error('not reachable')
      return store.readBuckets(...args)
    },
  })
  await t.rejects(cache.read(SOURCE_A, 'day', null, null), { message: 'not reachable' })
  t.equal((await cache.read(SOURCE_A, 'day', null, null)).length, 4)
})
