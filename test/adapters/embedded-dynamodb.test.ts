import { CreateTableCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { mkdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import { embeddedDynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { itemKey } from '../../adapters/dynamodb-item.ts'
import { findEmbeddedDynamoDb, startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { TABLES, USAGE_STATS_TABLE } from '../../domain/contract.ts'

t.test('it serves all tables on this machine alone, and is found as long as it lives', async (t) => {
  const folder = t.testdir()
  t.equal(await findEmbeddedDynamoDb(folder), null)
  const server = await startEmbeddedDynamoDb(folder)
  t.match(server.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.equal(await findEmbeddedDynamoDb(folder), server.endpoint)
  const client = embeddedDynamoDbClient(server.endpoint)
  t.strictSame((await client.send(new ListTablesCommand({}))).TableNames?.sort(), [...TABLES].sort())
  client.destroy()
  await server.close()
  t.equal(await findEmbeddedDynamoDb(folder), null)
})

t.test('a client that goes away in the middle of a request does it no harm', async (t) => {
  const server = await startEmbeddedDynamoDb(t.testdir())
  for (let index = 0; index < 3; index++) {
    const broken = request(server.endpoint, { method: 'POST', headers: { 'content-length': '1000', 'x-amz-target': 'DynamoDB_20120810.ListTables' } })
    await new Promise<void>((resolve) => {
      broken.on('error', () => resolve())
      broken.write('{', () => broken.destroy(new Error('gone')))
    })
  }
  const client = embeddedDynamoDbClient(server.endpoint)
  t.equal((await client.send(new ListTablesCommand({}))).TableNames?.length, TABLES.length)
  client.destroy()
  await server.close()
})

t.test('a folder whose process died while it made the tables is set up anew', async (t) => {
  const folder = t.testdir()
  // A table that is being made for longer than anybody waits: what the death of a process leaves behind.
  mkdirSync(join(folder, 'dynamodb'))
  const dying = dynalite({ path: join(folder, 'dynamodb'), createTableMs: 3_000 })
  await new Promise<void>((resolve) => dying.listen(0, '127.0.0.1', resolve))
  const { port } = dying.address() as { port: number }
  const first = embeddedDynamoDbClient(`http://127.0.0.1:${port}`)
  await first.send(new CreateTableCommand({
    TableName: USAGE_STATS_TABLE, BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
  }))
  first.destroy()
  await new Promise((resolve) => dying.close(resolve))

  const server = await startEmbeddedDynamoDb(folder)
  const client = embeddedDynamoDbClient(server.endpoint)
  await t.resolves(client.send(new PutItemCommand({ TableName: USAGE_STATS_TABLE, Item: itemKey('p', 's') })))
  client.destroy()
  await server.close()
})
