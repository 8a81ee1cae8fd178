import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { MS_PER_HOUR } from '../../domain/calendar.ts'
import type { Discount } from '../../domain/discount.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { mergeChanges, priceChange, type PriceChange } from '../../domain/price-change.ts'
import { CARRY_BACK_MS } from '../../domain/price-history.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { resolvePrice } from '../../domain/resolve-price.ts'
import { discountOf } from '../fixtures/price-edits.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

const JULY = '2026-07-01T00:00:00Z'
const AUGUST = '2026-08-01T00:00:00Z'
const JUNE = '2026-06-01T00:00:00Z'
const ms = (instant: string) => Date.parse(instant)
const recordsChange = (before: readonly PriceRecord[], after: readonly PriceRecord[]): PriceChange | null => {
  return priceChange({ records: before, discounts: [] }, { records: after, discounts: [] })
}
const nova = (from: string, price: string, extras = {}) => priceRecord('amazon.nova-pro-v1:0', from, inOut(price, price), extras)

t.test('equal books, in whatever order, make no change', async (t) => {
  t.equal(recordsChange([], []), null)
  t.equal(recordsChange([nova(JUNE, '1'), nova(JULY, '2')], [nova(JULY, '2'), nova(JUNE, '1')]), null)
  t.equal(recordsChange([nova(JUNE, '1')], [{ ...nova(JUNE, '1'), note: 'as agreed' }]), null)
})

const CASES: [string, PriceRecord[], PriceRecord[], { fromMs: number | null; toMs: number | null }][] = [
  ['a new price holds from its start on', [nova(JUNE, '1')], [nova(JUNE, '1'), nova(JULY, '2')], { fromMs: ms(JULY), toMs: null }],
  ['one between others holds until the next', [nova(JUNE, '1'), nova(AUGUST, '3')],
    [nova(JUNE, '1'), nova(JULY, '2'), nova(AUGUST, '3')],
    { fromMs: ms(JULY), toMs: ms(AUGUST) }],
  ['a first price is carried back', [], [nova(JUNE, '1')], { fromMs: ms(JUNE) - CARRY_BACK_MS, toMs: null }],
  ['one that was always in force is so without limit', [], [nova(JUNE, '1', { leftCensored: true })], { fromMs: null, toMs: null }],
  ['a void one no longer holds', [nova(JUNE, '1'), nova(JULY, '2')], [nova(JUNE, '1'), nova(JULY, '2', { voidedAt: AUGUST })],
    { fromMs: ms(JULY), toMs: null }],
  ['whether a key is listed matters at any time', [nova(JUNE, '1')], [nova(JUNE, '1', { listedLatest: false })], { fromMs: null, toMs: null }],
  ['a second spelling of a model may be chosen at any time', [nova(JUNE, '1')],
    [nova(JUNE, '1'), priceRecord('amazon.nova-pro', JULY, inOut('1', '1'))], { fromMs: null, toMs: null }],
]

for (const [name, before, after, range] of CASES) {
  t.test(name, async (t) => {
    t.match(recordsChange(before, after), range)
    t.match(recordsChange(after, before), range, 'and back')
  })
}

const discount = discountOf({ effectiveFrom: JUNE, effectiveTo: AUGUST })
const DISCOUNT_CASES: [string, Discount[], Discount[], { fromMs: number | null; toMs: number | null } | null][] = [
  ['a discount changes prices for as long as it holds', [], [discount], { fromMs: ms(JUNE), toMs: ms(AUGUST) }],
  ['one without an end does so for good', [], [{ ...discount, effectiveTo: null }], { fromMs: ms(JUNE), toMs: null }],
  ['one that holds longer changes what it did not reach before', [discount], [{ ...discount, effectiveTo: null }], { fromMs: ms(AUGUST), toMs: null }],
  ['another factor changes all of it', [discount], [{ ...discount, factor: '0.9' }], { fromMs: ms(JUNE), toMs: ms(AUGUST) }],
  ['who recorded it and why does not matter', [discount], [{ ...discount, by: 'bob', reason: 'as signed', recordedAt: JULY }], null],
  ['one that is void from the start changes nothing', [], [{ ...discount, voidedAt: AUGUST }], null],
]

for (const [name, before, after, range] of DISCOUNT_CASES) {
  t.test(name, async (t) => {
    const records = [nova(JUNE, '1')]
    const expected = range === null ? null : { ...range, splitHours: [] }
    t.strictSame(priceChange({ records, discounts: before }, { records, discounts: after }), expected)
    t.strictSame(priceChange({ records, discounts: after }, { records, discounts: before }), expected, 'and back')
  })
}

