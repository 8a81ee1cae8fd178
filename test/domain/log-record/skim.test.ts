import fc from 'fast-check'
import t from 'tap'
import { attributionPolicy } from '../../../domain/attribution.ts'
import { CONTENT_KEYS, skim } from '../../../domain/log-record/skim.ts'
import { parseRecord } from '../../../domain/parse-record.ts'
import { answered, CONTEXT } from '../../fixtures/log-record.ts'

const TAGS = ['text', 'team']
const context = { ...CONTEXT, policy: attributionPolicy({ tagKeys: TAGS }) }

const LONG = 'a text that is long enough to be worth taking out of its record, and then some more of it'
const NAMES = [
  ...CONTENT_KEYS, 'usage', 'message', 'metadata', 'response', 'input_tokens', 'outputTokens', 'type', 'model', 'trace', 'promptRouter', 'invokedModelId',
  'results', 'completionReason', 'choices', 'delta', 'stopReason', 'images', 'artifacts', 'error', 'outputBodyJson', 'inputBodyJson', 'messages',
  'amazon-bedrock-invocationMetrics', 'invocationLatency', 'serviceTier', 'imageGenerationConfig', 'numberOfImages', '__proto__',
]
const piece = fc.record({
  type: fc.constantFrom('content_block_delta', 'content_block_stop'), index: fc.nat(3),
  delta: fc.record({ type: fc.constantFrom('text_delta', 'thinking_delta', 'end_turn'), text: fc.constantFrom('a', '"', '\\', 'é\n', LONG, '},') }),
})
const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 7, '', 'end_turn', '[DONE]', LONG, `${LONG}\\`, `"${LONG}"`, `\u2028\n${LONG}\u0001 é 😀`,
    `[${LONG}]`, `{"usage":{"input_tokens":8},"text":"${LONG}"}`, `C:\\new${LONG}`),
  fc.nat(), piece,
)
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, leaf, fc.array(piece, { maxLength: 5 }),
    fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 6 })),
})).value
const body = fc.oneof(json, fc.array(fc.oneof(piece, json), { maxLength: 6 }), json.map((value) => JSON.stringify(value)))
const fields = { question: body, answer: body, tag: json, counts: fc.boolean(), image: fc.boolean() }
const record = fc.record(fields).map(({ question, answer, tag, counts, image }) =>
  answered(answer, {
    counts, requestMetadata: { text: tag, team: LONG, input: { text: tag } }, modelId: image ? 'amazon.nova-canvas-v1:0' : 'x.y',
    input: { inputBodyJson: question, ...(counts ? { inputTokenCount: 3 } : {}) },
  }))

/** What comes of a text, read whole or skimmed. */
function outcome(text: string, skimmed: boolean): string {
  let value: unknown
  try {
    value = JSON.parse(skimmed ? skim(text) : text)
  } catch {
    return 'not JSON'
  }
  return JSON.stringify(parseRecord(value, context))
}

function isSame(text: string): boolean {
  return outcome(text, true) === outcome(text, false)
}

t.test('a record says the same, skimmed or whole', async (t) => {
  const indents = fc.constantFrom(0, 0, 1)
  fc.assert(fc.property(record, indents, (value, indent) => isSame(JSON.stringify(value, null, indent))), { numRuns: 1500 })
  t.pass()
})

t.test('so does one that was cut, garbled, or stirred', async (t) => {
  const garble = fc.record({
    at: fc.nat(), remove: fc.nat(4), insert: fc.constantFrom('', '"', '\\', '\u0000', ',', ':', '[', ']', '{', '}', '\\u12', '\\x', ' ', '\n', 'é', LONG, `"${LONG}":`),
  })
  fc.assert(fc.property(record, fc.array(garble, { minLength: 1, maxLength: 3 }), (value, garbles) => {
    let text = JSON.stringify(value)
    for (const { at, remove, insert } of garbles) {
      const from = at % (text.length + 1)
      text = text.slice(0, from) + insert + text.slice(from + remove)
    }
    return isSame(text)
  }), { numRuns: 1500 })
  t.pass()
})

t.test('what was said is taken out, in streams and in lists too', async (t) => {
  const said = 'x'.repeat(10_000)
  const cases: [name: string, body: unknown][] = [
    ['an answer', { output: { message: { content: [{ text: said }] } } }],
    ['with quotes and line feeds', { text: `"${said}\n\\"` }],
    ['texts to embed', { texts: [said, said] }],
    ['pieces of a stream', [{ type: 'message_start' }, ...Array.from({ length: 100 }, () =>
      ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'some words and' } })), { type: 'message_stop' }]],
    ['a list of chunks with texts', [{ type: 'message_start' }, { text: said }, { text: said }]],
  ]
  for (const [name, answer] of cases) {
    const input = { inputBodyJson: answer }
    t.ok(skim(JSON.stringify(answered(answer, { input }))).length < 1200, name)
  }
})

t.test('a faulty text stays where it is, and faulty', async (t) => {
  for (const fault of [`"${LONG}\\x"`, `"${LONG}\u0007"`, `"${LONG}\\u12g4"`, `"${LONG}`, `"${LONG}\\"`]) {
    const text = `{"output":{"text":${fault}}}`
    t.equal(skim(text), text, fault)
  }
})

t.test('a text of millions of escapes is skimmed as well', async (t) => {
  t.equal(skim(JSON.stringify({ input: { text: '\n'.repeat(3_000_000) } })), `{"input":{"text":"*"}}`)
})
