import t from 'tap'
import { readLiteLlm, recordsFromLiteLlm } from '../../domain/litellm.ts'

const DATES = { effectiveFrom: '2026-08-01T00:00:00Z', recordedAt: '2026-08-02T00:00:00Z' }

t.test('Bedrock entries of every mode become records with exact decimals', async (t) => {
  const file = `{
    "sample_spec": {"litellm_provider": "bedrock", "input_cost_per_token": 1},
    "gpt-4": {"litellm_provider": "openai", "input_cost_per_token": 3e-05},
    "amazon.nova-2-pro": {"litellm_provider": "bedrock_converse", "mode": "chat", "max_tokens": 64000,
      "input_cost_per_token": 2.1875e-06, "output_cost_per_token": 1.75e-05, "cache_read_input_token_cost": 5.46875e-07,
      "input_cost_per_token_above_200k_tokens": 3.3000000000000006e-06, "input_cost_per_token_batches": null,
      "search_context_cost_per_query": {"search_context_size_low": 0.01}, "supports_vision": true},
    "bedrock_mantle/openai.gpt-5": {"litellm_provider": "bedrock_mantle", "mode": "responses", "output_cost_per_token": 1},
    "cohere.rerank": {"litellm_provider": "bedrock", "input_cost_per_query": 0.002, "input_cost_per_token": 0.0},
    "amazon.free": {"litellm_provider": "bedrock", "mode": "chat", "max_tokens": 1},
    "__proto__": {"litellm_provider": "bedrock", "input_cost_per_token": 1e-06}
  }`
  t.same(recordsFromLiteLlm(file, DATES), [
    { key: 'amazon.nova-2-pro', ...DATES, provider: 'bedrock_converse', mode: 'chat', source: 'litellm', fields: {
      input_cost_per_token: '0.0000021875', output_cost_per_token: '0.0000175', cache_read_input_token_cost: '0.000000546875',
      input_cost_per_token_above_200k_tokens: '0.0000033',
    } },
    { key: 'bedrock_mantle/openai.gpt-5', ...DATES, provider: 'bedrock_mantle', mode: 'responses', source: 'litellm', fields: { output_cost_per_token: '1' } },
    { key: 'cohere.rerank', ...DATES, provider: 'bedrock', source: 'litellm', fields: { input_cost_per_query: '0.002', input_cost_per_token: '0' } },
    { key: '__proto__', ...DATES, provider: 'bedrock', source: 'litellm', fields: { input_cost_per_token: '0.000001' } },
  ])
})

t.test('an entry with a bad price is rejected whole, and the rest is read', async (t) => {
  const cases: [price: string, reason: RegExp][] = [
    ['-1e-06', /^input_cost_per_token: -0.000001 is not a price/],
    ['1e999', /^input_cost_per_token: Infinity is not a price/],
    ['"0.1"', /^input_cost_per_token: wants a number/],
    ['true', /^input_cost_per_token: wants a number/],
    ['[5]', /^input_cost_per_token: wants a number/],
    ['1e-30', /^input_cost_per_token: .* more than 18 decimals/],
  ]
  for (const [price, reason] of cases) {
    const file = `{"a.bad": {"litellm_provider": "bedrock", "output_cost_per_token": 1, "input_cost_per_token": ${price}},
      "a.good": {"litellm_provider": "bedrock", "input_cost_per_token": 1e-06}}`
    const { records, rejected } = readLiteLlm(file, DATES)
    t.same(records.map((record) => record.key), ['a.good'], price)
    t.match(rejected, [{ key: 'a.bad', reason }], price)
    t.throws(() => recordsFromLiteLlm(file, DATES), /the price file has bad prices: a\.bad: input_cost_per_token/)
  }
})

t.test('what is no price file is refused', async (t) => {
  const cases: [string, RegExp][] = [
    ['', /is not JSON/], ['{"a": ', /is not JSON/], ['  <!doctype html>', /is a web page/], ['[]', /wants a JSON object/], ['null', /wants a JSON object/],
  ]
  for (const [text, message] of cases) t.throws(() => readLiteLlm(text, DATES), message)
})
