import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import t from 'tap'
import { dynamoDbPriceStore } from '../../adapters/dynamodb-price-store.ts'
import { MODEL_PRICING_TABLE } from '../../domain/contract.ts'
import { emptyDynamoDb } from '../fixtures/embedded-dynamodb.ts'
import { priceRecord } from '../fixtures/prices.ts'
import { priceStoreSpec } from './specs/price-store.ts'

t.test('DynamoDB as price store', async (t) => {
  priceStoreSpec(t, async (t) => dynamoDbPriceStore({ client: await emptyDynamoDb(t), name: MODEL_PRICING_TABLE }))
})

t.test('a change that died half-way gets its version when it is tried again, though nothing is left to write', async (t) => {
  const client = await emptyDynamoDb(t)
  const store = dynamoDbPriceStore({ client, name: MODEL_PRICING_TABLE })
  const record = priceRecord('a', '2026-01-01T00:00:00Z', { input_cost_per_token: '1' })
  const { version } = await store.append([record])
  let dies = true
  client.middlewareStack.add((next, context) => async (args) => {
    const answer = await next(args)
    if (dies && context.commandName === BatchWriteItemCommand.name) throw new Error('died')
    return answer
  }, { step: 'initialize', name: 'die' })

  const next = priceRecord('b', '2026-01-01T00:00:00Z', {})
  await t.rejects(store.append([next]), /died/)
  t.equal((await store.read()).version, version)
  dies = false
  const retried = await store.append([next])
  t.ok(retried.version > version)
  t.strictSame(await store.append([next]), { version: retried.version, added: 0 })
})
