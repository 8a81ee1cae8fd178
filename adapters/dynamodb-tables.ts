import {
  CreateTableCommand, type CreateTableCommandInput, DescribeTableCommand, type DynamoDBClient, type KeySchemaElement,
  type LocalSecondaryIndex, ResourceInUseException, type TableDescription,
} from '@aws-sdk/client-dynamodb'
import { setTimeout as sleep } from 'node:timers/promises'
import { HEADS_INDEX, PARTITION_KEY, SORT_KEY, TABLES, USAGE_STATS_TABLE } from '../domain/contract.ts'

function definition(name: string): CreateTableCommandInput {
  const keys = name === USAGE_STATS_TABLE ? [PARTITION_KEY, SORT_KEY, HEADS_INDEX.key] : [PARTITION_KEY, SORT_KEY]
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
    KeySchema: keySchema(SORT_KEY),
    ...(name === USAGE_STATS_TABLE ? { LocalSecondaryIndexes: [headsIndex()] } : {}),
  }
}

function headsIndex(): LocalSecondaryIndex {
  return {
    IndexName: HEADS_INDEX.name,
    KeySchema: keySchema(HEADS_INDEX.key),
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...HEADS_INDEX.attributes] },
  }
}

function keySchema(sortKey: string): KeySchemaElement[] {
  return [{ AttributeName: PARTITION_KEY, KeyType: 'HASH' }, { AttributeName: sortKey, KeyType: 'RANGE' }]
}

/** A table that is there but cannot be used. */
export class TableUnusable extends Error {}

/** Makes tables that are missing and waits until all can be used. For the embedded DynamoDB; in AWS, Terraform makes them. */
export async function createTables(client: DynamoDBClient): Promise<void> {
  for (const name of TABLES) {
    try {
      await client.send(new CreateTableCommand(definition(name)))
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error
    }
    await untilActive(client, name)
  }
}

async function untilActive(client: DynamoDBClient, name: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: name }))
    if (table?.TableStatus === 'ACTIVE') return assertIndexes(name, table)
    await sleep(20)
  }
  throw new TableUnusable(`table ${name} did not become active`)
}

/** An index cannot be added to a table that is there. */
function assertIndexes(name: string, { LocalSecondaryIndexes: indexes = [] }: TableDescription): void {
  const names = new Set(indexes.map(({ IndexName }) => IndexName))
  const missing = (definition(name).LocalSecondaryIndexes ?? []).find(({ IndexName }) => !names.has(IndexName))
  if (missing === undefined) return
  throw new Error(`table ${name} was made by another version of this program: delete the folder of its data, and it is built again from the logs`)
}
