import t from 'tap'
import { HUB, logPipeline, messagesOf, objectCreated, SPOKE } from '../fixtures/log-pipeline.ts'
import { answered } from '../fixtures/log-record.ts'
import { logKey } from '../fixtures/recorded-usage.ts'

const spokeKey = logKey(SPOKE, 1)

t.test('F29: a record that claims another account or region is quarantined, and attributed to nobody', async (t) => {
  const { s3, firehose, parse, quarantined } = await logPipeline(t)
  s3.putLog(`logs-spoke/${spokeKey}`, [
    answered({}, { accountId: HUB, requestId: 'spoofed' }),
    answered({}, { accountId: SPOKE, region: 'eu-west-1', requestId: 'elsewhere' }),
    answered({}, { accountId: SPOKE, requestId: 'own' }),
  ])
  t.same((await parse(messagesOf([objectCreated('logs-spoke', spokeKey)]))).failed, [])
  t.same(firehose.rows.map((row) => [row.account_id, row.request_id]), [[SPOKE, 'own']])
  t.same(quarantined.get(`s3://logs-spoke/${spokeKey}`), [
    { line: 1, reason: 'account_mismatch', field: 'accountId' },
    { line: 2, reason: 'account_mismatch', field: 'region' },
  ])
})

t.test('F29: a key that claims another account than its bucket\'s owner is quarantined unread', async (t) => {
  const { s3, firehose, parse, quarantined } = await logPipeline(t)
  const key = `bedrock/${logKey(HUB, 1)}`
  s3.putLog(`logs-spoke/${key}`, [answered({}, { accountId: HUB })])
  t.same((await parse(messagesOf([objectCreated('logs-spoke', key)]))).failed, [])
  t.same([s3.requests.length, firehose.rows.length], [0, 0])
  t.same(quarantined.get(`s3://logs-spoke/${key}`), [{ line: 1, reason: 'account_mismatch', field: null }])
})

t.test('F29: an event that names a foreign bucket is quarantined, and the bucket never read', async (t) => {
  const { s3, parse, quarantined } = await logPipeline(t)
  s3.putLog(`foreign/${spokeKey}`, [answered({}, { accountId: SPOKE })])
  t.same((await parse(messagesOf([objectCreated('foreign', spokeKey)]))).failed, [])
  t.equal(s3.requests.length, 0)
  t.same(quarantined.get(`s3://foreign/${spokeKey}`), [{ line: 1, reason: 'foreign_bucket', field: null }])
})

t.test('F29: a configured bucket that is in other hands by now is refused by its owner\'s account, and the message stays', async (t) => {
  const { s3, firehose, parse } = await logPipeline(t)
  const key = spokeKey.replace('bedrock/', '')
  s3.putLog(`logs-stolen/${key}`, [answered({}, { accountId: SPOKE })])
  const { failed, failures } = await parse(messagesOf([objectCreated('logs-stolen', key)]))
  t.same(failed, ['m0'])
  t.match(failures, [{ reason: 'AccessDenied' }])
  t.equal(s3.requests[0]?.headers['x-amz-expected-bucket-owner'], SPOKE)
  t.equal(firehose.rows.length, 0)
})
