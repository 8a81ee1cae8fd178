import t from 'tap'
import { parsePriceFields, usabilityOf } from '../../domain/price-fields.ts'

t.test('fields sort into base, batch and long-context prices, the highest threshold first', async (t) => {
  const fields = parsePriceFields({
    input_cost_per_token: '0.000001',
    input_cost_per_token_batches: '0.0000005',
    input_cost_per_token_above_200k_tokens: '0.000002',
    cache_creation_input_token_cost_above_1hr: '0.000003',
    cache_creation_input_token_cost_above_1hr_above_200k_tokens: '0.000004',
    output_cost_per_token_above_272k_tokens: '0.000005',
    output_cost_per_image: '0.04',
    output_cost_per_image_premium_image: '0.06',
    input_cost_per_second: '0.01',
  })
  const micro = 10n ** 12n
  t.same(fields, {
    base: { input: micro, cacheWrite1h: 3n * micro, imagesOut: 40_000n * micro },
    batch: { input: micro / 2n },
    longContext: [
      { label: 'above_272k_tokens', thresholdTokens: 272_000, prices: { output: 5n * micro } },
      { label: 'above_200k_tokens', thresholdTokens: 200_000, prices: { input: 2n * micro, cacheWrite1h: 4n * micro } },
    ],
  })
})

t.test('a bad price is refused with the name of its field', async (t) => {
  t.throws(() => parsePriceFields({ input_cost_per_token: '3e-07' }), /^input_cost_per_token: "3e-07" is not a decimal/)
  t.throws(() => parsePriceFields({ output_cost_per_token: '-1' }), /^output_cost_per_token: a price cannot be negative/)
  t.throws(() => parsePriceFields({ input_cost_per_second: 'x' }), /^input_cost_per_second/)
})

t.test('prices that are all 0 mean that none is known', async (t) => {
  const cases: [Record<string, string>, string][] = [
    [{ input_cost_per_token: '0', output_cost_per_token: '0' }, 'zero'],
    [{ input_cost_per_token: '0.0000001', output_cost_per_token: '0' }, 'usable'],
    [{ input_cost_per_token: '0', input_cost_per_query: '0.001' }, 'usable'],
    [{ input_cost_per_second: '0.01' }, 'none'],
    [{}, 'none'],
  ]
  for (const [fields, usability] of cases) t.equal(usabilityOf(parsePriceFields(fields)), usability, JSON.stringify(fields))
})
