import {
  CreateTableCommand, type CreateTableCommandInput, DescribeTableCommand, type DynamoDBClient, ResourceInUseException,
} from '@aws-sdk/client-dynamodb'
import { setTimeout as sleep } from 'node:timers/promises'
import { PARTITION_KEY, SORT_KEY, TABLES } from '../domain/contract.ts'

function definition(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: PARTITION_KEY, AttributeType: 'S' },
      { AttributeName: SORT_KEY, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
      { AttributeName: SORT_KEY, KeyType: 'RANGE' },
    ],
  }
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
    if (table?.TableStatus === 'ACTIVE') return
    await sleep(20)
  }
  throw new TableUnusable(`table ${name} did not become active`)
}
