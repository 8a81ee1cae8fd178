import fc from 'fast-check'
import t from 'tap'
import { createPriceBook } from '../../domain/price-book.ts'
import { quoteAnswer, quoteQuestion, type QuoteInput } from '../../domain/quote.ts'
import { resolvePrice } from '../../domain/resolve-price.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'

const FROM = '2026-01-01T00:00:00Z'
const WITHOUT_1H = Object.fromEntries(Object.entries(CLAUDE_3_15).filter(([field]) => !field.includes('1hr')))
const RECORDS = [
  priceRecord('global.anthropic.claude-test', FROM, CLAUDE_3_15),
  priceRecord('jp.anthropic.claude-test', FROM, { ...inOut('0.0000055', '0.0000275'), cache_creation_input_token_cost: '0.000006875' }),
  priceRecord('eu.anthropic.claude-long', FROM, WITHOUT_1H),
  priceRecord('amazon.nova-test', FROM, inOut('0.0000008', '0.0000032')),
  priceRecord('openai.gpt-5-test', FROM, {
    ...inOut('0.0000022', '0.0000132'),
    input_cost_per_token_above_272k_tokens: '0.0000044',
    output_cost_per_token_above_272k_tokens: '0.0000198',
  }, { thresholdInclusive: true }),
  priceRecord('meta.llama-test', FROM, { ...inOut('0.00000024', '0.00000097'), input_cost_per_token_batches: '0.00000011', output_cost_per_token_batches: '0.000000485' }),
  priceRecord('amazon.titan-embed-test', FROM, { ...inOut('0.0000008', '0'), input_cost_per_image: '0.00006' }),
  priceRecord('stability.test', FROM, { output_cost_per_image: '0.08' }),
  priceRecord('cohere.rerank-test', FROM, { ...inOut('0', '0'), input_cost_per_query: '0.002' }),
  priceRecord('twelvelabs.test', FROM, { input_cost_per_video_per_second: '0.00049', output_cost_per_token: '0.0000075' }),
]
const BOOK = createPriceBook(RECORDS)

function ask(input: Partial<QuoteInput>) {
  const question = quoteQuestion({ timestamp: '2026-07-01T00:00:00Z', region: 'us-east-1', ...input })
  return quoteAnswer(resolvePrice(question, BOOK))
}

const CLAUDE = 'global.anthropic.claude-test'
const ARN = 'arn:aws:bedrock:us-east-1:111122223333'

