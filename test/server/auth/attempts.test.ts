import t from 'tap'
import { attempts } from '../../../server/auth/attempts.ts'

function open(max = 2, maxKeys = 3) {
  let nowMs = 0
  return { ...attempts({ max, windowMs: 1000, maxKeys, clock: () => new Date(nowMs) }), at: (ms: number) => { nowMs = ms } }
}

t.test('so many attempts of a key within a window, which ends though more are made', async (t) => {
  const { count, at } = open()
  t.same([count('a'), count('a')], [null, null])
  at(400)
  t.equal(count('a'), 600)
  t.equal(count('b'), null)
  at(999)
  t.equal(count('a'), 1)
  at(1000)
  t.equal(count('a'), null)
})

t.test('one that succeeds makes up for those before it', async (t) => {
  const { count, forget } = open()
  count('a')
  count('a')
  forget('a')
  t.same([count('a'), count('a')], [null, null])
  t.type(count('a'), 'number')
})

t.test('it remembers so many keys and no more', async (t) => {
  const { count } = open(1)
  for (const key of ['a', 'b', 'c', 'd']) count(key)
  t.equal(count('a'), null, 'the oldest is forgotten')
  t.type(count('d'), 'number')
})
