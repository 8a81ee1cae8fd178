import t from 'tap'
import { guardReasons } from '../../domain/price-guards.ts'

const CASES: [old: string, now: string, reason: RegExp | null][] = [
  ['1', '1', null],
  ['1', '2', null],
  ['1', '2.01', /more than twice what it was: 1 → 2.01/],
  ['1', '0.5', null],
  ['1', '0.499', /less than half what it was/],
  ['0.00000003', '0.0000003', /is 10 times/],
  ['1', '0.1', /is 0.1 times/],
  ['1', '1.1', /is 1.1 times/],
  ['0.000000275', '0.000000303', /is 1.1 times/],
  ['1', '1.11', null],
  ['1', '1.09', null],
  ['1.1', '1', /is 0.909 times/],
  ['1', '0.91', null],
  ['1', '0', /drops to 0/],
  ['0', '1', null],
  ['1', '2000000', /more than twice/],
]

t.test('changes that are mistakes far more often than news have a reason to be looked at', async (t) => {
  for (const [old, now, reason] of CASES) {
    const reasons = guardReasons({ input_cost_per_token: old }, { input_cost_per_token: now })
    if (reason === null) t.same(reasons, [], `${old} to ${now}`)
    else t.match(reasons, [reason], `${old} to ${now}`)
  }
})

t.test('a field that is gone has a reason, one that is added has none', async (t) => {
  t.same(guardReasons({ a: '1', b: '2' }, { a: '1', c: '3' }), ['b is gone: 2 → not listed'])
})
