import t from 'tap'
import { LOG_QUEUE } from '../../domain/contract.ts'
import { awsError } from '../fixtures/aws/server.ts'
import { logPipeline, messagesOf, objectCreated } from '../fixtures/log-pipeline.ts'
import { NOW } from '../fixtures/log-record.ts'
import { logFiles, recordedUsage, storedUsage } from '../fixtures/recorded-usage.ts'

const MINUTE_MS = 60_000
const all = (count: number) => new Set(Array.from({ length: count }, (_, index) => index))

t.test('F3: of 500 records, 37 refused twice are sent again alone, and every row stands there once', async (t) => {
  const files = logFiles(1, 500)
  const refused = new Set(Array.from({ length: 37 }, (_, index) => index * 13))
  const { s3, firehose, parse, compute } = await logPipeline(t, {
    fault: (call, records) => (call === 1 ? refused : call === 2 ? all(records) : new Set()),
  })
  for (const { bucket, key, records } of files) s3.putLog(`${bucket}/${key}`, records)
  t.same((await parse(messagesOf(files.map(({ bucket, key }) => objectCreated(bucket, key))))).failed, [])
  t.same(firehose.calls.map((ids) => ids.length), [500, 37, 37])
  t.same(firehose.calls[2], [...refused].map((index) => `r0-${index}`))
  t.equal(firehose.rows.length, 500)
  t.same(await storedUsage(await compute()), recordedUsage(files))
})

t.test('F4: an answer lost after the stream took the records loses nothing and counts nothing twice', async (t) => {
  const files = logFiles(4, 10)
  const { s3, firehose, queue, drain, compute } = await logPipeline(t, {
    fault: (call) => (call === 2 ? { hangUp: true } : new Set()),
  })
  for (const { bucket, key, records } of files) {
    s3.putLog(`${bucket}/${key}`, records)
    queue.send(objectCreated(bucket, key))
  }
  await drain()
  t.equal(firehose.rows.length, 50, 'ten of them twice')
  t.same(await storedUsage(await compute()), recordedUsage(files))
})

t.test('F5: while the stream refuses everything for half an hour, messages wait; then the backlog drains without loss', async (t) => {
  const files = logFiles(25, 4)
  const clock = { nowMs: Date.parse(NOW) }
  const throttledUntilMs = clock.nowMs + 30 * MINUTE_MS
  const { s3, firehose, queue, drain, compute } = await logPipeline(t, {
    clock,
    fault(call, records) {
      if (clock.nowMs >= throttledUntilMs) return new Set()
      return call % 2 === 0 ? all(records) : awsError('ServiceUnavailableException', 'Slow down.', 503)
    },
  })
  for (const { bucket, key, records } of files) {
    s3.putLog(`${bucket}/${key}`, records)
    queue.send(objectCreated(bucket, key))
  }
  await drain()
  t.same(queue.dead, [])
  t.ok(queue.mostReceives > 2, 'they did come back')
  t.ok(queue.mostReceives <= LOG_QUEUE.maxReceiveCount / 2, `at most ${queue.mostReceives} receives`)
  t.ok(clock.nowMs < throttledUntilMs + 15 * MINUTE_MS, 'the backlog was gone within a quarter of an hour')
  t.equal(firehose.rows.length, 100)
  t.same(await storedUsage(await compute()), recordedUsage(files))
})
