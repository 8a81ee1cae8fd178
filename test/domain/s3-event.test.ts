import fc from 'fast-check'
import t from 'tap'
import { readS3Event } from '../../domain/s3-event.ts'

const eventBridge = (bucket: unknown, key: unknown, type = 'Object Created') => JSON.stringify({
  version: '0', 'detail-type': type, source: 'aws.s3', detail: { bucket: { name: bucket }, object: { key, size: 7 } },
})
const record = (key: unknown, eventName = 'ObjectCreated:Put') => ({ eventName, s3: { bucket: { name: 'logs' }, object: { key } } })
const objects = (...keys: string[]) => ({ kind: 'objects', objects: keys.map((key) => ({ bucket: 'logs', key })) })

t.test('EventBridge tells keys as they are, S3 itself encodes them', async (t) => {
  for (const key of ['a/b.json.gz', 'a+b c%20d', '100%', 'ü/日']) t.same(readS3Event(eventBridge('logs', key)), objects(key))
  t.same(readS3Event(JSON.stringify({ Records: [record('a+b%2Bc%20d'), record('%C3%BC')] })), objects('a b+c d', 'ü'))
  const wrapped = { Type: 'Notification', Message: JSON.stringify({ Records: [record('a')] }) }
  t.same(readS3Event(JSON.stringify(wrapped)), objects('a'), 'by way of SNS')
})

t.test('what tells of no new object announces none', async (t) => {
  for (const body of [
    '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"logs"}',
    '{"Records":[]}',
    JSON.stringify({ Records: [record('a', 'ObjectRemoved:Delete')] }),
    eventBridge('logs', 'a', 'Object Deleted'),
  ]) t.same(readS3Event(body), objects())
})

t.test('what is no event is malformed for a reason', async (t) => {
  const cases: [string, string][] = [
    ['', 'not_json'], ['{', 'not_json'], ['{"Type":"Notification","Message":"{"}', 'not_json'],
    ['null', 'unknown_shape'], ['7', 'unknown_shape'], ['[]', 'unknown_shape'], ['{}', 'unknown_shape'],
    ['{"Records":[7]}', 'unknown_shape'], ['{"Records":[{}]}', 'unknown_shape'], ['{"detail":7}', 'unknown_shape'],
    [eventBridge(7, 'a'), 'bad_bucket'], [eventBridge('a/b', 'a'), 'bad_bucket'], ['{"detail":{}}', 'bad_bucket'],
    [eventBridge('logs', 7), 'bad_key'], [eventBridge('logs', ''), 'bad_key'], [eventBridge('logs', 'x'.repeat(1025)), 'bad_key'],
    [JSON.stringify({ Records: [record('100%')] }), 'bad_key'],
  ]
  for (const [body, reason] of cases) t.same(readS3Event(body), { kind: 'malformed', reason }, body.slice(0, 60))
})

t.test('every key survives the way through an event, and nothing throws', async () => {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  fc.assert(fc.property(key, (key) => {
    const encoded = encodeURIComponent(key).replaceAll('%20', '+')
    for (const body of [eventBridge('logs', key), JSON.stringify({ Records: [record(encoded)] })]) {
      const event = readS3Event(body)
      if (event.kind !== 'objects' || event.objects[0]?.key !== key) return false
    }
    return true
  }), { numRuns: 200 })
  fc.assert(fc.property(fc.json(), (text) => ['objects', 'malformed'].includes(readS3Event(text).kind)), { numRuns: 300 })
})