t.test('hours inside of which a price begins to change are named, those where one ceases to are not', async (t) => {
  const before = [nova(JUNE, '1')]
  const after = [...before, nova('2026-07-18T05:30:00Z', '2'), nova('2026-07-19T00:00:00Z', '3')]
  t.strictSame(recordsChange(before, after)?.splitHours, [ms('2026-07-18T05:00:00Z') / MS_PER_HOUR])
  t.strictSame(recordsChange(after, before)?.splitHours, [])
})

t.test('changes together reach from the first to the last of them', async (t) => {
  t.equal(mergeChanges([]), null)
  t.strictSame(
    mergeChanges([{ fromMs: 5, toMs: 9, splitHours: [3] }, { fromMs: 1, toMs: 2, splitHours: [1, 3] }]),
    { fromMs: 1, toMs: 9, splitHours: [1, 3] },
  )
  const open = [{ fromMs: 5, toMs: null, splitHours: [] }, { fromMs: null, toMs: 2, splitHours: [] }]
  t.match(mergeChanges(open), { fromMs: null, toMs: null })
})

const DAY = 24 * MS_PER_HOUR
const START = ms(JUNE)
const arbitraryRecord: fc.Arbitrary<PriceRecord> = fc.record({
  key: fc.constantFrom(
    'anthropic.claude-x-v1:0', 'us.anthropic.claude-x-v1:0', 'global.anthropic.claude-x-v1:0', 'global.anthropic.claude-x', 'anthropic.claude-x',
    'bedrock/eu-west-1/anthropic.claude-x-v1:0',
  ),
  effectiveFrom: fc.integer({ min: 0, max: 200 }).map((days) => new Date(START + days * DAY + (days % 3) * 1_000).toISOString()),
  recordedAt: fc.constantFrom(JUNE, JULY),
  fields: fc.constantFrom('0', '0.000001', '0.000002', '0.000003').map((price) => inOut(price, price)),
  listedLatest: fc.boolean(),
  leftCensored: fc.constantFrom(false, false, true),
  voidedAt: fc.constantFrom(null, null, AUGUST),
})
const arbitraryDiscount: fc.Arbitrary<Discount> = fc.record({
  id: fc.constantFrom('a', 'b'),
  applies: fc.constantFrom(
    { account: '111122223333', provider: null, model: null }, { account: null, provider: 'anthropic', model: null },
    { account: null, provider: null, model: 'anthropic.claude-y' },
  ),
  factor: fc.constantFrom('0.5', '0.9'),
  days: fc.tuple(fc.integer({ min: 0, max: 200 }), fc.option(fc.integer({ min: 1, max: 100 }))),
  voidedAt: fc.constantFrom(null, null, AUGUST),
}).map(({ days: [from, length], ...discount }) => {
  const instant = (day: number) => new Date(START + day * DAY).toISOString()
  return discountOf({ ...discount, effectiveFrom: instant(from), effectiveTo: length === null ? null : instant(from + length) })
})
const arbitraryBook = fc.array(arbitraryRecord, { maxLength: 6 })
const arbitraryDiscounts = fc.uniqueArray(arbitraryDiscount, { maxLength: 2, selector: ({ id }) => id })

t.test('outside of the range that a change names no call costs anything else', async (t) => {
  let outside = 0
  const twoDiscounts = fc.tuple(arbitraryDiscounts, arbitraryDiscounts)
  const arbitraryLists = fc.record({ shared: arbitraryBook, added: arbitraryBook, discounts: twoDiscounts })
  fc.assert(fc.property(arbitraryLists, fc.integer({ min: -200, max: 400 }), fc.constantFrom('in-region', 'us', 'global'),
    fc.constantFrom('us-east-1', 'eu-west-1'), ({ shared, added, discounts }, day, modelScope, region) => {
      const before = { records: shared, discounts: discounts[0] }
      const after = { records: [...shared, ...added], discounts: discounts[1] }
      const change = priceChange(before, after)
      const atMs = START + day * DAY
      if (change !== null && atMs >= (change.fromMs ?? -Infinity) && atMs < (change.toMs ?? Infinity)) return
      outside += 1
      const question = {
        modelId: 'anthropic.claude-x-v1:0', modelScope, accountId: '111122223333', region, atMs, serviceTier: 'standard', latencyMode: 'standard', errorCode: '',
        amounts: new Map([['input', 10], ['output', 5]]), cacheWriteUnsplit: false,
      }
      const [a, b] = [before, after].map(({ records, discounts }) => resolvePrice(question, createPriceBook(records, { discounts })))
      assert.deepEqual([a?.cost, a?.flags, a?.status], [b?.cost, b?.flags, b?.status])
    }), { numRuns: 1_500 })
  t.ok(outside > 200, `${outside} questions lay outside`)
})
