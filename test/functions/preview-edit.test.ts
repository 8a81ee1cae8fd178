import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { draftDiscount } from '../../domain/discount-draft.ts'
import type { DraftFields } from '../../domain/draft-fields.ts'
import { draftPrice, type Draft, type DraftContext } from '../../domain/price-draft.ts'
import type { PriceEdit } from '../../domain/price-edit.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { ComputeCostPorts } from '../../functions/compute-cost.ts'
import { previewEdit } from '../../functions/preview-edit.ts'
import { reprice } from '../../functions/reprice.ts'
import { callAgo, costPipeline, START } from '../fixtures/cost-pipeline.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

const KEY = 'us.anthropic.claude-sonnet-4-6'
const NOVA = 'amazon.nova-pro-v1:0'
const OPTIONS = { hoursKept: null, tagDimensions: [] }
const ago = (hours: number) => new Date(START - hours * 3_600_000).toISOString()

/** Calls of ten weeks in three sources, computed and rolled up; one of their models has prices that begin inside of an hour. */
async function settled() {
  const pipeline = await costPipeline()
  const hours = [2, 30.5, 60, 60.9, 200, 400, 900, 1_600, 1_700]
  const call = (hour: number, id: string, overrides: Partial<UsageEvent>) => callAgo(hour, { request_id: `${id} ${hour}`, ...overrides })
  pipeline.rows.push(
    ...hours.map((hour) => call(hour, 'claude', {})),
    ...hours.map((hour) => call(hour, 'ireland', { region: 'eu-west-1', input_tokens: 1_234, output_tokens: 7 })),
    ...hours.map((hour) => call(hour, 'nova', { account_id: '999988887777', model_id: NOVA, model_scope: 'in-region' })),
  )
  await pipeline.ports.prices.append([
    priceRecord(NOVA, ago(500.4), inOut('0.0000008', '0.0000032'), { source: 'litellm' }),
    priceRecord(NOVA, ago(60.5), inOut('0.0000009', '0.0000031'), { source: 'litellm' }),
  ])
  await pipeline.run({ lookBackHours: null })
  await pipeline.rollUp()
  await reprice(pipeline.ports, OPTIONS)
  return pipeline
}

/** Cost of all stored buckets of a period, by month. */
async function costs({ usage }: ComputeCostPorts, period: 'hour' | 'month'): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>()
  for (const { accountId, region } of await usage.listSources()) {
    for await (const { start, cells } of usage.readBuckets({ accountId, region }, period, null, null)) {
      const cost = cells.reduce((sum, cell) => sum + totalCost(cell.cost), 0n)
      sums.set(start.slice(0, 7), (sums.get(start.slice(0, 7)) ?? 0n) + cost)
    }
  }
  return sums
}

function differences(before: ReadonlyMap<string, bigint>, after: ReadonlyMap<string, bigint>): [string, bigint][] {
  const all = [...after].map(([month, cost]): [string, bigint] => [month, cost - (before.get(month) ?? 0n)])
  return all.filter(([, cost]) => cost !== 0n).sort()
}

function editOf(draft: Draft): PriceEdit | null {
  return draft.ok ? draft.edit : null
}

const hour = (hours: number) => `${ago(hours).slice(0, 13)}:00`
const price = fc.constantFrom('0.8', '3', '3.000000001', '17.25', '0.000000001')
const ends = fc.tuple(fc.integer({ min: 0, max: 1_750 }), fc.integer({ min: 1, max: 800 }), fc.boolean()).map(([to, length, open]) => {
  return { effectiveFrom: hour(to + length), effectiveTo: open ? '' : hour(to) }
})
const correction = fc.tuple(fc.constantFrom(KEY, NOVA), ends, price, price).map(([key, range, input, output]): DraftFields => ({
  action: 'correct', key, ...range, input, output, cacheRead: 'none', cacheWrite5m: '4', cacheWrite1h: 'none',
  longInput: 'none', longOutput: 'none', longCacheRead: 'none', longCacheWrite5m: 'none', longCacheWrite1h: 'none',
}))
const terms = fc.tuple(
  fc.constantFrom(['account', '999988887777'], ['provider', 'anthropic'], ['model', 'anthropic.claude-sonnet-4-6'], ['model', NOVA]),
  ends, fc.constantFrom('0.85', '0.3333', '1.1', '0.0001'),
).map(([[appliesTo, target], range, factor]): DraftFields => ({ appliesTo, target, factor, ...range }))

