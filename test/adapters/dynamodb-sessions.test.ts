import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import { dynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { dynamoDbSessions } from '../../adapters/dynamodb-sessions.ts'
import { DASHBOARD_STATE_TABLE } from '../../domain/contract.ts'
import { emptyDynamoDb } from '../fixtures/embedded-dynamodb.ts'
import { memorySessions } from '../fixtures/memory-sessions.ts'
import { SESSION, sessionStoreSpec } from './specs/sessions.ts'

t.test('in DynamoDB', async (t) => {
  sessionStoreSpec(t, async (t, clock) => dynamoDbSessions({ client: await emptyDynamoDb(t), name: DASHBOARD_STATE_TABLE }, clock))
})

t.test('in memory', async (t) => {
  sessionStoreSpec(t, async (_t, clock) => memorySessions(clock))
})

t.test('the table holds no id, and expires by whole seconds', async (t) => {
  const client = await emptyDynamoDb(t)
  const sessions = dynamoDbSessions({ client, name: DASHBOARD_STATE_TABLE }, () => new Date(SESSION.seenAtMs))
  await sessions.create('the-secret-id', SESSION)
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: DASHBOARD_STATE_TABLE }))
  t.equal(items.length, 1)
  t.notMatch(JSON.stringify(items), 'the-secret-id')
  t.match(items[0]?.['pk']?.S, /^SESSION#[0-9a-f]{64}$/)
  t.equal(items[0]?.['expiresAt']?.N, String(Math.ceil(SESSION.expiresAtMs / 1000)))
})

t.test('a database that does not answer fails each call, and nothing besides', async (t) => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.teardown(() => silent.close())
  const client = dynamoDbClient({
    endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1, requestHandler: { connectionTimeout: 50, requestTimeout: 50, throwOnRequestTimeout: true },
  })
  t.teardown(() => client.destroy())
  const { read, create, renew, end } = dynamoDbSessions({ client, name: DASHBOARD_STATE_TABLE }, () => new Date())
  const calls: (() => Promise<unknown>)[] = [() => read('a'), () => create('a', SESSION), () => renew('a', SESSION), () => end('a')]
  for (const call of calls) await t.rejects(call(), { name: 'TimeoutError' })
})
