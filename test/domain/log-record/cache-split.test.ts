import fc from 'fast-check'
import t from 'tap'
import { splitCacheWrites } from '../../../domain/log-record/cache-split.ts'

t.test('cache writes split by time to live', async (t) => {
  for (const [total, part5m, part1h, write5m, write1h] of [
    [null, null, null, null, null],
    [0, null, null, 0, 0],
    [100, null, null, 100, null],
    [100, 60, 40, 60, 40],
    [100, 0, 100, 0, 100],
    [100, 100, null, 100, 0],
    [100, null, 30, 70, 30],
    [100, 10, 30, 70, 30],
    [100, 90, 30, 70, 30],
    [100, 0, 130, 0, 100],
    [0, 5, 5, 0, 0],
  ] as const) {
    t.same(splitCacheWrites(total, part5m, part1h), { total, write5m, write1h }, `${total} ${part5m} ${part1h}`)
  }
})

t.test('the parts of a known split add up to the total', async (t) => {
  const count = fc.option(fc.nat())
  fc.assert(fc.property(fc.nat(), count, count, (total, part5m, part1h) => {
    const { write5m, write1h } = splitCacheWrites(total, part5m, part1h)
    return (write5m ?? -1) + (write1h ?? 0) === total && (write1h ?? 0) >= 0 && (write5m ?? -1) >= 0
  }))
  t.pass()
})
