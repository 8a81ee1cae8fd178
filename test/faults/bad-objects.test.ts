import { gzipSync } from 'node:zlib'
import t from 'tap'
import { LOG_QUEUE } from '../../domain/contract.ts'
import { logPipeline, messagesOf, objectCreated } from '../fixtures/log-pipeline.ts'
import { answered } from '../fixtures/log-record.ts'
import { logFiles, ONE_OBJECT, recordedUsage, storedUsage } from '../fixtures/recorded-usage.ts'

t.test('F6: of ten messages the one with a corrupt object goes aside, nine succeed at once, and after a repair it does too', async (t) => {
  const files = logFiles(10, 30)
  const broken = files[4]
  if (broken === undefined) throw new Error('a file is needed')
  const { s3, queue, parse, drain, quarantined, compute } = await logPipeline(t)
  for (const { bucket, key, records } of files) {
    s3.putLog(`${bucket}/${key}`, records)
    queue.send(objectCreated(bucket, key))
  }
  const path = `${broken.bucket}/${broken.key}`
  const whole = gzipSync(broken.records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  s3.put(path, whole.subarray(0, whole.length - 30))

  const batch = queue.receive()
  const { failed, totals } = await parse(batch)
  t.same(failed, ['m5'], 'nine are done with the first attempt')
  t.equal(totals.objects, 10)
  queue.settle(batch, failed)
  t.match(quarantined.get(`s3://${path}`), [{ reason: 'truncated' }])

  await drain()
  t.same(queue.dead, [objectCreated(broken.bucket, broken.key)])
  t.equal(queue.mostReceives, LOG_QUEUE.maxReceiveCount)

  s3.put(path, whole)
  for (const body of queue.dead.splice(0)) queue.send(body)
  await drain()
  t.same(queue.dead, [])
  t.equal(quarantined.size, 0)
  t.same(await storedUsage(await compute()), recordedUsage(files))
})

t.test('F7: of 10,000 lines one is malformed: 9,999 land, and quarantine names place and reason, but holds no text', async (t) => {
  const { s3, firehose, parse, quarantined } = await logPipeline(t)
  const { bucket, key } = ONE_OBJECT
  const lines = Array.from({ length: 10_000 }, (_, index) => JSON.stringify(answered({}, { requestId: `r${index}` })))
  lines[6_999] = '{"requestId":"r6999","input":{"inputBodyJson":"CANARY'
  s3.put(`${bucket}/${key}`, gzipSync(lines.join('\n')))
  const { failed, totals } = await parse(messagesOf([objectCreated(bucket, key)]))
  t.same(failed, [])
  t.match(totals, { records: 9_999, quarantined: 1 })
  t.equal(new Set(firehose.rows.map((row) => row.request_id)).size, 9_999)
  t.same([...quarantined], [[`s3://${bucket}/${key}`, [{ line: 7_000, reason: 'not_json', field: null }]]])
  t.notMatch(JSON.stringify([...quarantined, ...firehose.requests.map(({ body }) => body.toString())]), /CANARY/)
})

t.test('F9: a gzip bomb is given up where it has unfolded a thousandfold, quarantined and done with', async (t) => {
  const { s3, firehose, parse, quarantined } = await logPipeline(t)
  const { bucket, key } = ONE_OBJECT
  const bomb = gzipSync(Buffer.concat([
    Buffer.from(`${JSON.stringify(answered({}, { requestId: 'before' }))}\n`),
    ...Array.from({ length: 140 }, () => Buffer.alloc(1_000_000, ' ').fill('\n', 999_999)),
  ]))
  s3.put(`${bucket}/${key}`, bomb)
  const { failed, totals } = await parse(messagesOf([objectCreated(bucket, key)]))
  t.same(failed, [])
  t.same(firehose.rows.map((row) => row.request_id), ['before'])
  t.match([...quarantined.values()], [[{ line: /^\d+$/, reason: 'too_large', field: null }]])
  t.ok(totals.empty < 120, 'it was not read to its end')
})
