import t from 'tap'
import { createPriceBook } from '../../../domain/price-book.ts'
import { quoteQuestion, type QuoteInput } from '../../../domain/quote.ts'
import { resolvePrice } from '../../../domain/resolve-price.ts'
import { explainPrice } from '../../../server/commands/explain-price.ts'
import { CLAUDE_3_15, priceRecord } from '../../fixtures/prices.ts'

const BOOK = createPriceBook([
  priceRecord('us.anthropic.claude-test', '2026-01-01T00:00:00Z', CLAUDE_3_15, { source: 'the feed', note: 'a note' }),
  priceRecord('cohere.rerank-test', '2026-01-01T00:00:00Z', { input_cost_per_query: '0.002' }),
])

function explain(input: Partial<QuoteInput>): string {
  const question = quoteQuestion({ timestamp: '2026-07-01T00:00:00Z', region: 'us-east-1', ...input })
  return explainPrice(question, resolvePrice(question, BOOK))
}

t.test('a price is explained by its key, its record, its multipliers and its unit prices', async (t) => {
  t.equal(explain({ modelId: 'us.anthropic.claude-test', inputTokens: 200_001, outputTokens: 5, serviceTier: 'batch' }), [
    'cost            $0.60005925',
    'status          priced',
    'model           anthropic.claude-test (us)',
    'price key       us.anthropic.claude-test',
    'in force since  2026-01-01T00:00:00Z',
    'source          the feed',
    'note            a note',
    'long context    above_200k_tokens',
    'flags           tier:batch x0.5',
    '',
    'unit    amount           USD    cost USD',
    'input   200001      3 per 1M    0.600003',
    'output       5  11.25 per 1M  0.00005625',
    '',
  ].join('\n'))
})

t.test('a missing price is explained by its reason', async (t) => {
  t.match(explain({ modelId: 'acme.x' }), /^cost {12}unknown\nstatus {10}unpriced[^]*unknown_model: no price is known for this model\n$/)
  t.match(explain({ modelId: 'us.anthropic.claude-test', quantities: { imagesOut: 1 } }), /no_unit_price:imagesOut: no amount or no price for imagesOut/)
  t.match(explain({ modelId: 'cohere.rerank-test' }), /queries {7}1  0\.002 each {5}0\.002/)
})
