import t from 'tap'
import { bodyChunks, hasContent } from '../../../domain/log-record/body.ts'

const A = { a: 1 }
const B = { b: { c: 2 } }

t.test('a body is an object, a list of chunks, or JSON text of either', async (t) => {
  for (const [name, body, chunks] of [
    ['object', A, [A]],
    ['list', [A, B], [A, B]],
    ['text of an object', JSON.stringify(A), [A]],
    ['text of a list', ` ${JSON.stringify([A, B])}`, [A, B]],
    ['text in text', JSON.stringify(JSON.stringify(B)), [B]],
    ['list with texts', [A, '[DONE]', JSON.stringify(B), 'prose', 7, null, [A]], [A, B]],
    ['prose', 'Once upon a time', []],
    ['broken text', '{"a":', []],
    ['nothing', null, []],
    ['absent', undefined, []],
    ['number', 12, []],
  ] as const) t.same(bodyChunks(body), chunks, name)
})

t.test('pieces of text are left out unless Bedrock put its metrics into one', async (t) => {
  const piece = { type: 'content_block_delta', delta: { type: 'text_delta', text: 'ok' } }
  const last = { ...piece, 'amazon-bedrock-invocationMetrics': { outputTokenCount: 1 } }
  t.same(bodyChunks([piece, piece, last]), [last])
})

t.test('an empty body has no content', async (t) => {
  for (const body of [undefined, null, '', {}, []]) t.notOk(hasContent(body))
  for (const body of ['x', { a: null }, [0]]) t.ok(hasContent(body))
})
