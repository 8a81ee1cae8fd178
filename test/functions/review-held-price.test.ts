import t from 'tap'
import type { PriceRecord } from '../../domain/price-record.ts'
import { approveHeld, rejectHeld } from '../../functions/review-held-price.ts'
import { syncPricing } from '../../functions/sync-pricing.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'

const KEY = 'us.example.model-v1:0'
const [DAY1, DAY2, DAY3, DAY4] = [
  '2026-07-18T05:00:00.000Z', '2026-07-19T05:00:00.000Z', '2026-07-20T05:00:00.000Z', '2026-07-21T05:00:00.000Z',
] as const

/** A price of 1 since the first day, and one of 10 held since the second. */
async function open() {
  const prices = memoryPriceStore()
  const usage = memoryUsageStore()
  const sync = (at: string, input: number) => syncPricing({
    prices, usage, clock: () => new Date(at),
    feed: { read: async () => ({ text: JSON.stringify({ [KEY]: { litellm_provider: 'bedrock', input_cost_per_token: input } }), revision: null }) },
  })
  await sync(DAY1, 1)
  await sync(DAY2, 10)
  const standing = async () => (await prices.read()).records.filter(({ key, voidedAt }) => key === KEY && typeof voidedAt !== 'string')
    .map(({ effectiveFrom, fields }) => [effectiveFrom, fields['input_cost_per_token']])
  return { prices, sync, standing }
}

const approval = { by: 'ada', at: DAY3, requestId: 'r1' }

t.test('an approved change holds since the feed said so, and is no news to the next sync', async (t) => {
  const { prices, sync, standing } = await open()
  t.match(await approveHeld({ prices }, KEY, approval), { outcome: 'done' })
  t.same(await standing(), [[DAY1, '1'], [DAY2, '10']])
  t.same(await prices.held(), [])
  t.match(await prices.audit(1), [{ by: 'ada', action: 'approve', subject: KEY, requestId: 'r1', reason: /10 times/ }])
  t.match(await sync(DAY4, 10), { added: 0, held: 0 })
  t.same(await approveHeld({ prices }, KEY, approval), { outcome: 'gone' })
})

t.test('a change approved for the past replaces what the feed had there', async (t) => {
  const { prices, sync, standing } = await open()
  await approveHeld({ prices }, KEY, { ...approval, effectiveFrom: '2026-07-01T00:00:00Z' })
  t.same(await standing(), [['2026-07-01T00:00:00Z', '10']])
  t.match(await sync(DAY4, 10), { added: 0, held: 0 })
})

t.test('a refused change is not asked again until the feed says something else', async (t) => {
  const { prices, sync, standing } = await open()
  t.equal(await rejectHeld({ prices }, KEY, { by: 'ada', at: DAY3 }), true)
  t.match(await sync(DAY4, 10), { added: 0, held: 0 })
  t.match(await prices.held(), [{ key: KEY, rejected: { by: 'ada', at: DAY3 } }])
  t.same(await standing(), [[DAY1, '1']])
  t.match(await sync(DAY4, 20), { held: 1 })
  t.match(await prices.held(), [{ key: KEY, rejected: null }])
  t.equal(await rejectHeld({ prices }, 'other', { by: 'ada', at: DAY3 }), false)
})

t.test('a price entered by hand since then is not replaced by an approval', async (t) => {
  const { prices, standing } = await open()
  const manual: PriceRecord = { key: KEY, effectiveFrom: DAY3, recordedAt: DAY3, fields: { input_cost_per_token: '7' }, source: 'override' }
  await prices.append([manual])
  t.same(await approveHeld({ prices }, KEY, approval), { outcome: 'by-hand' })
  t.same(await standing(), [[DAY1, '1'], [DAY3, '7']])
})
