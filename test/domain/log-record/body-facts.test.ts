import t from 'tap'
import { readBodyFacts, type BodyFacts } from '../../../domain/log-record/body-facts.ts'
import { answered, eventOf, type Json } from '../../fixtures/log-record.ts'

const metrics = (invocationLatency: unknown, firstByteLatency: unknown) => ({
  'amazon-bedrock-invocationMetrics': { invocationLatency, firstByteLatency },
})

t.test('latency comes from Bedrock’s metrics in a stream, else from Converse', async (t) => {
  const cases: [name: string, chunks: Json[], facts: Partial<BodyFacts>][] = [
    ['Converse', [{ metrics: { latencyMs: 700 } }], { latencyMs: 700 }],
    ['stream', [{ a: 1 }, metrics(3848, 509)], { latencyMs: 3848, timeToFirstTokenMs: 509 }],
    ['Nova stream', [{ metadata: { metrics: {} }, ...metrics(884, 99) }], { latencyMs: 884, timeToFirstTokenMs: 99 }],
    ['both', [{ metrics: { latencyMs: 1 }, ...metrics(884, 99) }], { latencyMs: 884, timeToFirstTokenMs: 99 }],
    ['the last chunk', [metrics(1, 1), metrics(2, 2)], { latencyMs: 2, timeToFirstTokenMs: 2 }],
    ['fractions', [metrics(10.4, 0.6)], { latencyMs: 10, timeToFirstTokenMs: 1 }],
    ['no numbers', [metrics('10', -1)], {}],
    ['out of range', [metrics(1e300, null)], {}],
    ['a guardrail’s own latency', [{ 'amazon-bedrock-trace': { guardrail: { invocationMetrics: { guardrailProcessingLatency: 340 } } } }], {}],
    ['another API’s own latency', [{ meta: { requestDurationMillis: 146 } }], {}],
  ]
  for (const [name, chunks, facts] of cases) t.same(readBodyFacts(chunks), { ...readBodyFacts([]), ...facts }, name)
})

t.test('every family has its place for why an answer ended', async (t) => {
  const cases: [Json[], string | null][] = [
    [[{ stopReason: 'end_turn' }], 'end_turn'],
    [[{ stop_reason: 'max_tokens' }], 'max_tokens'],
    [[{ messageStop: { stopReason: 'tool_use' } }, { metadata: {} }], 'tool_use'],
    [[{ type: 'message_start', message: { stop_reason: null } }, { type: 'message_delta', delta: { stop_reason: 'end_turn' } }], 'end_turn'],
    [[{ choices: [{ finish_reason: 'stop', stop_reason: 'a caller’s text' }] }], 'stop'],
    [[{ choices: [{ delta: {}, finish_reason: null }] }, { choices: [{ finish_reason: 'stop', stop_reason: '<|eom|>' }] }, { choices: [] }], 'stop'],
    [[{ choices: [{ message: {}, stop_reason: 'length' }] }], 'length'],
    [[{ outputs: [{ text: 'x', stop_reason: 'stop' }] }], 'stop'],
    [[{ results: [{ completionReason: 'FINISH' }] }], 'FINISH'],
    [[{ outputText: 'x', completionReason: 'LENGTH' }], 'LENGTH'],
    [[{ finish_reason: 'COMPLETE' }], 'COMPLETE'],
    [[{ event_type: 'stream-end', finish_reason: 'COMPLETE', response: {} }], 'COMPLETE'],
    [[{ finishReason: 'stop' }], 'stop'],
    [[{ completions: [{ finishReason: { reason: 'endoftext' } }] }], 'endoftext'],
    [[{ artifacts: [{ finishReason: 'SUCCESS' }] }], 'SUCCESS'],
    [[{ object: 'response', status: 'completed' }], 'completed'],
    [[{ object: 'response', status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }], 'max_output_tokens'],
    [[{ type: 'message', 'amazon-bedrock-guardrailAction': 'INTERVENED' }], 'guardrail_intervened'],
    [[{ status: 'completed' }], null],
    [[{ stop_reason: 'some text that a caller chose' }], null],
  ]
  for (const [chunks, stopReason] of cases) t.equal(readBodyFacts(chunks).stopReason, stopReason, JSON.stringify(chunks))
})

t.test('the tier that served a call goes before the tier that was asked for', async (t) => {
  const tierOf = (inputBodyJson: unknown, body: unknown) => {
    return eventOf(answered(body, { input: { inputTokenCount: 1, inputBodyJson } })).service_tier
  }
  t.equal(tierOf({ serviceTier: { type: 'priority' } }, { serviceTier: { type: 'default' } }), 'default')
  t.equal(tierOf({ serviceTier: { type: 'flex' } }, {}), 'flex')
  t.equal(tierOf({ service_tier: 'flex' }, { service_tier: 'priority' }), 'priority')
  t.equal(tierOf({ service_tier: 'auto' }, {}), null, 'asks for none')
  t.equal(tierOf({}, [{ metadata: { serviceTier: { type: 'flex' } } }]), 'flex')
  t.equal(tierOf({ service_tier: 3 }, { serviceTier: 'flex' }), null)
})

t.test('the latency mode that served a call goes before the one that was asked for', async (t) => {
  const modeOf = (body: unknown, latency?: unknown) => eventOf(answered(body, { performanceConfig: { latency } })).latency_mode
  t.equal(modeOf({ performanceConfig: { latency: 'standard' } }, 'optimized'), 'standard')
  t.equal(modeOf({}, 'optimized'), 'optimized')
  t.equal(modeOf([{ metadata: { performanceConfig: { latency: 'optimized' } } }]), 'optimized')
  t.equal(modeOf({}), null)
})
