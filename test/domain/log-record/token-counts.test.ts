import fc from 'fast-check'
import t from 'tap'
import { readTokenCounts } from '../../../domain/log-record/token-counts.ts'
import { parseRecord } from '../../../domain/parse-record.ts'
import { answered, CONTEXT, logRecord, type Json } from '../../fixtures/log-record.ts'

const metrics = (input: number, output: number) => ({
  'amazon-bedrock-invocationMetrics': { inputTokenCount: input, outputTokenCount: output, invocationLatency: 9, firstByteLatency: 1 },
})

/** Only the body counts: input, output, cache reads, 5-minute writes, 1-hour writes. */
const BODIES: [name: string, chunks: Json[], counts: (number | null)[]][] = [
  ['Converse', [{ usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 } }], [3, 4, null, null, null]],
  ['Converse with cache', [{ usage: {
    inputTokens: 3, outputTokens: 4, cacheReadInputTokens: 50, cacheWriteInputTokens: 60,
    cacheReadInputTokenCount: 50, cacheWriteInputTokenCount: 60,
    cacheDetails: [{ ttl: '1h', inputTokens: 10 }, { ttl: '5m', inputTokens: 20 }, { ttl: '1h', inputTokens: 5 }],
  } }], [3, 4, 50, 45, 15]],
  ['Converse with an unknown time to live', [{ usage: {
    inputTokens: 3, outputTokens: 4, cacheWriteInputTokens: 60, cacheDetails: [{ ttl: '24h', inputTokens: 60 }],
  } }], [3, 4, null, 60, null]],
  ['Nova', [{ usage: { inputTokens: 3, outputTokens: 4, cacheReadInputTokenCount: 5, cacheWriteInputTokenCount: 6 } }], [3, 4, 5, 6, null]],
  ['Nova stream', [
    { messageStart: {} }, { metadata: { usage: { inputTokens: 1, outputTokens: 54 }, metrics: {} }, ...metrics(1, 54) },
  ], [1, 54, null, null, null]],
  ['Anthropic', [{ usage: {
    input_tokens: 9, output_tokens: 23, cache_creation_input_tokens: 100, cache_read_input_tokens: 7,
    cache_creation: { ephemeral_5m_input_tokens: 40, ephemeral_1h_input_tokens: 60 },
  } }], [9, 23, 7, 40, 60]],
  ['Anthropic with nothing but a split', [{ usage: {
    input_tokens: 9, output_tokens: 23, cache_creation: { ephemeral_5m_input_tokens: 40, ephemeral_1h_input_tokens: 60 },
  } }], [9, 23, null, 40, 60]],
  ['Anthropic stream', [
    { type: 'message_start', message: { usage: {
      input_tokens: 6, output_tokens: 2, cache_creation_input_tokens: 553, cache_read_input_tokens: 178_945,
      cache_creation: { ephemeral_5m_input_tokens: 553, ephemeral_1h_input_tokens: 0 },
    } } },
    { type: 'message_delta', delta: {}, usage: { output_tokens: 126, input_tokens: 6 } },
    { type: 'message_stop', ...metrics(6, 126) },
  ], [6, 126, 178_945, 553, 0]],
  ['Anthropic stream cut off by the limit of usage', [
    { type: 'message_start', message: { usage: { input_tokens: 6, output_tokens: 2 } } }, { type: 'message_delta', usage: { output_tokens: 99 } },
  ], [6, 99, null, null, null]],
  ['completion stream', [{ completion: 'a' }, { completion: 'b', ...metrics(765, 690) }], [765, 690, null, null, null]],
  ['Titan', [{ inputTextTokenCount: 5, results: [{ tokenCount: 7 }, { tokenCount: 8 }] }], [5, 15, null, null, null]],
  ['Titan stream', [
    { outputText: 'a', index: 0, totalOutputTextTokenCount: null, inputTextTokenCount: 8 },
    { outputText: 'b', index: 0, totalOutputTextTokenCount: 128, inputTextTokenCount: null, ...metrics(8, 128) },
  ], [8, 128, null, null, null]],
  ['Titan embedding', [{ embedding: [0.1], inputTextTokenCount: 3 }], [3, null, null, null, null]],
  ['Llama stream', [
    { generation: 'a', prompt_token_count: 7, generation_token_count: 1 },
    { generation: 'b', prompt_token_count: null, generation_token_count: 9 },
  ], [7, 9, null, null, null]],
  ['chat completions', [{ usage: { prompt_tokens: 70, completion_tokens: 33, total_tokens: 103, prompt_tokens_details: null } }],
    [70, 33, null, null, null]],
  ['chat completions with cache', [{ usage: { prompt_tokens: 70, completion_tokens: 33, prompt_tokens_details: { cached_tokens: 64 } } }],
    [6, 33, 64, null, null]],
  ['Responses', [{ usage: { input_tokens: 1000, input_tokens_details: { cached_tokens: 900 }, output_tokens: 100 } }],
    [100, 100, 900, null, null]],
  ['Responses stream', [{ type: 'response.created', response: {} }, { type: 'response.completed', response: {
    usage: { input_tokens: 10, input_tokens_details: { cached_tokens: 0 }, output_tokens: 4 } } }], [10, 4, 0, null, null]],
  ['metrics alone', [{ ...metrics(3, 4) }], [3, 4, null, null, null]],
  ['reranking', [{ results: [{ index: 0, relevance_score: 0.9 }] }], [null, null, null, null, null]],
  ['a guardrail’s own units', [{ trace: { guardrail: { inputAssessment: { x: { invocationMetrics: { usage: { topicPolicyUnits: 1 } } } } } } }],
    [null, null, null, null, null]],
]

