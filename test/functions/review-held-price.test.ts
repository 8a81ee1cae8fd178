import t from 'tap'
import { draftHeld } from '../../domain/held-draft.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { decideHeld } from '../../functions/review-held-price.ts'
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

/** Decides about what is held of the key; resolves to the outcome, or to what is wrong. */
async function decide(prices: PriceStore, fields: Readonly<Record<string, string>>, requestId = 'request 1') {
  const [held] = await prices.held()
  const context = { prices: await prices.read(), by: 'ada', at: DAY3, via: 'form', requestId } as const
  const draft = draftHeld(await prices.held(), { key: KEY, recordedAt: DAY2, ...fields }, context)
  if (!draft.ok || held === undefined) return draft
  return decideHeld({ prices }, held, draft.edit)
}

t.test('an approved change holds since the feed said so, and is no news to the next sync', async (t) => {
  const { prices, sync, standing } = await open()
  t.match(await decide(prices, { action: 'approve', effectiveFrom: '' }), { outcome: 'done' })
  t.same(await standing(), [[DAY1, '1'], [DAY2, '10']])
  t.same(await prices.held(), [])
  t.match(await prices.audit(1), [{
    by: 'ada', at: DAY3, action: 'approve', subject: KEY, requestId: 'request 1', reason: /^approved, although input_cost_per_token is 10 times/,
    before: '{"fields":{"input_cost_per_token":"1"}}', after: `{"effectiveFrom":"${DAY2}","fields":{"input_cost_per_token":"10"}}`,
  }])
  t.match(await sync(DAY4, 10), { added: 0, held: 0 })
  t.match(await decide(prices, { action: 'approve' }, 'request 2'), { ok: false, isConflict: true, errors: [{ field: 'key' }] })
})

t.test('a change approved for the past replaces what the feed had there', async (t) => {
  const { prices, sync, standing } = await open()
  await decide(prices, { action: 'approve', effectiveFrom: '2026-07-01', reason: 'as announced' })
  t.same(await standing(), [['2026-07-01T00:00:00Z', '10']])
  t.match(await prices.audit(1), [{ reason: 'as announced' }])
  t.match(await sync(DAY4, 10), { added: 0, held: 0 })
})

t.test('a refused change is not asked again until the feed says something else, and the log tells who refused it and why', async (t) => {
  const { prices, sync, standing } = await open()
  const before = (await prices.read()).changes
  t.match(await decide(prices, { action: 'reject' }), { outcome: 'done' })
  t.match(await prices.audit(1), [{ by: 'ada', at: DAY3, action: 'reject', subject: KEY, reason: /^rejected, since input_cost_per_token is 10 times/ }])
  t.same((await prices.read()).changes, before, 'there is nothing to reprice')
  t.match(await sync(DAY4, 10), { added: 0, held: 0 })
  t.match(await prices.held(), [{ key: KEY, rejected: { by: 'ada', at: DAY3 } }])
  t.same(await standing(), [[DAY1, '1']])
  t.match(await sync(DAY4, 20), { held: 1 })
  t.match(await prices.held(), [{ key: KEY, rejected: null }])
})

t.test('what was refused may be approved later', async (t) => {
  const { prices, standing } = await open()
  await decide(prices, { action: 'reject' })
  t.match(await decide(prices, { action: 'approve' }, 'request 2'), { outcome: 'done' })
  t.same(await standing(), [[DAY1, '1'], [DAY2, '10']])
  t.same(await prices.held(), [])
})

t.test('a decision that died half-way is made whole when it is sent again', async (t) => {
  for (const action of ['approve', 'reject']) {
    const { prices } = await open()
    const died = () => Promise.reject(new Error('died'))
    await t.rejects(decide({ ...prices, dropHeld: died, saveHeld: died }, { action }), /died/)
    t.match(await decide(prices, { action }), { outcome: 'done' })
    t.equal((await prices.audit(10)).filter((line) => line.action === action).length, 1)
    t.same((await prices.held()).map(({ rejected }) => rejected?.by), action === 'approve' ? [] : ['ada'])
  }
})

t.test('a price entered by hand since then is not replaced by an approval', async (t) => {
  const { prices, standing } = await open()
  const manual: PriceRecord = { key: KEY, effectiveFrom: DAY3, recordedAt: DAY3, fields: { input_cost_per_token: '7' }, source: 'override' }
  await prices.append([manual])
  t.match(await decide(prices, { action: 'approve' }), { ok: false, isConflict: true, errors: [{ field: 'key', message: /by hand/ }] })
  t.same(await standing(), [[DAY1, '1'], [DAY3, '7']])
})

t.test('two decisions at once: the second is told', async (t) => {
  const { prices } = await open()
  const [held] = await prices.held()
  const context = { prices: await prices.read(), by: 'ada', at: DAY3, via: 'form' } as const
  const outcomes = []
  for (const [action, requestId] of [['reject', 'request 1'], ['approve', 'request 2']] as const) {
    const draft = draftHeld(await prices.held(), { key: KEY, recordedAt: DAY2, action, seen: '0' }, { ...context, requestId })
    if (draft.ok && held !== undefined) outcomes.push((await decideHeld({ prices }, held, draft.edit)).outcome)
  }
  t.same(outcomes, ['done', 'conflict'])
  t.equal((await prices.held())[0]?.rejected?.by, 'ada')
})

t.test('what makes no sense is told by field', async (t) => {
  const { prices } = await open()
  const cases: [fields: Record<string, string>, field: string][] = [
    [{ action: 'eat' }, 'action'], [{ action: 'approve', effectiveFrom: '2026-07-01T05:30' }, 'effectiveFrom'],
    [{ action: 'reject', effectiveFrom: '2026-07-01' }, 'effectiveFrom'], [{ action: 'approve', reason: '<b>' }, 'reason'],
    [{ action: 'approve', more: '1' }, 'more'], [{ action: 'approve', recordedAt: '' }, 'recordedAt'], [{ action: 'approve', seen: '-1' }, 'seen'],
  ]
  for (const [fields, field] of cases) {
    t.match(await decide(prices, fields), { ok: false, isConflict: false, errors: [{ field }] }, JSON.stringify(fields))
  }
  t.equal((await prices.audit(10)).filter(({ action }) => action !== 'sync').length, 0)
})