t.test('calls are priced exactly', async (t) => {
  const cases: [title: string, input: Partial<QuoteInput>, expected: Record<string, unknown>][] = [
    ['plain', { modelId: CLAUDE, inputTokens: 1000, outputTokens: 500 },
      { status: 'priced', unit: { input: '0.000003', output: '0.000015' }, cost: '0.0105', flags: [] }],
    ['all token kinds', { modelId: CLAUDE, inputTokens: 3, outputTokens: 1, cacheReadTokens: 10, cacheWriteTokens: 30, cacheWrite5mTokens: 10, cacheWrite1hTokens: 20 },
      { status: 'priced', unit: { input: '0.000003', output: '0.000015', cacheRead: '0.0000003', cacheWrite5m: '0.00000375', cacheWrite1h: '0.000006' }, cost: '0.0001845' }],
    ['writes without a split', { modelId: CLAUDE, cacheWriteTokens: 4000 },
      { status: 'estimated', unit: { cacheWrite5m: '0.00000375' }, cost: '0.015', flags: ['assumed:5m'] }],
    ['a split that leaves some over', { modelId: CLAUDE, cacheWriteTokens: 100, cacheWrite5mTokens: 10, cacheWrite1hTokens: 20 },
      { status: 'priced', cost: '0.00042', flags: [] }],
    ['no split, but no 1-hour price either', { modelId: 'jp.anthropic.claude-test', cacheWriteTokens: 1000 },
      { status: 'priced', cost: '0.006875', flags: [] }],
    ['1-hour price derived', { modelId: 'jp.anthropic.claude-test', cacheWrite1hTokens: 1000, outputTokens: 50 },
      { status: 'estimated', unit: { output: '0.0000275', cacheWrite1h: '0.000011' }, cost: '0.012375', flags: ['derived:cache_write_1h'] }],
    ['cache read derived, write free', { modelId: 'amazon.nova-test', cacheReadTokens: 10_000, cacheWriteTokens: 5 },
      { status: 'estimated', unit: { cacheRead: '0.0000002', cacheWrite5m: '0' }, cost: '0.002', flags: ['derived:cache_read', 'derived:cache_write_5m'] }],
    ['GPT-5 cache derived', { modelId: 'openai.gpt-5-test', cacheReadTokens: 100, cacheWrite5mTokens: 100 },
      { status: 'estimated', unit: { cacheRead: '0.00000022', cacheWrite5m: '0.00000275' }, cost: '0.000297' }],
    ['no cache price and no family', { modelId: 'meta.llama-test', inputTokens: 100, cacheReadTokens: 5 },
      { status: 'partial', reason: 'no_unit_price:cacheRead', unit: { input: '0.00000024' }, cost: '0.000024' }],
    ['nothing but what has no price', { modelId: 'meta.llama-test', cacheReadTokens: 5 },
      { status: 'unpriced', reason: 'no_unit_price:cacheRead', unit: {}, cost: null }],
    ['exactly 200,000', { modelId: CLAUDE, inputTokens: 199_999, cacheReadTokens: 1, outputTokens: 1 }, { cost: '0.6000123', longContext: undefined }],
    ['one above', { modelId: CLAUDE, inputTokens: 200_000, cacheReadTokens: 1, outputTokens: 1 }, { cost: '1.2000231', longContext: 'above_200k_tokens' }],
    ['output does not count', { modelId: CLAUDE, inputTokens: 1, outputTokens: 300_000 }, { cost: '4.500003', longContext: undefined }],
    ['cache writes count', { modelId: CLAUDE, cacheWrite1hTokens: 200_001 }, { cost: '2.400012', longContext: 'above_200k_tokens' }],
    ['1-hour price derived from the long-context input', { modelId: 'eu.anthropic.claude-long', inputTokens: 200_001, cacheWrite1hTokens: 1 },
      { status: 'estimated', unit: { input: '0.000006', cacheWrite1h: '0.000012' }, flags: ['derived:cache_write_1h'] }],
    ['below an inclusive threshold', { modelId: 'openai.gpt-5-test', inputTokens: 271_999 }, { unit: { input: '0.0000022' }, longContext: undefined }],
    ['at an inclusive threshold', { modelId: 'openai.gpt-5-test', inputTokens: 272_000 }, { unit: { input: '0.0000044' }, longContext: 'above_272k_tokens' }],
    ['listed batch prices', { modelId: 'meta.llama-test', inputTokens: 100, outputTokens: 100, serviceTier: 'batch' },
      { status: 'priced', unit: { input: '0.00000011', output: '0.000000485' }, flags: ['tier:batch'] }],
    ['half price in batch', { modelId: CLAUDE, inputTokens: 100, serviceTier: 'batch' }, { unit: { input: '0.0000015' }, flags: ['tier:batch x0.5'] }],
    ['tier and latency', { modelId: 'amazon.nova-test', inputTokens: 1, serviceTier: 'flex', latencyMode: 'optimized' },
      { status: 'priced', unit: { input: '0.0000005' }, flags: ['tier:flex x0.5', 'latency:optimized x1.25'] }],
    ['a tier not known for the family', { modelId: CLAUDE, inputTokens: 1, serviceTier: 'priority' },
      { status: 'estimated', unit: { input: '0.000003' }, flags: ['tier_price_unknown'] }],
    ['images in', { modelId: 'amazon.titan-embed-test', inputTokens: 100, quantities: { imagesIn: 2 } },
      { status: 'priced', unit: { input: '0.0000008', imagesIn: '0.00006' }, cost: '0.0002' }],
    ['images out', { modelId: 'stability.test', quantities: { imagesOut: 3 } }, { status: 'priced', unit: { imagesOut: '0.08' }, cost: '0.24' }],
    ['no images', { modelId: 'stability.test', quantities: { imagesOut: 0 } }, { status: 'priced', unit: {}, cost: '0' }],
    ['images not told', { modelId: 'stability.test' },
      { status: 'unpriced', reason: 'no_unit_price:imagesOut', priceKey: 'stability.test', cost: null, effectiveFrom: FROM }],
    ['queries', { modelId: 'cohere.rerank-test', quantities: { queries: 2 } }, { status: 'priced', unit: { queries: '0.002' }, cost: '0.004', flags: [] }],
    ['queries not told', { modelId: 'cohere.rerank-test' }, { status: 'estimated', cost: '0.002', flags: ['assumed:1_query'] }],
    ['seconds of video', { modelId: 'twelvelabs.test', outputTokens: 200, quantities: { videoSecondsIn: 90.5 } }, { status: 'priced', cost: '0.045845' }],
    ['seconds not told', { modelId: 'twelvelabs.test', outputTokens: 200 }, { status: 'partial', reason: 'no_unit_price:videoSecondsIn', cost: '0.0015' }],
    ['an amount of something unheard of', { modelId: CLAUDE, inputTokens: 1, quantities: { sonnets: 2 } }, { status: 'partial', reason: 'no_unit_price:sonnets' }],
    ['nothing used', { modelId: CLAUDE }, { status: 'priced', unit: {}, cost: '0', flags: [] }],
    ['failed', { modelId: CLAUDE, inputTokens: 100, errorCode: 'ThrottlingException' },
      { status: 'not_billed', reason: 'failed_invocation', priceKey: null, unit: {}, cost: '0', flags: [] }],
    ['failed after output', { modelId: CLAUDE, inputTokens: 100, outputTokens: 1, errorCode: 'ModelStreamErrorException' }, { status: 'priced', cost: '0.000315' }],
    ['reserved', { modelId: CLAUDE, inputTokens: 1, serviceTier: 'reserved' }, { status: 'not_token_billed', reason: 'reserved_capacity', cost: '0' }],
    ['provisioned', { modelId: `${ARN}:provisioned-model/abc` }, { status: 'not_token_billed', reason: 'provisioned_throughput', cost: '0' }],
    ['an id for provisioned use', { modelId: 'amazon.nova-test:0:28k' }, { status: 'not_token_billed', reason: 'provisioned_throughput' }],
    ['imported', { modelId: `${ARN}:imported-model/abc` }, { status: 'not_token_billed', reason: 'imported_model_cmu' }],
    ['marketplace', { modelId: 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/e' }, { status: 'not_token_billed', reason: 'marketplace_endpoint' }],
    ['application profile', { modelId: `${ARN}:application-inference-profile/abc` }, { status: 'unpriced', reason: 'application_profile_unresolved', cost: null }],
    ['custom model', { modelId: `${ARN}:custom-model-deployment/abc` }, { status: 'unpriced', reason: 'custom_model', cost: null }],
    ['prompt router', { modelId: `${ARN}:default-prompt-router/x` }, { status: 'unpriced', reason: 'prompt_router_unresolved', cost: null }],
    ['no model', { modelId: '' }, { status: 'unpriced', reason: 'missing_model_id', cost: null }],
  ]
  for (const [title, input, expected] of cases) {
    const answer = ask(input)
    for (const [name, value] of Object.entries(expected)) t.same(answer[name], value, `${title}: ${name}`)
  }
})

t.test('what stands behind a profile, a router or a custom model is priced by its own id', async (t) => {
  const profile = `${ARN}:application-inference-profile/abc`
  const custom = `${ARN}:custom-model/amazon.nova-test/abc`
  t.match(ask({ modelId: profile, profiles: { [profile]: CLAUDE } }), { status: 'priced', priceKey: CLAUDE })
  t.match(ask({ modelId: profile, profiles: { 'application-inference-profile/abc': `${ARN}:inference-profile/${CLAUDE}` } }), { priceKey: CLAUDE })
  t.match(ask({ modelId: custom, profiles: { [custom]: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-test' } }), { priceKey: 'amazon.nova-test' })
  t.match(ask({ modelId: `${ARN}:prompt-router/x`, invokedModelId: `${ARN}:inference-profile/${CLAUDE}` }), { priceKey: CLAUDE })
  t.match(ask({ modelId: profile, profiles: { [profile]: profile } }), { status: 'unpriced' }, 'a circle ends')
})

t.test('an input that is wrong is refused with the name of its field', async (t) => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ timestamp: '2026-07-01' }, /^timestamp: wants an ISO instant/],
    [{ timestamp: 5 }, /^timestamp: wants text/],
    [{ modelId: 5 }, /^modelId: wants text/],
    [{ inputTokens: -1 }, /^inputTokens: wants a whole number/],
    [{ inputTokens: 1.5 }, /^inputTokens/],
    [{ cacheReadTokens: '1' }, /^cacheReadTokens/],
    [{ quantities: { imagesOut: -1 } }, /^quantities\.imagesOut: wants a number/],
    [{ quantities: { input: 1 } }, /^quantities\.input: give tokens by their own field/],
  ]
  for (const [input, message] of cases) t.throws(() => ask(input), { message })
})

t.test('the cost is the sum of amount × unit price, and the order of records does not matter', async () => {
  const tokens = fc.nat(400_000)
  const call = fc.record({
    inputTokens: tokens, outputTokens: tokens, cacheReadTokens: tokens, cacheWrite5mTokens: tokens, cacheWrite1hTokens: tokens,
  })
  const models = fc.constantFrom(CLAUDE, 'jp.anthropic.claude-test', 'amazon.nova-test', 'openai.gpt-5-test', 'meta.llama-test')
  const shuffled = fc.shuffledSubarray(RECORDS, { minLength: RECORDS.length })
  fc.assert(fc.property(call, models, shuffled, (input, modelId, records) => {
    const question = quoteQuestion({ timestamp: '2026-07-01T00:00:00Z', region: 'us-east-1', modelId, ...input })
    const answer = resolvePrice(question, createPriceBook(records))
    const same = resolvePrice(question, BOOK)
    const parts = [...answer.unit].map(([unit, price]) => price * BigInt(question.amounts.get(unit) ?? 0))
    const sum = parts.reduce((total, part) => total + part, 0n)
    return (answer.cost ?? 0n) === sum && same.cost === answer.cost && same.priceKey === answer.priceKey
  }), { numRuns: 200 })
})
