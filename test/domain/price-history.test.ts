import t from 'tap'
import { CARRY_BACK_MS, priceHistories, pricesAt } from '../../domain/price-history.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

const DAY_1 = '2026-01-01T00:00:00Z'
const DAY_2 = '2026-01-02T10:30:00Z'
const history = (records: Parameters<typeof priceHistories>[0], asOf: string | null = null) => {
  const found = priceHistories(records, asOf).get('a.b')
  if (found === undefined) throw new Error('no history')
  return found
}
const inputAt = (records: Parameters<typeof priceHistories>[0], at: string, asOf: string | null = null) =>
  pricesAt(history(records, asOf), Date.parse(at))?.prices.record.fields['input_cost_per_token']

t.test('a price holds from its instant, inclusive, to the next', async (t) => {
  const records = [priceRecord('a.b', DAY_2, inOut('0.2', '0')), priceRecord('a.b', DAY_1, inOut('0.1', '0'))]
  t.equal(inputAt(records, '2026-01-02T10:29:59.999Z'), '0.1')
  t.equal(inputAt(records, DAY_2), '0.2')
  t.equal(inputAt(records, '2027-01-01T00:00:00Z'), '0.2')
})

t.test('of records that start together the one recorded last counts', async (t) => {
  const late = priceRecord('a.b', DAY_1, inOut('0.3', '0'), { recordedAt: DAY_2 })
  const early = priceRecord('a.b', DAY_1, inOut('0.1', '0'))
  t.equal(inputAt([late, early], DAY_1), '0.3')
  t.equal(inputAt([early, late], DAY_1), '0.3')
  t.equal(inputAt([early, late], '2025-12-31T00:00:00Z'), '0.3', 'carried back too')
})

t.test('a voided record does not count, except in the view of an instant before it was voided', async (t) => {
  const wrong = priceRecord('a.b', DAY_1, inOut('9', '0'), { voidedAt: '2026-02-01T00:00:00Z' })
  const right = priceRecord('a.b', DAY_1, inOut('0.9', '0'), { recordedAt: '2026-02-01T00:00:00Z' })
  t.equal(inputAt([wrong, right], DAY_2), '0.9')
  t.equal(inputAt([wrong, right], DAY_2, '2026-01-31T23:59:59Z'), '9')
  t.equal(inputAt([wrong, right], DAY_2, '2026-02-01T00:00:00Z'), '0.9')
  t.notOk(priceHistories([right], '2026-01-31T00:00:00Z').has('a.b'))
})

t.test('the first price is carried back 90 days, or without limit where it is older than the records', async (t) => {
  const first = Date.parse(DAY_1)
  const recent = history([priceRecord('a.b', DAY_1, inOut('0.1', '0'))])
  t.same(pricesAt(recent, first)?.carriedBack, false)
  t.same(pricesAt(recent, first - 1)?.carriedBack, true)
  t.same(pricesAt(recent, first - CARRY_BACK_MS)?.carriedBack, true)
  t.equal(pricesAt(recent, first - CARRY_BACK_MS - 1), null)
  const old = history([priceRecord('a.b', DAY_1, inOut('0.1', '0'), { leftCensored: true })])
  t.same(pricesAt(old, 0)?.carriedBack, true)
})

t.test('a feed that sets a price to 0 does not end the one before; a key that only ever had 0 keeps no price', async (t) => {
  const records = [priceRecord('a.b', DAY_1, inOut('0.1', '0')), priceRecord('a.b', DAY_2, inOut('0', '0'))]
  t.equal(inputAt(records, '2026-03-01T00:00:00Z'), '0.1')
  t.same(history([priceRecord('a.b', DAY_1, inOut('0', '0'))]).prices, [])
})

t.test('a record that cannot be read is named', async (t) => {
  const good = priceRecord('a.b', DAY_1, inOut('0.1', '0'))
  const bad: [typeof good, RegExp][] = [
    [priceRecord('a.c', 'soon', {}), /^price record 1 \(a\.c\): effectiveFrom: "soon" is not an ISO instant/],
    [priceRecord('a.c', DAY_1, {}, { recordedAt: '2026-01-01' }), /^price record 1 \(a\.c\): recordedAt/],
    [priceRecord('a.c', DAY_1, {}, { voidedAt: '' }), /^price record 1 \(a\.c\): voidedAt/],
    [priceRecord('a.c', DAY_1, { input_cost_per_token: '1,5' }), /^price record 1 \(a\.c\): input_cost_per_token: "1,5"/],
  ]
  for (const [record, message] of bad) t.throws(() => priceHistories([good, record], null), message)
  t.throws(() => priceHistories([], 'now'), /asOf: "now"/)
})
