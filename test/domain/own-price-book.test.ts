import t from 'tap'
import { OWN_PRICE_RECORDS, recordsFromSheet } from '../../domain/own-price-book.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { isIgnoredPriceKey } from '../../domain/price-key.ts'
import { priceInstants } from '../../domain/price-cell.ts'
import { quoteAnswer, quoteQuestion, type QuoteInput } from '../../domain/quote.ts'
import { resolvePrice } from '../../domain/resolve-price.ts'

t.test('a sheet lists one record for each key of each row', async (t) => {
  const records = recordsFromSheet({ models: [{
    model: 'a.b', source: 's', corrections: ['c', 'd'],
    prices: [{
      keys: ['', 'us.'], from: '2026-01-02', older: true, dropped: true,
      usd: { input: '2.1875', imagesOut: '0.04' }, batch: { input: '1' }, longContext: { thresholdK: 272, inclusive: true, usd: { output: '3' } },
    }],
  }] })
  t.same(records.map((record) => record.key), ['a.b', 'us.a.b'])
  t.same(records[1], {
    key: 'us.a.b', effectiveFrom: '2026-01-02T00:00:00Z', recordedAt: '2026-01-02T00:00:00Z',
    fields: {
      input_cost_per_token: '0.0000021875', output_cost_per_image: '0.04', input_cost_per_token_batches: '0.000001',
      output_cost_per_token_above_272k_tokens: '0.000003',
    },
    leftCensored: true, listedLatest: false, thresholdInclusive: true, source: 's', note: 'c; d',
  })
})

t.test('the book holds every price once, none of them ignored, and splits no hour', async (t) => {
  t.equal(OWN_PRICE_RECORDS.length, 425)
  t.equal(new Set(OWN_PRICE_RECORDS.map((record) => record.key)).size, 395)
  t.equal(new Set(OWN_PRICE_RECORDS.map((record) => `${record.key} ${record.effectiveFrom}`)).size, OWN_PRICE_RECORDS.length)
  t.same(OWN_PRICE_RECORDS.filter((record) => isIgnoredPriceKey(record.key)), [])
  t.same(priceInstants(createPriceBook(OWN_PRICE_RECORDS), 0, Date.parse('2030-01-01T00:00:00Z')), [])
})

t.test('known prices come out, with the corrections that feeds lack', async (t) => {
  const book = createPriceBook(OWN_PRICE_RECORDS)
  const cases: [input: Partial<QuoteInput>, cost: string, status: string][] = [
    [{ modelId: 'global.anthropic.claude-sonnet-4-6', inputTokens: 1000, outputTokens: 500 }, '0.0105', 'priced'],
    [{ modelId: 'us.anthropic.claude-sonnet-4-6', inputTokens: 1000, outputTokens: 500 }, '0.01155', 'priced'],
    [{ modelId: 'anthropic.claude-sonnet-4-6', inputTokens: 1000, outputTokens: 500 }, '0.01155', 'priced'],
    [{ modelId: 'anthropic.claude-sonnet-4-6', inputTokens: 1000, outputTokens: 500, region: 'ap-northeast-1' }, '0.01155', 'priced'],
    [{ modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', inputTokens: 1000, timestamp: '2025-10-09T00:00:00Z' }, '0.0033', 'priced'],
    [{ modelId: 'eu.anthropic.claude-opus-4-5-20251101-v1:0', inputTokens: 1000 }, '0.0055', 'priced'],
    [{ modelId: 'us.anthropic.claude-opus-4-5-20251101-v1:0', inputTokens: 1000, timestamp: '2025-12-01T00:00:00Z' }, '0.0055', 'priced'],
    [{ modelId: 'global.anthropic.claude-opus-4-6-v1', inputTokens: 300_000, timestamp: '2026-03-12T23:59:59.999Z' }, '3', 'priced'],
    [{ modelId: 'global.anthropic.claude-opus-4-6-v1', inputTokens: 300_000, timestamp: '2026-03-13T00:00:00Z' }, '1.5', 'priced'],
    [{ modelId: 'us.anthropic.claude-opus-4-6-v1:0', inputTokens: 1000 }, '0.0055', 'priced'],
    [{ modelId: 'global.anthropic.claude-haiku-4-5-20251001-v1:0', inputTokens: 1000, timestamp: '2025-11-20T00:00:00Z' }, '0.001', 'priced'],
    [{ modelId: 'jp.anthropic.claude-opus-4-7', cacheWrite1hTokens: 1000 }, '0.011', 'priced'],
    [{ modelId: 'amazon.titan-embed-text-v2:0', inputTokens: 8000, timestamp: '2025-12-24T00:00:00Z' }, '0.00016', 'priced'],
    [{ modelId: 'amazon.nova-pro-v1:0', cacheReadTokens: 1000, cacheWriteTokens: 1000 }, '0.0002', 'priced'],
    [{ modelId: 'us.meta.llama3-1-70b-instruct-v1:0', inputTokens: 1000 }, '0.00072', 'priced'],
    [{ modelId: 'openai.gpt-5.6-sol', inputTokens: 1000, timestamp: '2026-08-20T00:00:00Z' }, '0.0055', 'priced'],
    [{ modelId: 'openai.gpt-5.6-sol', inputTokens: 1000, timestamp: '2026-09-01T00:00:00Z' }, '0.0044', 'priced'],
    [{ modelId: 'openai.gpt-5.6-terra', inputTokens: 272_000, timestamp: '2026-09-01T00:00:00Z' }, '1.1968', 'priced'],
    [{ modelId: 'meta.llama3-70b-instruct-v1:0', inputTokens: 1000, region: 'eu-west-2' }, '0.00345', 'priced'],
    [{ modelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0', inputTokens: 1000, region: 'us-gov-west-1' }, '0.0036', 'priced'],
    [{ modelId: 'anthropic.claude-v2', inputTokens: 1000 }, '0.008', 'priced'],
    [{ modelId: 'amazon.nova-canvas-v1:0', quantities: { imagesOut: 2 } }, '0.12', 'priced'],
    [{ modelId: 'amazon.nova-micro-v1:0', inputTokens: 1000, timestamp: '2024-12-20T00:00:00Z' }, '0.000035', 'estimated'],
  ]
  for (const [input, cost, status] of cases) {
    const question = quoteQuestion({ timestamp: '2026-07-20T12:00:00Z', region: 'us-east-1', ...input })
    t.match(quoteAnswer(resolvePrice(question, book)), { cost, status }, JSON.stringify(input))
  }
})
