import t from 'tap'
import { parseRecord } from '../../../domain/parse-record.ts'
import { CONTEXT, logRecord, type Json } from '../../fixtures/log-record.ts'

const TYPE = { inputContentType: 'application/json' }
const kindOf = (changes: Json) => parseRecord(logRecord(changes), CONTEXT).kind

t.test('a record without failure, counts and bodies is no request', async (t) => {
  t.same(parseRecord(logRecord(), CONTEXT), { kind: 'empty', cause: 'no_usage' })
  t.equal(kindOf({ input: {}, output: {} }), 'empty')
  t.equal(kindOf({ input: null, output: null, errorCode: null }), 'empty')
  t.equal(kindOf({ input: { ...TYPE, inputBodyJson: {} }, output: { outputBodyJson: '' } }), 'empty')
  t.equal(kindOf({ modelId: 'arn:aws:bedrock:us-east-1:111122223333:imported-model/abc', input: {}, output: {} }), 'empty')
})

t.test('a failure, a count (0 too), a body or its path make a request', async (t) => {
  for (const changes of [
    { errorCode: 'ThrottlingException' },
    { input: { inputTokenCount: 0 } },
    { input: { cacheReadInputTokenCount: 0 } },
    { output: { outputTokenCount: 0 } },
    { input: { inputBodyJson: { prompt: 'x' } } },
    { input: { inputBodyS3Path: 's3://x' } },
    { output: { outputBodyJson: [{}] } },
    { output: { outputBodyS3Path: 's3://x' } },
  ]) t.equal(kindOf(changes), 'event', JSON.stringify(changes))
})

t.test('models that count no tokens need none', async (t) => {
  for (const modelId of ['amazon.nova-canvas-v1:0', 'amazon.nova-reel-v1:1', 'cohere.rerank-v3-5:0', 'us.twelvelabs.pegasus-1-2-v1:0']) {
    t.equal(kindOf({ modelId, input: TYPE, output: {} }), 'event', modelId)
  }
  const imported = 'arn:aws:bedrock:us-east-1:111122223333:imported-model/abc'
  t.equal(kindOf({ modelId: imported, input: TYPE, output: { outputContentType: 'application/json' } }), 'event')
})