type Step = (context: DraftContext, seen: (subject: string) => string) => Draft
const step: fc.Arbitrary<Step> = fc.oneof(
  correction.map((fields): Step => (context, seen) => draftPrice({ ...fields, reason: 'as agreed', seen: seen(String(fields.key)) }, context)),
  terms.map((fields): Step => (context) => draftDiscount({ ...fields, action: 'add', reason: 'as agreed', seen: '0' }, context)),
  fc.nat().map((which): Step => (context, seen) => {
    const standing = context.prices.discounts.filter(({ voidedAt }) => voidedAt === null)
    const id = standing[which % Math.max(1, standing.length)]?.id ?? ''
    return draftDiscount({ action: 'void', id, reason: 'has ended', seen: seen(`discount:${id}`) }, context)
  }),
  fc.nat().map((which): Step => (context, seen) => {
    const standing = context.prices.records.filter(({ voidedAt }) => typeof voidedAt !== 'string')
    const { key = '', effectiveFrom = '', recordedAt = '' } = standing[which % standing.length] ?? {}
    return draftPrice({ action: 'void', key, effectiveFrom, recordedAt, reason: 'was a mistake', seen: seen(key) }, context)
  }),
)

t.test('a preview equals what the edit and repricing make of every month, to the last digit, edit after edit', async (t) => {
  let [changing, certain] = [0, 0]
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
    const { ports, stored, expected, clock } = await settled()
    for (const [index, next] of steps.entries()) {
      clock.nowMs += 60_000
      const prices = await ports.prices.read()
      const context = { prices, at: ports.clock().toISOString(), by: 'alice', via: 'form', requestId: String(index) } as const
      const edit = editOf(next(context, (subject) => String(prices.revisions.get(subject) ?? 0)))
      if (edit === null) continue
      const preview = await previewEdit(ports, edit)
      const before = { hour: await costs(ports, 'hour'), month: await costs(ports, 'month') }
      assert.equal((await ports.prices.edit(edit)).outcome, 'done')
      await reprice(ports, OPTIONS)
      assert.deepEqual(await stored(), await expected())
      if (preview.uncertainHours > 0) continue
      certain += 1
      changing += Number(preview.hours > 0)
      const told = preview.months.map(({ month, before, after }) => [month, after - before]).filter(([, cost]) => cost !== 0n)
      assert.deepEqual(told, differences(before.hour, await costs(ports, 'hour')))
      const whole = differences(before.month, await costs(ports, 'month'))
      assert.deepEqual(told.filter(([month]) => whole.some(([other]) => other === month)), whole)
      assert.equal(preview.after - preview.before, told.reduce((sum, [, cost]) => sum + BigInt(cost ?? 0), 0n))
    }
  }), { numRuns: 60 })
  t.ok(changing > 50, `${changing} of ${certain} edits changed a cost`)
})

t.test('a preview counts the hours and accounts whose cost changes, and asks no events', async (t) => {
  const { ports } = await settled()
  const context = { prices: await ports.prices.read(), at: ago(0), by: 'alice', via: 'form', requestId: '1' } as const
  const half = { action: 'add', appliesTo: 'provider', target: 'anthropic', factor: '0.5', reason: 'as agreed', seen: '0' }
  const preview = await previewEdit(ports, editOf(draftDiscount({ ...half, effectiveFrom: hour(400), effectiveTo: hour(59) }, context))!)
  t.match(preview, { accounts: 1, hours: 8, uncertainHours: 0, months: [{ month: '2026-07' }] })
  t.equal(preview.after * 2n, preview.before)
  const never = await previewEdit(ports, editOf(draftDiscount({ ...half, effectiveFrom: '2030-01-01' }, context))!)
  t.strictSame(never, { months: [], before: 0n, after: 0n, accounts: 0, hours: 0, uncertainHours: 0 })
})

t.test('before is what costs will be once the changes so far are carried out', async (t) => {
  const { ports } = await settled()
  await ports.prices.append([priceRecord(KEY, ago(901), inOut('0.000004', '0.00002'))])
  const context = { prices: await ports.prices.read(), at: ago(0), by: 'alice', via: 'form', requestId: '1' } as const
  const fields = { action: 'add', appliesTo: 'account', target: '111122223333', factor: '0.5', effectiveFrom: hour(5_000), reason: 'as agreed', seen: '0' }
  const edit = editOf(draftDiscount(fields, context))!
  const early = await previewEdit(ports, edit)
  await reprice(ports, OPTIONS)
  t.strictSame(await previewEdit(ports, edit), early)
})
