import t from 'tap'
import { mergeBuckets } from '../../../domain/bucket.ts'
import { createPriceBook } from '../../../domain/price-book.ts'
import { appOf, storeWithUsage, type AppOfOptions } from '../../fixtures/app.ts'
import { SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'
import { memoryPriceStore } from '../../fixtures/memory-price-store.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'
import { pricedBucket } from '../../fixtures/priced-usage.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../../fixtures/prices.ts'

const FROM = '2026-01-01T00:00:00Z'
const RECORDS = [
  priceRecord('global.anthropic.claude-test', FROM, CLAUDE_3_15, { source: 'litellm' }),
  priceRecord('amazon.nova-test', FROM, inOut('0.0000008', '0.0000032')),
  priceRecord('amazon.nova-test', '2026-11-22T12:00:00Z', inOut('0.000001', '0.000004'), { source: 'manual', note: 'negotiated' }),
]
const BOOK = createPriceBook(RECORDS, { version: 1 })
const CLAUDE = { model: 'anthropic.claude-test', modelScope: 'global', calls: 2, inputTokens: 1_000_000, outputTokens: 10_000 }
const NOVA = { model: 'amazon.nova-test', modelScope: 'in-region', caller: 'batch', inputTokens: 1_000_000 }

/** Yesterday, when the price of Nova changed at noon, as a day and as hours, and an hour of today. */
async function pricedApp(options: AppOfOptions & { keepsHours?: boolean } = {}) {
  const { keepsHours = true, ...rest } = options
  const usage = memoryUsageStore()
  const hours = ['05', '15'].map((hour) => pricedBucket(SOURCE_A, 'hour', `2026-11-22T${hour}`, [CLAUDE, NOVA], BOOK))
  await usage.put([
    mergeBuckets('day', '2026-11-22', SOURCE_A, hours), ...(keepsHours ? hours : []),
    pricedBucket(SOURCE_B, 'hour', '2026-11-23T19', [{ ...NOVA, caller: 'alice', calls: 3 }, { model: 'acme.x', inputTokens: 7 }], BOOK),
  ])
  for (const source of [SOURCE_A, SOURCE_B]) await usage.noteSource({ ...source, newestEvent: '2026-11-23T19:35:00.000Z' })
  await usage.saveRun({
    kind: 'aggregate-stats', startedAt: '2026-11-23T20:30:00Z', finishedAt: '2026-11-23T20:30:00Z', outcome: 'ok',
    dataUpTo: '2026-11-23T00:00:00.000Z', bucketsWritten: 1, message: null,
  })
  const prices = memoryPriceStore()
  await prices.append(RECORDS)
  return { app: await appOf(usage, { prices, ...rest }), prices }
}

const textOf = (body: string) => body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
const sumLine = (body: string) => /Adds up to (\S+)/.exec(textOf(body))?.[1]
const lineCosts = (body: string) => [...body.matchAll(/<td>(\$[\d.]+)<\/td><\/tr>/g)].map((match) => match[1])

t.test('a dollar is explained by amounts, unit prices, records and what is missing', async (t) => {
  const { app } = await pricedApp()
  const { body } = await app.inject({ url: '/explain?tz=UTC' })
  const text = textOf(body)
  for (const part of [
    'What $9.10 is made of', 'Input 2,000,000 $3.00 per 1M $6.00', 'Output 20,000 $15.00 per 1M $0.30',
    'Input 1,000,000 $0.80 per 1M $0.80', 'Input 2,000,000 $1.00 per 1M $2.00', 'Price key global.anthropic.claude-test',
    'In force since 22 Nov 2026, 12:00 UTC', 'Source manual', 'Note negotiated', 'No price is known for this model.',
    '1 call without a known price: their dollars are missing from this sum.', 'Adds up to $9.10',
  ]) t.ok(text.includes(part), part)
  t.same(lineCosts(body).length, 4)
})

t.test('filters and what a page narrows down to narrow the explanation', async (t) => {
  const { app } = await pricedApp()
  const cases: [query: string, sum: string, shown: string][] = [
    ['model=amazon.nova-test', '$2.80', 'Nova Test'], ['caller=alice', '$1.00', 'Nova Test'], ['component=output', '$0.30', 'Component: Output'],
    ['scope=global', '$6.30', 'Scope: global'], ['error=any', '$0.00', 'Failed calls'], ['tier=flex', '$0.00', 'Tier: flex'],
    ['kind=role', '$0.00', 'Kind: role'], ['from=2026-11-22&to=2026-11-23', '$8.10', 'Claude Test'],
  ]
  for (const [query, sum, shown] of cases) {
    const part = await app.inject({ url: `/explain?${query}`, headers: { 'hx-request': 'true', 'hx-target': 'section#explain' } })
    t.equal(sumLine(part.body), sum, query)
    t.ok(textOf(part.body).includes(shown), shown)
  }
  t.equal((await app.inject({ url: '/explain?component=all' })).statusCode, 200)
  t.equal((await app.inject({ url: '/explain?component=tea' })).statusCode, 400)
  t.equal((await app.inject({ url: '/explain?scope=us&scope=eu' })).statusCode, 400)
})

t.test('where hours are no longer kept, what a change of price divided is told as such', async (t) => {
  const { app } = await pricedApp({ keepsHours: false })
  const { body } = await app.inject({ url: '/explain?model=amazon.nova-test' })
  t.match(textOf(body), 'across a change of price $1.80 Adds up to $2.80')
})

t.test('a cost that was computed with other prices says so', async (t) => {
  const { app, prices } = await pricedApp()
  await prices.append([priceRecord('global.anthropic.claude-test', '2026-06-01T00:00:00Z', { ...CLAUDE_3_15, input_cost_per_token: '0.000002' })])
  const text = textOf((await app.inject({ url: '/explain?scope=global' })).body)
  t.match(text, '$6.30 was computed with other prices than those known now, which make it $4.30')
  t.match(text, 'Computed with version 1 of the price list; it now stands at version 2.')
  t.match(text, 'Input 2,000,000 – $6.00')
  t.match(text, 'Adds up to $6.30')
})

t.test('the panel is, byte for byte, what it is in the page, and nobody sees more than access allows', async (t) => {
  const { app } = await pricedApp({ access: { accounts: 'all', callers: ['batch'] } })
  const page = (await app.inject({ url: '/explain?tz=UTC' })).body
  const part = await app.inject({ url: '/explain?tz=UTC', headers: { 'hx-request': 'true', 'hx-target': 'section#explain' } })
  t.ok(page.includes(part.body))
  t.equal(sumLine(page), '$1.80')
  t.notMatch(page, 'Claude Test')
})

t.test('where prices cannot be read there is an error, and the other pages go on', async (t) => {
  const app = await appOf(await storeWithUsage(), {
    prices: { ...memoryPriceStore(), read: async () => { throw new Error('secret-table-name') } },
  })
  const page = await app.inject({ url: '/explain?tz=UTC' })
  t.equal(page.statusCode, 503)
  t.notMatch(page.body, 'secret-table-name')
  t.equal((await app.inject({ url: '/models?tz=UTC' })).statusCode, 200)
})
