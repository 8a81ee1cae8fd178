import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import t, { type Test } from 'tap'
import { embeddedDynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { itemKey } from '../../adapters/dynamodb-item.ts'
import { dynamoDbPriceStore } from '../../adapters/dynamodb-price-store.ts'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { MODEL_PRICING_TABLE, USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { priceEditsSpec } from './specs/price-edits.ts'
import { priceStoreSpec } from './specs/price-store.ts'
import { usageStoreSpec } from './specs/usage-store.ts'

async function open(t: Test) {
  const server = await startEmbeddedDynamoDb(t.testdir())
  t.teardown(() => server.close())
  return { server, client: server.client() }
}

t.test('DynamoDB of this process as usage store', async (t) => {
  usageStoreSpec(t, async (t) => dynamoDbUsageStore({ client: (await open(t)).client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null }))
})

t.test('DynamoDB of this process as price store', async (t) => {
  const store = async (t: Test) => dynamoDbPriceStore({ client: (await open(t)).client, name: MODEL_PRICING_TABLE })
  priceStoreSpec(t, store)
  priceEditsSpec(t, store)
})

const KEY = itemKey('p', 's')
const BYTES = Uint8Array.of(0, 255, 7, 128)
const ITEM = { ...KEY, B: { S: 'no bytes' }, body: { B: BYTES }, list: { L: [{ B: BYTES.subarray(1, 3) }, { N: '1' }] } }

t.test('other processes see what it wrote, bytes and all, and it what they did', async (t) => {
  const { server, client } = await open(t)
  const other = embeddedDynamoDbClient(server.endpoint)
  const get = new GetItemCommand({ TableName: USAGE_STATS_TABLE, Key: KEY, ConsistentRead: true })
  for (const [from, to] of [[client, other], [other, client]] as const) {
    await from.send(new PutItemCommand({ TableName: USAGE_STATS_TABLE, Item: ITEM }))
    const { Item: item } = await to.send(get)
    t.strictSame(item && { ...item, body: [...(item.body?.B ?? [])], list: item.list?.L?.map(({ B, N }) => N ?? [...(B ?? [])]) }, {
      ...ITEM, body: [...BYTES], list: [[255, 7], '1'],
    })
  }
  other.destroy()
})

t.test('errors are those of the SDK', async (t) => {
  const { client } = await open(t)
  const put = (input: object) => client.send(new PutItemCommand({ TableName: USAGE_STATS_TABLE, Item: KEY, ...input }))
  await put({})
  await t.rejects(put({ ConditionExpression: 'attribute_not_exists(pk)' }), { name: 'ConditionalCheckFailedException', $metadata: { httpStatusCode: 400 } })
  await t.rejects(put({ TableName: 'nowhere' }), { name: 'ResourceNotFoundException' })
  await t.rejects(put({ Item: {} }), { name: 'ValidationException', message: /key/ })
})

t.test('closing waits for what was sent, and whatever is sent later is rejected', async (t) => {
  const folder = t.testdir()
  const server = await startEmbeddedDynamoDb(folder)
  const client = server.client()
  const puts = Promise.all(Array.from({ length: 20 }, (_, index) => {
    return client.send(new PutItemCommand({ TableName: USAGE_STATS_TABLE, Item: itemKey('p', String(index)) }))
  }))
  await server.close()
  await t.resolves(puts)
  await t.rejects(client.send(new PutItemCommand({ TableName: USAGE_STATS_TABLE, Item: KEY })), /PutItem: the embedded DynamoDB is closed/)

  const again = await startEmbeddedDynamoDb(folder)
  t.teardown(() => again.close())
  const { Item: item } = await again.client().send(new GetItemCommand({ TableName: USAGE_STATS_TABLE, Key: itemKey('p', '19') }))
  t.strictSame(item, itemKey('p', '19'))
})
