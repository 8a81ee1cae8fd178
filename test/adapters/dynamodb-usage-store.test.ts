import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import t, { type Test } from 'tap'
import { dynamoDbUsageStore, type UsageStoreOptions } from '../../adapters/dynamodb-usage-store.ts'
import { USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'
import { emptyDynamoDb } from '../fixtures/embedded-dynamodb.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { usageStoreSpec } from './specs/usage-store.ts'

async function open(t: Test, options: Partial<UsageStoreOptions> = {}) {
  const client = await emptyDynamoDb(t)
  return { client, store: dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null, ...options }) }
}

t.test('DynamoDB as usage store', async (t) => {
  usageStoreSpec(t, async (t) => (await open(t)).store)
})

t.test('DynamoDB as usage store, with buckets in chunks', async (t) => {
  usageStoreSpec(t, async (t) => (await open(t, { maxBodyBytes: 300 })).store)
})

t.test('the usage store that other tests use', async (t) => {
  usageStoreSpec(t, async () => memoryUsageStore())
})

const START = '2026-07-18T05'
const big = (calls: number) => bucketOf(SOURCE_A, 'hour', START, Array.from({ length: 20 }, (_, index) => cellOf({ caller: `c${index}`, calls })))

t.test('a reader sees one write or the other while chunks are switched and cleared away, never a mixture', async (t) => {
  const { store } = await open(t, { maxBodyBytes: 40 })
  await store.writeBucket(big(1), 1)
  let writing = true
  const writes = (async () => {
    for (let generation = 2; generation < 25; generation++) await store.writeBucket(big(generation), generation)
    writing = false
  })()
  let seen = 0
  while (writing) {
    for await (const bucket of store.readBuckets(SOURCE_A, 'hour', null, null)) {
      const calls = new Set(bucket.cells.map((cell) => cell.calls))
      t.equal(calls.size, 1)
      const [now = 0] = calls
      t.ok(now >= seen, 'nor an older one than before')
      seen = now
    }
  }
  await writes
})

t.test('chunks of older writes, of writes that lost and of writes that died are cleared away', async (t) => {
  const { client, store } = await open(t, { maxBodyBytes: 40 })
  let dies = true
  client.middlewareStack.add((next, context) => async (args) => {
    if (dies && context.commandName === PutItemCommand.name) throw new Error('died')
    return next(args)
  }, { step: 'initialize', name: 'die' })
  const chunks = async () => {
    const answer = await client.send(new QueryCommand({
      TableName: USAGE_STATS_TABLE, KeyConditionExpression: 'pk = :pk AND begins_with(sk, :c)',
      ExpressionAttributeValues: { ':pk': { S: 'U#111122223333#us-east-1' }, ':c': { S: 'C#' } },
    }))
    return answer.Count ?? 0
  }
  await t.rejects(store.writeBucket(big(1), 1), /died/)
  const ofOne = await chunks()
  t.ok(ofOne > 1)
  dies = false
  await store.writeBucket(big(2), 2)
  t.equal(await chunks(), ofOne)
  t.equal(await store.writeBucket(big(1), 1), 'superseded')
  t.equal(await chunks(), ofOne)
  await store.writeBucket(bucketOf(SOURCE_A, 'hour', START, []), 3)
  t.equal(await chunks(), 0)
})

t.test('a write whose answer got lost stands when the client sends it again', async (t) => {
  const { client, store } = await open(t)
  let lost = true
  client.middlewareStack.add((next, context) => async (args) => {
    const answer = await next(args)
    if (lost && context.commandName === PutItemCommand.name) {
      lost = false
      throw Object.assign(new Error('socket hang up'), { $retryable: {} })
    }
    return answer
  }, { step: 'finalizeRequest', priority: 'low', name: 'loseAnswer' })
  t.equal(await store.writeBucket(big(1), 1), 'written')
  t.equal(lost, false)
})

t.test('hours expire when they are told to; days and months are kept', async (t) => {
  const { client, store } = await open(t, { hoursKeptDays: 400 })
  const kinds = [['hour', START], ['day', '2026-07-18'], ['month', '2026-07']] as const
  const expiry = await Promise.all(kinds.map(async ([period, start]) => {
    await store.writeBucket(bucketOf(SOURCE_A, period, start), 1)
    const sk = `${period[0]?.toUpperCase()}#${start}`
    const answer = await client.send(new GetItemCommand({
      TableName: USAGE_STATS_TABLE, Key: { pk: { S: 'U#111122223333#us-east-1' }, sk: { S: sk } },
    }))
    return answer.Item?.expiresAt?.N
  }))
  t.strictSame(expiry, [String(Date.parse('2027-08-22T05:00:00Z') / 1000), undefined, undefined])
})

t.test('a feed that no longer reaches back says so', async (t) => {
  const { store } = await open(t, { feedEntries: 5 })
  const name = { source: SOURCE_A, period: 'hour', start: START } as const
  for (let generation = 1; generation <= 8; generation++) await store.announce(generation, [name])
  const complete = await Promise.all([0, 2, 3, 8].map(async (position) => (await store.changesSince(position)).complete))
  t.strictSame(complete, [false, false, true, true])
  t.equal((await store.changesSince(3)).names.length, 5)
})
