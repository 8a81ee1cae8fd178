import t from 'tap'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { PARSE_LOG_TIMEOUT_SECONDS } from '../../domain/contract.ts'
import { parseLogBatch } from '../../functions/parse-log-batch.ts'
import { faulty } from '../fixtures/faulty.ts'
import { BUCKETS, logPipeline, messagesOf, objectCreated } from '../fixtures/log-pipeline.ts'
import { logFiles, recordedUsage, storedUsage } from '../fixtures/recorded-usage.ts'

t.test('F8: killed after any of its writes, a batch that is tried again converges', async (t) => {
  const files = logFiles(4, 700)
  const messages = messagesOf(files.map(({ bucket, key }) => objectCreated(bucket, key)))
  const expected = recordedUsage(files)
  for (const after of [true, false]) {
    for (const left of [0, 1, 2, 5]) {
      const pipeline = await logPipeline(t)
      for (const { bucket, key, records } of files) pipeline.s3.putLog(`${bucket}/${key}`, records)
      const dying = { ...pipeline.ports, sink: faulty(pipeline.ports.sink, ['append'], { left, after }) }
      const died = await parseLogBatch(messages, dying, {
        policy: DEFAULT_ATTRIBUTION, clock: () => new Date(pipeline.clock.nowMs), buckets: BUCKETS,
      })
      t.ok(died.failed.length > 0)
      t.same((await pipeline.parse(messages)).failed, [])
      t.equal(new Set(pipeline.firehose.rows.map((row) => row.request_id)).size, 2_800)
      // Adding them all up takes longer than all the rest.
      if (left === 2) t.same(await storedUsage(await pipeline.compute()), expected)
    }
  }
})

t.test('F8: a batch that runs short of time stops ten seconds early, and what it gives back is done the next time', async (t) => {
  const files = logFiles(8, 30)
  const clock = { nowMs: Date.parse('2026-07-18T12:00:00Z') }
  const endMs = clock.nowMs + PARSE_LOG_TIMEOUT_SECONDS * 1_000
  const pipeline = await logPipeline(t, {
    clock,
    fault() {
      clock.nowMs += 21_000
      return new Set()
    },
  })
  for (const { bucket, key, records } of files) {
    pipeline.s3.putLog(`${bucket}/${key}`, records)
    pipeline.queue.send(objectCreated(bucket, key))
  }
  const batch = pipeline.queue.receive()
  const { failed, failures } = await pipeline.parse(batch)
  t.ok(clock.nowMs <= endMs - 10_000, `${(endMs - clock.nowMs) / 1_000} s to spare`)
  t.same(failed, ['m6', 'm7', 'm8'])
  t.same(failures.map(({ reason }) => reason), ['OutOfTime', 'OutOfTime', 'OutOfTime'])
  pipeline.queue.settle(batch, failed)
  await pipeline.drain()
  t.equal(pipeline.firehose.rows.length, 240, 'nothing twice, since objects that were begun were finished')
  t.same(await storedUsage(await pipeline.compute()), recordedUsage(files))
})
