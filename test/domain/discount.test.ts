import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { discountFinder, factorUnits, standingDiscounts, type Discount } from '../../domain/discount.ts'
import { formatUsd } from '../../domain/money.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { quoteQuestion, quoteAnswer, type QuoteInput } from '../../domain/quote.ts'
import { resolvePrice } from '../../domain/resolve-price.ts'
import { discountOf } from '../fixtures/price-edits.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'

const RECORDS = [
  priceRecord('us.anthropic.claude-x-v1:0', '2026-01-01T00:00:00Z', CLAUDE_3_15),
  priceRecord('amazon.nova-x-v1:0', '2026-01-01T00:00:00Z', { ...inOut('0.000001', '0.000004'), input_cost_per_token_batches: '0.0000005' }),
]
const ACCOUNT = { account: '111122223333', provider: null, model: null }
const MODEL = { account: null, provider: null, model: 'anthropic.claude-x-v1:0' }

function quote(discounts: readonly Discount[], input: Partial<QuoteInput> = {}, asOf: string | null = null) {
  const question = quoteQuestion({
    modelId: 'us.anthropic.claude-x-v1:0', accountId: '111122223333', region: 'us-east-1', timestamp: '2026-07-18T05:00:00Z',
    inputTokens: 1_000, outputTokens: 100, ...input,
  })
  return quoteAnswer(resolvePrice(question, createPriceBook(RECORDS, { discounts, asOf })))
}

const CASES: [string, Discount[], Partial<QuoteInput>, { cost: string; flags: string[] }][] = [
  ['none leaves the price', [], {}, { cost: '0.0045', flags: [] }],
  ['of the provider', [discountOf()], {}, { cost: '0.003825', flags: ['discount:d1'] }],
  ['of another provider', [discountOf({ applies: { account: null, provider: 'anthropi', model: null } })], {}, { cost: '0.0045', flags: [] }],
  ['of the model, however its version is spelled', [discountOf({ applies: { ...MODEL, model: 'anthropic.claude-x' } })], {}, { cost: '0.003825', flags: ['discount:d1'] }],
  ['of a model whose name goes on', [discountOf({ applies: { ...MODEL, model: 'anthropic.claude' } })], {}, { cost: '0.0045', flags: [] }],
  ['of the account', [discountOf({ applies: ACCOUNT })], {}, { cost: '0.003825', flags: ['discount:d1'] }],
  ['of an account, where the call\'s is not known', [discountOf({ applies: ACCOUNT })], { accountId: null }, { cost: '0.0045', flags: [] }],
  ['all that match multiply', [discountOf({ id: 'd2', applies: MODEL, factor: '0.5' }), discountOf(), discountOf({ id: 'd3', applies: ACCOUNT, factor: '2' })], {},
    { cost: '0.003825', flags: ['discount:d1', 'discount:d2', 'discount:d3'] }],
  ['from its start on', [discountOf({ effectiveFrom: '2026-07-18T05:00:00Z' })], {}, { cost: '0.003825', flags: ['discount:d1'] }],
  ['not before its start', [discountOf({ effectiveFrom: '2026-07-18T06:00:00Z' })], {}, { cost: '0.0045', flags: [] }],
  ['not at its end', [discountOf({ effectiveTo: '2026-07-18T05:00:00Z' })], {}, { cost: '0.0045', flags: [] }],
  ['until its end', [discountOf({ effectiveTo: '2026-07-18T06:00:00Z' })], {}, { cost: '0.003825', flags: ['discount:d1'] }],
  ['one that is void', [discountOf({ voidedAt: '2026-07-21T00:00:00Z' })], {}, { cost: '0.0045', flags: [] }],
  ['of all components, derived and multiplied ones too', [discountOf({ applies: { ...ACCOUNT, account: '111122223333' }, factor: '0.5' })],
    { modelId: 'amazon.nova-x-v1:0', cacheReadTokens: 1_000, serviceTier: 'flex' },
    { cost: '0.0004125', flags: ['derived:cache_read', 'tier:flex x0.5', 'discount:d1'] }],
  ['of prices listed for batches', [discountOf({ applies: ACCOUNT, factor: '0.5' })], { modelId: 'amazon.nova-x-v1:0', outputTokens: 0, serviceTier: 'batch' },
    { cost: '0.00025', flags: ['tier:batch', 'discount:d1'] }],
  ['of long-context prices', [discountOf({ factor: '0.5' })], { inputTokens: 300_000, outputTokens: 0 }, { cost: '0.9', flags: ['discount:d1'] }],
]