function countsOf(input: Json, output: Json, chunks: Json[]): (number | null)[] {
  const { input: inputTokens, output: outputTokens, cacheRead, cacheWrites } = readTokenCounts(input, output, chunks)
  return [inputTokens, outputTokens, cacheRead, cacheWrites.write5m, cacheWrites.write1h]
}

t.test('every family of answers is counted', async (t) => {
  for (const [name, chunks, counts] of BODIES) t.same(countsOf({}, {}, chunks), counts, name)
})

t.test('the order of chunks makes no difference', async (t) => {
  for (const [name, chunks, counts] of BODIES.filter(([, chunks]) => chunks.length > 1)) {
    t.same(countsOf({}, {}, [...chunks].reverse()), counts, name)
    fc.assert(fc.property(fc.shuffledSubarray(chunks, { minLength: chunks.length }), (shuffled) => {
      return JSON.stringify(countsOf({}, {}, shuffled)) === JSON.stringify(counts)
    }), { numRuns: 20 })
  }
})

t.test('a top-level count holds against every body, and the body fills what it lacks', async (t) => {
  const input = { inputTokenCount: 11, cacheReadInputTokenCount: 12, cacheWriteInputTokenCount: 13 }
  for (const [name, chunks] of BODIES) t.same(countsOf(input, { outputTokenCount: 14 }, chunks).slice(0, 3), [11, 14, 12], name)
  t.same(countsOf({ inputTokenCount: 11 }, {}, [{ usage: { inputTokens: 3, outputTokens: 4 } }]), [11, 4, null, null, null])
  const chunks = [{ usage: { inputTokens: 3, outputTokens: 4 } }]
  t.same(countsOf({ inputTokenCount: 0 }, { outputTokenCount: 0 }, chunks), [0, 0, null, null, null])
})

t.test('the split of the body divides the total of the top level', async (t) => {
  const usage = { cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 2403 } }
  t.same(countsOf({ cacheWriteInputTokenCount: 2403 }, {}, [{ usage }]).slice(3), [0, 2403])
  t.same(countsOf({ cacheWriteInputTokenCount: 3000 }, {}, [{ usage }]).slice(3), [597, 2403])
  t.same(countsOf({ cacheWriteInputTokenCount: 3000 }, {}, []).slice(3), [3000, null])
  t.same(countsOf({ cacheWriteInputTokenCount: 0 }, {}, []).slice(3), [0, 0])
})

t.test('cached input counts once, whichever place the input comes from', async (t) => {
  const chunks = [{ usage: { input_tokens: 1000, input_tokens_details: { cached_tokens: 900 }, output_tokens: 1 } }]
  t.same(countsOf({ inputTokenCount: 1000 }, {}, chunks).slice(0, 3), [100, 1, 900])
  t.same(countsOf({ inputTokenCount: 100 }, {}, chunks).slice(0, 3), [100, 1, 900])
  t.same(countsOf({ inputTokenCount: 100, cacheReadInputTokenCount: 900 }, {}, chunks).slice(0, 3), [100, 1, 900])
})

const BAD = ['12', 1.5, -1, 1e30, Number.MAX_SAFE_INTEGER + 1, true, {}, [1], '']

t.test('a top-level count must be a safe non-negative integer', async (t) => {
  for (const bad of BAD) {
    for (const [half, name] of [
      ['input', 'inputTokenCount'], ['input', 'cacheReadInputTokenCount'], ['input', 'cacheWriteInputTokenCount'],
      ['output', 'outputTokenCount'],
    ] as const) {
      t.same(parseRecord(logRecord({ [half]: { [name]: bad } }), CONTEXT),
        { kind: 'rejected', reason: 'bad_count', field: `${half}.${name}` }, `${name} ${JSON.stringify(bad)}`)
    }
  }
})

t.test('a count in a body may be anything beside top-level counts, but must be readable where it is the only one', async (t) => {
  for (const bad of BAD) {
    const body = { usage: { inputTokens: bad, outputTokens: bad, cacheWriteInputTokens: bad }, content: 'x' }
    t.equal(parseRecord(answered(body), CONTEXT).kind, 'event')
    t.match(parseRecord(answered(body, { counts: false }), CONTEXT), { kind: 'rejected', reason: 'bad_count' })
    t.equal(parseRecord(answered([body, metrics(1, 2)], { counts: false }), CONTEXT).kind, 'rejected', 'the cache writes stay unreadable')
  }
  t.same(countsOf({}, {}, [{ usage: { inputTokens: '3', outputTokens: 4 }, ...metrics(3, 4) }]).slice(0, 2), [3, 4])
})
