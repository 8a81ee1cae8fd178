import t from 'tap'
import { priceData } from '../../server/price-data.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

const RECORD = priceRecord('a.b', '2026-01-01T00:00:00Z', inOut('0.1', '0.2'))

t.test('a book is kept until its version changes, and looked at again after ten seconds', async (t) => {
  const store = memoryPriceStore()
  await store.append([RECORD])
  let reads = 0
  let nowMs = Date.parse('2026-07-18T00:00:00Z')
  const data = priceData({ read: () => (reads++, store.read()) }, () => new Date(nowMs))
  const first = await data.book()
  nowMs += 9_000
  t.equal(await data.book(), first)
  t.equal(reads, 1)
  nowMs += 1_000
  t.equal(await data.book(), first, 'nothing has changed')
  t.equal(reads, 2)
  await store.append([{ ...RECORD, key: 'a.c' }])
  nowMs += 10_000
  const second = await data.book()
  t.equal(second.version, 2)
  t.equal(second.candidates('a.c', 'in-region', 'us-east-1').length, 1)
})

t.test('after a failure the next request asks again', async (t) => {
  const store = memoryPriceStore()
  let failures = 1
  const data = priceData({
    read: async () => {
      if (failures-- > 0) throw new Error('not now')
      return store.read()
    },
  }, () => new Date(0))
  await t.rejects(data.book(), { message: 'not now' })
  t.equal((await data.book()).version, 0)
})
