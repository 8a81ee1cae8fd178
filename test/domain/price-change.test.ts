import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { mergeChanges, priceChange } from '../../domain/price-change.ts'
import { CARRY_BACK_MS } from '../../domain/price-history.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { resolvePrice } from '../../domain/resolve-price.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

const JULY = '2026-07-01T00:00:00Z'
const AUGUST = '2026-08-01T00:00:00Z'
const JUNE = '2026-06-01T00:00:00Z'
const ms = (instant: string) => Date.parse(instant)
const nova = (from: string, price: string, extras = {}) => priceRecord('amazon.nova-pro-v1:0', from, inOut(price, price), extras)

t.test('equal books, in whatever order, make no change', async (t) => {
  t.equal(priceChange([], []), null)
  t.equal(priceChange([nova(JUNE, '1'), nova(JULY, '2')], [nova(JULY, '2'), nova(JUNE, '1')]), null)
  t.equal(priceChange([nova(JUNE, '1')], [{ ...nova(JUNE, '1'), note: 'as agreed' }]), null)
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
    t.match(priceChange(before, after), range)
    t.match(priceChange(after, before), range, 'and back')
  })
}

t.test('hours inside of which a price begins to change are named, those where one ceases to are not', async (t) => {
  const before = [nova(JUNE, '1')]
  const after = [...before, nova('2026-07-18T05:30:00Z', '2'), nova('2026-07-19T00:00:00Z', '3')]
  t.strictSame(priceChange(before, after)?.splitHours, [ms('2026-07-18T05:00:00Z') / MS_PER_HOUR])
  t.strictSame(priceChange(after, before)?.splitHours, [])
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
const arbitraryBook = fc.array(arbitraryRecord, { maxLength: 6 })

t.test('outside of the range that a change names no call costs anything else', async (t) => {
  let outside = 0
  fc.assert(fc.property(arbitraryBook, arbitraryBook, fc.integer({ min: -200, max: 400 }), fc.constantFrom('in-region', 'us', 'global'),
    fc.constantFrom('us-east-1', 'eu-west-1'), (shared, added, day, modelScope, region) => {
      const after = [...shared, ...added]
      const change = priceChange(shared, after)
      const atMs = START + day * DAY
      if (change !== null && atMs >= (change.fromMs ?? -Infinity) && atMs < (change.toMs ?? Infinity)) return
      outside += 1
      const question = {
        modelId: 'anthropic.claude-x-v1:0', modelScope, region, atMs, serviceTier: 'standard', latencyMode: 'standard', errorCode: '',
        amounts: new Map([['input', 10], ['output', 5]]), cacheWriteUnsplit: false,
      }
      const [a, b] = [shared, after].map((records) => resolvePrice(question, createPriceBook(records)))
      assert.deepEqual([a?.cost, a?.flags, a?.status], [b?.cost, b?.flags, b?.status])
    }), { numRuns: 1_500 })
  t.ok(outside > 200, `${outside} questions lay outside`)
})
