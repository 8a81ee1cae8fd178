import t from 'tap'
import { logPipeline, messagesOf, objectCreated } from '../fixtures/log-pipeline.ts'
import { answered, NOW } from '../fixtures/log-record.ts'
import { ONE_OBJECT, storedUsage } from '../fixtures/recorded-usage.ts'

t.test('F15: a clock may be ten minutes ahead; what claims to be later, ancient or local is quarantined and makes no bucket', async (t) => {
  const ahead = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString()
  const cases: [string, string | null][] = [
    [NOW, null], [ahead(9), null], [ahead(10), null],
    [ahead(11), 'future_timestamp'], [ahead(120), 'future_timestamp'], ['9999-12-31T23:59:59Z', 'future_timestamp'],
    ['1970-01-01T00:00:00Z', 'bad_timestamp'], ['2026-07-18T11:00:00', 'bad_timestamp'], ['18/Jul/2026 11:00', 'bad_timestamp'],
  ]
  const { s3, firehose, parse, quarantined, compute } = await logPipeline(t)
  const { bucket, key } = ONE_OBJECT
  s3.putLog(`${bucket}/${key}`, cases.map(([timestamp], index) => answered({}, { timestamp, requestId: `r${index}` })))
  const { failed } = await parse(messagesOf([objectCreated(bucket, key)]))
  t.same(failed, [])
  t.same(firehose.rows.map((row) => row.request_id), ['r0', 'r1', 'r2'])
  t.same(quarantined.get(`s3://${bucket}/${key}`), cases.flatMap(([, reason], index) => {
    return reason === null ? [] : [{ line: index + 1, reason, field: 'timestamp' }]
  }))
  t.same(Object.keys(await storedUsage(await compute())).map((id) => id.split(' ')[1]), ['2026-07-18T12'])
})
