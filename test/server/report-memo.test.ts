import t from 'tap'
import { reportMemo } from '../../server/report-memo.ts'

function counting() {
  let computed = 0
  return { compute: async () => ++computed, count: () => computed }
}

t.test('the same is computed once, also while it is being computed', async (t) => {
  const memo = reportMemo<number>()
  const { compute } = counting()
  t.same(await Promise.all([memo.get('v1', 'a', compute), memo.get('v1', 'a', compute)]), [1, 1])
  t.equal(await memo.get('v1', 'a', compute), 1)
  t.equal(await memo.get('v1', 'b', compute), 2, 'another key')
})

t.test('another state of the data forgets everything, and so does the one before, coming late', async (t) => {
  const memo = reportMemo<number>()
  const { compute } = counting()
  await memo.get('v1', 'a', compute)
  t.equal(await memo.get('v2', 'a', compute), 2)
  t.equal(await memo.get('v1', 'a', compute), 3)
  t.equal(await memo.get('v2', 'a', compute), 4)
})

t.test('what fails is tried again, and what may not be kept is computed anew', async (t) => {
  const failing = reportMemo<number>()
  await t.rejects(failing.get('v1', 'a', async () => { throw new Error('not now') }))
  t.equal(await failing.get('v1', 'a', async () => 7), 7)
  const picky = reportMemo<number>({ mayKeep: (value) => value > 1 })
  const { compute } = counting()
  t.same([await picky.get('v1', 'a', compute), await picky.get('v1', 'a', compute), await picky.get('v1', 'a', compute)], [1, 2, 2])
})

t.test('a failure of before does not take away what was computed since', async (t) => {
  const memo = reportMemo<number>()
  let fail: (error: Error) => void = () => {}
  const failed = memo.get('v1', 'a', () => new Promise<number>((_, reject) => { fail = reject }))
  const { compute, count } = counting()
  await memo.get('v2', 'a', compute)
  fail(new Error('too late'))
  await t.rejects(failed)
  await memo.get('v2', 'a', compute)
  t.equal(count(), 1)
})

t.test('only so many are kept, and the oldest go first', async (t) => {
  const memo = reportMemo<number>({ maxKept: 2 })
  const { compute, count } = counting()
  for (const key of ['a', 'b', 'c']) await memo.get('v1', key, compute)
  await memo.get('v1', 'c', compute)
  await memo.get('v1', 'b', compute)
  t.equal(count(), 3)
  await memo.get('v1', 'a', compute)
  t.equal(count(), 4)
})
