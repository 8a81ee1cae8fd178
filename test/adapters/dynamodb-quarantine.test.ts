import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import t, { type Test } from 'tap'
import { dynamoDbQuarantine, type QuarantineOptions } from '../../adapters/dynamodb-quarantine.ts'
import { USAGE_STATS_TABLE } from '../../domain/contract.ts'
import type { QuarantinedObject } from '../../domain/ports.ts'
import { emptyDynamoDb } from '../fixtures/embedded-dynamodb.ts'

const NOW = '2026-07-18T12:00:00.000Z'
const LATER = '2026-07-19T12:00:00.000Z'

const logKey = (account: string, region: string, name: string) => {
  return `AWSLogs/${account}/BedrockModelInvocationLogs/${region}/2026/07/18/05/20260718T051640000Z_${name.padStart(16, '0')}.json.gz`
}
const A = logKey('111122223333', 'us-east-1', 'a')
const B = logKey('111122223333', 'us-east-1', 'b')
const FAR = logKey('444455556666', 'eu-west-1', 'c')

async function open(t: Test, options: Partial<QuarantineOptions> = {}) {
  const client = await emptyDynamoDb(t)
  let now = NOW
  const quarantine = dynamoDbQuarantine({ client, name: USAGE_STATS_TABLE }, { keptDays: 60, clock: () => new Date(now), ...options })
  const list = async (since?: string) => {
    const found: QuarantinedObject[] = []
    for await (const object of quarantine.list(since)) found.push(object)
    return found
  }
  const item = async (pk: string, sk: string) => {
    return (await client.send(new GetItemCommand({ TableName: USAGE_STATS_TABLE, Key: { pk: { S: pk }, sk: { S: sk } } }))).Item
  }
  return { ...quarantine, list, item, at: (instant: string) => { now = instant } }
}

const line = (number: number) => ({ line: number, reason: 'bad_count', field: 'input.inputTokenCount' })

t.test('the last word on each object counts, and an object that is well is listed no more', async (t) => {
  const { replace, list } = await open(t)
  t.same(await list(), [])
  await replace(A, [line(2), line(1)])
  await replace(FAR, [line(9)])
  await replace(B, [line(7), { line: 8, reason: 'not_json', field: null }])
  await replace(A, [line(5)])
  t.same(await list(), [
    { key: A, at: NOW, lines: [line(5)] },
    { key: B, at: NOW, lines: [line(7), { line: 8, reason: 'not_json', field: null }] },
    { key: FAR, at: NOW, lines: [line(9)] },
  ])
  await replace(A, [])
  await replace(B, [])
  await replace(B, [])
  t.same((await list()).map(({ key }) => key), [FAR])
})

t.test('only what was quarantined at an instant or after it, if asked for', async (t) => {
  const { replace, list, at } = await open(t)
  await replace(A, [line(1)])
  await replace(FAR, [line(1)])
  at(LATER)
  await replace(B, [line(1)])
  t.same((await list(LATER)).map(({ key }) => key), [B])
  t.same((await list(NOW)).map(({ key }) => key), [A, B, FAR])
  t.same(await list('2026-07-20T00:00:00.000Z'), [])
})

t.test('items lie in a partition of their source, say when they expire and hold places and reasons alone', async (t) => {
  const { replace, item } = await open(t)
  await replace(A, [line(3)])
  const expiresAt = { N: String(Date.parse(NOW) / 1000 + 60 * 86_400) }
  t.same(await item('Q#111122223333#us-east-1', A), {
    pk: { S: 'Q#111122223333#us-east-1' }, sk: { S: A }, key: { S: A }, at: { S: NOW }, expiresAt,
    lines: { S: '[["bad_count","input.inputTokenCount",[3]]]' },
  })
  t.match(await item('Q', '111122223333#us-east-1'), { at: { S: NOW }, expiresAt })
})

t.test('without a number of days they are kept for good', async (t) => {
  const { replace, item } = await open(t, { keptDays: null })
  await replace(A, [line(3)])
  t.notOk((await item('Q#111122223333#us-east-1', A))?.expiresAt)
})

t.test('keys of no source and keys longer than DynamoDB takes are kept as well', async (t) => {
  const { replace, list } = await open(t)
  const keys = ['somewhere else.json', ' ', `${'ä'.repeat(512)}`, `${'ä'.repeat(512)}x`, `${'long/'.repeat(400)}${A}`]
  for (const key of keys) await replace(key, [line(1)])
  t.same((await list()).map(({ key }) => key).sort(), [...keys].sort())
  for (const key of keys) await replace(key, [])
  t.same(await list(), [])
})

t.test('an account writes to partitions of its own, whatever a key claims', async (t) => {
  const { replace, list, item } = await open(t, { accountId: '111122223333' })
  for (const key of [A, FAR, 'stray']) await replace(`s3://logs/${key}`, [line(1)])
  t.ok(await item('Q#111122223333#us-east-1', `s3://logs/${A}`))
  t.ok(await item('Q#111122223333#unknown', `s3://logs/${FAR}`))
  t.ok(await item('Q#111122223333#unknown', 's3://logs/stray'))
  t.equal((await list()).length, 3)
})