for (const [name, discounts, input, expected] of CASES) {
  t.test(`a discount: ${name}`, async (t) => {
    const answer = quote(discounts, input)
    t.match(answer, expected)
    t.strictSame(answer['flags'], expected.flags)
    t.equal(answer['status'], expected.flags.some((flag) => flag.startsWith('derived')) ? 'estimated' : 'priced', 'a discount is no estimate')
  })
}

t.test('a book as of an instant has the discounts that stood then', async (t) => {
  const discounts = [discountOf({ recordedAt: '2026-07-20T00:00:00Z', voidedAt: '2026-07-22T00:00:00Z' })]
  const costs = ['2026-07-19', '2026-07-20', '2026-07-22'].map((day) => quote(discounts, {}, `${day}T00:00:00Z`)['cost'])
  t.strictSame(costs, ['0.0045', '0.003825', '0.0045'])
  t.strictSame(standingDiscounts(discounts, null), [])
})

t.test('the start and the end of a discount are changes of the book, those of a void one are not', async (t) => {
  const first = Date.parse('2026-01-01T00:00:00Z')
  const [from, to] = ['2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z']
  const changes = (discount: Discount) => createPriceBook(RECORDS, { discounts: [discount] }).changesMs.filter((ms) => ms > first)
  t.strictSame(changes(discountOf({ effectiveFrom: from, effectiveTo: to })), [Date.parse(from), Date.parse(to)])
  t.strictSame(changes(discountOf({ effectiveFrom: from, effectiveTo: to, voidedAt: to })), [])
})

const FACTORS: [string, bigint | null][] = [
  ['0.85', 8_500n], ['1', 10_000n], ['10', 100_000n], ['0.0001', 1n], ['1.1', 11_000n], ['10.0000', 100_000n],
  ['0', null], ['0.0000', null], ['10.0001', null], ['11', null], ['0.00001', null], ['-1', null], ['1,5', null], ['Infinity', null],
  ['1e1', null], ['', null], [' 1', null], ['01', null], ['.5', null], ['1.', null], ['0x1', null], ['\u0661', null], ['1'.repeat(40), null],
]

t.test('a factor is a decimal above 0 and at most 10 with at most 4 decimals', async (t) => {
  for (const [text, units] of FACTORS) t.equal(factorUnits(text), units, JSON.stringify(text))
})

t.test('a discount that cannot be read is named', async (t) => {
  t.throws(() => createPriceBook([], { discounts: [discountOf({ factor: '0' })] }), /d1.*factor "0"/)
  t.throws(() => createPriceBook([], { discounts: [discountOf({ effectiveFrom: 'soon' })] }), /"soon" is not an ISO instant/)
})

t.test('factors together round once and half up, in whatever order', async () => {
  const call = { accountId: '', modelId: 'anthropic.x', atMs: Date.parse('2026-08-01T00:00:00Z') }
  const units = fc.integer({ min: 1, max: 100_000 })
  fc.assert(fc.property(fc.array(units, { minLength: 1, maxLength: 4 }), fc.bigInt({ min: 0n, max: 10n ** 20n }), (all, price) => {
    const discounts = all.map((unit, index) => discountOf({ id: `d${index}`, factor: formatUsd(BigInt(unit) * 10n ** 14n) }))
    const applied = discountFinder(discounts)(call).apply(price)
    assert.equal(discountFinder([...discounts].reverse())(call).apply(price), applied)
    const exact = all.reduce((product, unit) => product * BigInt(unit), price)
    const scale = 10_000n ** BigInt(all.length)
    const twice = 2n * (applied * scale - exact)
    assert.ok(twice > -scale && twice <= scale)
  }))
})
