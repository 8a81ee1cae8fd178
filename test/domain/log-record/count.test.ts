import fc from 'fast-check'
import t from 'tap'
import { MAX_COUNT, readCount, sameCounter, sumCounts, type Count } from '../../../domain/log-record/count.ts'

const count = fc.oneof<fc.Arbitrary<Count>[]>(fc.nat(), fc.constant(null), fc.constant('unreadable'))

t.test('a count is a whole number from 0 to the largest that adds up safely', async (t) => {
  for (const value of [0, 1, MAX_COUNT]) t.equal(readCount(value), value)
  t.ok(Object.is(readCount(-0), 0))
  for (const value of [null, undefined]) t.equal(readCount(value), null)
  for (const value of ['1', 1.5, -1, NaN, Infinity, MAX_COUNT + 1, 2 ** 53, true, [], {}]) t.equal(readCount(value), 'unreadable')
})

t.test('seeing a counter again is commutative, associative and idempotent', async (t) => {
  fc.assert(fc.property(count, count, count, (a, b, c) => {
    return sameCounter(a, b) === sameCounter(b, a) && sameCounter(a, a) === a &&
      sameCounter(sameCounter(a, b), c) === sameCounter(a, sameCounter(b, c))
  }))
  t.equal(sameCounter(1, 2), 2)
  t.equal(sameCounter(null, 'unreadable'), 'unreadable')
  t.equal(sameCounter('unreadable', 1), 1)
})

t.test('parts add up if all that are reported can be read', async (t) => {
  t.equal(sumCounts([]), null)
  t.equal(sumCounts([null, null]), null)
  t.equal(sumCounts([1, null, 2]), 3)
  t.equal(sumCounts([1, 'unreadable']), 'unreadable')
  t.equal(sumCounts([MAX_COUNT, 1]), 'unreadable')
})
