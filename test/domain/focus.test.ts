import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { COST_COMPONENTS } from '../../domain/cell.ts'
import { FOCUS_COLUMNS, FOCUS_COSTS } from '../../domain/focus-columns.ts'
import { focusReport } from '../../domain/focus-report.ts'
import { formatUsd, parseUsd } from '../../domain/money.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { arbitraryCell } from '../fixtures/arbitrary-cell.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { discountOf } from '../fixtures/price-edits.ts'
import { CLAUDE_3_15, priceRecord } from '../fixtures/prices.ts'
import { pricedBucket } from '../fixtures/priced-usage.ts'

const NAMES = new Map([[SOURCE_A.accountId, 'Research']])
const PLAIN = { accountNames: NAMES, listBook: null }

const CELL = cellOf({
  inputTokens: 1000, outputTokens: 50, cacheReadTokens: 7, unpricedCalls: 0,
  cost: { ...cellOf().cost, input: parseUsd('0.003'), output: parseUsd('0.00075'), cacheRead: parseUsd('0.0000021') },
  tags: '{"team":"search"}',
})

t.test('a row for each kind of token, with every column of the specification', async (t) => {
  const { rows } = focusReport([bucketOf(SOURCE_A, 'day', '2026-12-31', [CELL])], PLAIN)
  t.strictSame(rows.map((row) => [row.SkuMeter, row.ConsumedQuantity, row.BilledCost]), [
    ['Input Tokens', 1000, '0.003'], ['Output Tokens', 50, '0.00075'], ['Cache Read Tokens', 7, '0.0000021'],
  ])
  t.strictSame(rows[0], {
    BilledCost: '0.003', BillingAccountId: '111122223333', BillingAccountName: 'Research', BillingAccountType: 'Account', BillingCurrency: 'USD',
    BillingPeriodEnd: '2027-01-01T00:00:00Z', BillingPeriodStart: '2026-12-01T00:00:00Z', ChargeCategory: 'Usage', ChargeClass: null,
    ChargeDescription: 'Input Tokens of anthropic.claude-sonnet-4-6, global, standard', ChargeFrequency: 'Usage-Based',
    ChargePeriodEnd: '2027-01-01T00:00:00Z', ChargePeriodStart: '2026-12-31T00:00:00Z', ConsumedQuantity: 1000, ConsumedUnit: 'Tokens',
    ContractedCost: '0.003', EffectiveCost: '0.003', InvoiceId: null, InvoiceIssuerName: 'AWS', ListCost: '0.003', PricingCategory: 'Standard',
    PricingQuantity: 1000, PricingUnit: 'Tokens', ProviderName: 'AWS', PublisherName: 'AWS', RegionId: 'us-east-1', RegionName: 'us-east-1',
    ServiceCategory: 'AI and Machine Learning', ServiceName: 'Amazon Bedrock', ServiceSubcategory: 'Generative AI',
    SkuId: 'anthropic.claude-sonnet-4-6/input', SkuMeter: 'Input Tokens', SkuPriceId: 'anthropic.claude-sonnet-4-6/global/standard/input',
    SubAccountId: '111122223333', SubAccountName: 'Research', SubAccountType: 'Account', Tags: '{"team":"search"}',
    x_Model: 'anthropic.claude-sonnet-4-6', x_ModelScope: 'global', x_ServiceTier: 'standard', x_TokenKind: 'input', x_CostIsComplete: true,
  })
  t.strictSame(Object.keys(rows[0] ?? {}), [...FOCUS_COLUMNS])
})

t.test('the columns that no consumer can do without are never empty', async (t) => {
  const { rows } = focusReport([bucketOf(SOURCE_B, 'day', '2026-07-18', [CELL, cellOf({ model: 'x', images: 3, unpricedCalls: 1 })])], PLAIN)
  const required = [
    'BilledCost', 'BillingAccountId', 'BillingCurrency', 'BillingPeriodEnd', 'BillingPeriodStart', 'ChargeCategory', 'ChargeDescription',
    'ChargePeriodEnd', 'ChargePeriodStart', 'ContractedCost', 'EffectiveCost', 'InvoiceIssuerName', 'ListCost', 'PricingQuantity', 'PricingUnit',
    'ProviderName', 'PublisherName', 'ServiceCategory', 'ServiceName',
  ] as const
  for (const row of rows) for (const column of required) t.ok(row[column] !== null && row[column] !== '', `${String(row.SkuMeter)}: ${column}`)
  t.match(rows.find(({ x_Model: model }) => model === 'x'), { ConsumedUnit: 'Images', BilledCost: '0', x_CostIsComplete: false })
})

t.test('costs and tokens add up to the report, to the last digit', async () => {
  fc.assert(fc.property(fc.array(arbitraryCell, { maxLength: 6 }), (cells) => {
    const { rows, total } = focusReport([bucketOf(SOURCE_A, 'hour', '2026-07-18T05', cells)], PLAIN)
    const sumOf = (column: (typeof FOCUS_COSTS)[number], of = rows) => of.reduce((sum, row) => sum + parseUsd(String(row[column])), 0n)
    for (const column of FOCUS_COSTS) assert.equal(sumOf(column), totalCost(total.measures.cost), column)
    for (const component of COST_COMPONENTS) {
      assert.equal(sumOf('BilledCost', rows.filter((row) => row.x_TokenKind === component)), total.measures.cost[component], component)
    }
    const input = rows.filter((row) => row.x_TokenKind === 'input').reduce((sum, row) => sum + Number(row.ConsumedQuantity), 0)
    assert.equal(input, total.measures.inputTokens)
  }))
})

t.test('a discount is left out of the list cost', async (t) => {
  const records = [priceRecord('global.anthropic.claude-sonnet-4-6', '2026-01-01T00:00:00Z', CLAUDE_3_15)]
  const discounted = createPriceBook(records, { version: 2, discounts: [discountOf()] })
  const hour = pricedBucket(SOURCE_A, 'hour', '2026-07-18T05', [{ inputTokens: 1_000_000 }], discounted)
  const { rows } = focusReport([hour], { accountNames: NAMES, listBook: createPriceBook(records, { version: 2, discounts: [] }) })
  t.match(rows, [{ ListCost: '3', ContractedCost: '2.55', EffectiveCost: '2.55', BilledCost: '2.55' }])
  t.equal(rows.length, 1)
  t.equal(formatUsd(parseUsd(String(rows[0]?.ListCost)) * 85n / 100n), rows[0]?.BilledCost)
})
