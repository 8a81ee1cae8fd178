import fc from 'fast-check'
import t from 'tap'
import { attributionPolicy } from '../../domain/attribution.ts'
import { parseLogLine, parseRecord, type ParsedLine } from '../../domain/parse-record.ts'
import { USAGE_EVENT_COLUMNS } from '../../domain/usage-event.ts'
import { answered, CONTEXT, type Json } from '../fixtures/log-record.ts'

const CANARY = 'CANARY-7f3a prompt text'
const context = { ...CONTEXT, policy: attributionPolicy({ sessionRoles: ['*'], tagKeys: ['team'] }) }

/** Fields that are looked for in bodies, so that what is made up stands where it could do harm. */
const NAMES = [
  'usage', 'message', 'metadata', 'response', 'input_tokens', 'inputTokens', 'prompt_tokens', 'output_tokens', 'cacheDetails', 'ttl',
  'cache_creation', 'ephemeral_1h_input_tokens', 'input_tokens_details', 'cached_tokens', 'results', 'tokenCount', 'choices', 'delta',
  'stop_reason', 'stopReason', 'finish_reason', 'model', 'trace', 'promptRouter', 'invokedModelId', 'serviceTier', 'type', 'service_tier',
  'performanceConfig', 'latency', 'metrics', 'latencyMs', 'images', 'artifacts', 'error', 'imageGenerationConfig', 'numberOfImages',
  'amazon-bedrock-invocationMetrics', 'inputTokenCount', 'invocationLatency', 'constructor', '__proto__', 'x',
]

const leaf = fc.oneof(fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 7, 1e30, '', '12', 'end_turn', '[DONE]', CANARY), fc.nat())
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, leaf,
    fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 6 })),
})).value
const body = fc.oneof(json, json.map((value) => JSON.stringify(value)))

function textOf(parsed: ParsedLine): string {
  return JSON.stringify(parsed)
}

function isWellFormed(parsed: ParsedLine): boolean {
  if (parsed.kind !== 'event') return true
  return USAGE_EVENT_COLUMNS.every(({ name, type, required }) => {
    const value = parsed.event[name]
    if (value === null) return !required
    return type === 'long' ? Number.isSafeInteger(value) && (value as number) >= 0 : typeof value === 'string'
  })
}

t.test('whatever stands in the bodies, top-level counts give a well-formed event without a word of them', async (t) => {
  fc.assert(fc.property(body, body, fc.boolean(), (question, answer, images) => {
    const record = answered(answer, { input: { inputTokenCount: 3, inputBodyJson: question }, modelId: images ? 'amazon.nova-canvas-v1:0' : 'x.y' })
    const parsed = parseRecord(record, context)
    return parsed.kind === 'event' && parsed.event.input_tokens === 3 && isWellFormed(parsed) && !textOf(parsed).includes('CANARY')
  }), { numRuns: 1500 })
  t.pass()
})

t.test('without top-level counts it is an event, an empty record or rejected, and never says a word either', async (t) => {
  fc.assert(fc.property(body, (answer) => {
    const parsed = parseRecord(answered(answer, { counts: false }), context)
    return isWellFormed(parsed) && !textOf(parsed).includes('CANARY')
  }), { numRuns: 1500 })
  t.pass()
})

t.test('a body as JSON text says the same as the body itself', async (t) => {
  fc.assert(fc.property(json.filter((value) => typeof value === 'object' && value !== null), (answer) => {
    return textOf(parseRecord(answered(answer), context)) === textOf(parseRecord(answered(JSON.stringify(answer)), context))
  }), { numRuns: 300 })
  t.pass()
})

t.test('any field of a record may hold anything without making it throw', async (t) => {
  const fields = Object.keys(answered({}, { requestMetadata: {}, performanceConfig: {}, errorCode: '', inferenceRegion: '', identity: {} }))
  const changes = fc.dictionary(fc.constantFrom(...fields), json, { maxKeys: 3 })
  fc.assert(fc.property(changes, (some) => isWellFormed(parseRecord(answered({}, some as Json), context))), { numRuns: 1500 })
  t.pass()
})

t.test('no line makes it throw, however it was cut or garbled', async (t) => {
  const line = Buffer.from(JSON.stringify(answered({ usage: { inputTokens: 1 }, text: CANARY })))
  fc.assert(fc.property(fc.nat(line.length), fc.nat(line.length - 1), fc.nat(255), (end, at, byte) => {
    const garbled = line.slice(0, end)
    if (at < end) garbled[at] = byte
    return isWellFormed(parseLogLine(Buffer.from(garbled).toString('latin1'), context))
  }), { numRuns: 1500 })
  t.pass()
})
