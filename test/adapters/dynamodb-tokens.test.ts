import { ScanCommand } from '@aws-sdk/client-dynamodb'
import t from 'tap'
import { dynamoDbTokens } from '../../adapters/dynamodb-tokens.ts'
import { DASHBOARD_STATE_TABLE, EXPIRES_AT_ATTRIBUTE } from '../../domain/contract.ts'
import { apiTokens } from '../../server/auth/api-tokens.ts'
import { emptyDynamoDb } from '../fixtures/embedded-dynamodb.ts'
import { memoryTokens } from '../fixtures/memory-tokens.ts'
import { identityOf } from '../fixtures/signed-in.ts'
import { specTokenStore } from './specs/token-store.ts'

t.test('in DynamoDB', async (t) => {
  specTokenStore(t, async (t, clock) => dynamoDbTokens({ client: await emptyDynamoDb(t), name: DASHBOARD_STATE_TABLE }, clock))
})

t.test('in memory', async (t) => {
  specTokenStore(t, async (_, clock) => memoryTokens(clock))
})

t.test('no part of the secret is stored, and every item expires', async (t) => {
  const client = await emptyDynamoDb(t)
  const clock = () => new Date('2026-11-23T20:41:00Z')
  const token = await apiTokens(dynamoDbTokens({ client, name: DASHBOARD_STATE_TABLE }, clock), clock).make(identityOf('alice'), 'report', 7)
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: DASHBOARD_STATE_TABLE }))
  t.equal(items.length, 2)
  t.notOk(JSON.stringify(items).includes(token.slice('bia_'.length)))
  for (const item of items) t.equal(item[EXPIRES_AT_ATTRIBUTE]?.N, String(Date.parse('2026-11-30T20:41:00Z') / 1000))
})
