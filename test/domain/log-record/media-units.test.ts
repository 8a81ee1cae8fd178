import t from 'tap'
import { parseRecord } from '../../../domain/parse-record.ts'
import { CONTEXT, eventOf, logRecord, type Json } from '../../fixtures/log-record.ts'

const CANVAS = 'amazon.nova-canvas-v1:0'
const wants = (numberOfImages: unknown) => ({ inputBodyJson: { imageGenerationConfig: { numberOfImages } } })

function imagesOf(input: Json, output: Json, changes: Json = {}): number | null {
  return eventOf(logRecord({ modelId: CANVAS, input, output, ...changes })).image_count
}

t.test('images are counted by the log, else in the answer, else as asked for', async (t) => {
  t.equal(imagesOf(wants(3), { outputImageCount: 4, outputBodyJson: { images: ['a'] } }), 4)
  t.equal(imagesOf(wants(3), { outputBodyJson: { images: ['a', 'b'] } }), 2)
  t.equal(imagesOf(wants(3), { outputBodyJson: JSON.stringify({ artifacts: [{}] }) }), 1)
  t.equal(imagesOf(wants(3), { outputBodyS3Path: 's3://x' }), 3)
  t.equal(imagesOf(wants(3), { outputBodyJson: { images: [] } }), 0)
  t.equal(imagesOf(wants(3), { outputBodyJson: { images: null, error: 'blocked' } }), 0)
  t.equal(imagesOf({ inputBodyJson: JSON.stringify(wants(2).inputBodyJson) }, {}), 2)
})

t.test('one image is asked for unless the request names another number', async (t) => {
  t.equal(imagesOf({ inputBodyJson: { prompt: 'a cat' } }, {}), 1)
  t.equal(imagesOf(wants('two'), {}), 1)
  t.equal(imagesOf({ inputBodyJson: { prompt: 'x' } }, { outputTokenCount: 1 }, { modelId: 'amazon.nova-lite-v1:0' }), null)
})

t.test('nothing is known without bodies, and nothing was made by a failed call', async (t) => {
  t.equal(imagesOf({}, {}), null)
  t.equal(imagesOf(wants(3), {}, { errorCode: 'ModelErrorException' }), null)
})

t.test('a logged image count that is none is rejected', async (t) => {
  t.same(parseRecord(logRecord({ modelId: CANVAS, output: { outputImageCount: -1 } }), CONTEXT),
    { kind: 'rejected', reason: 'bad_count', field: 'output.outputImageCount' })
})

t.test('video is measured in milliseconds', async (t) => {
  for (const [seconds, ms] of [[6.0, 6000], [6.0004, 6000], [0, 0], [-1, null], ['6', null], [null, null], [1e300, null]] as const) {
    const record = logRecord({ modelId: 'amazon.nova-reel-v1:1', output: { outputVideoDurationSeconds: seconds } })
    t.equal(eventOf(record).video_duration_ms, ms, String(seconds))
  }
})
