import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { EXPIRES_AT_ATTRIBUTE, PARTITION_KEY } from '../domain/contract.ts'
import type { QueryHistory, QueryRun } from '../domain/explore-ports.ts'
import { itemKey, numberValue, textAttribute, type Item } from './dynamodb-item.ts'
import { AFTER_ALL, ifConditionHolds, queryItems, type Table } from './dynamodb-table.ts'

const RUN = 'RUN#'
const SLOT = 'SLOT'
const KEPT_SECONDS = 90 * 86_400
const STATUSES = ['running', 'succeeded', 'failed', 'cancelled'] as const

/**
 * Queries in the table dashboard: `HISTORY#<user>` / `RUN#<id>`, where ids begin with the time, and `HISTORY#<user>` / `SLOT`,
 * which holds the one that is under way.
 */
export function dynamoDbQueryHistory(table: Table): QueryHistory {
  const { client, name } = table
  const put = (run: QueryRun) => client.send(new PutItemCommand({ TableName: name, Item: toItem(run) }))
  return {
    async begin(run, since) {
      const slot = { ...itemKey(partitionOf(run.user), SLOT), id: { S: run.id }, startedAt: { S: run.startedAt }, ...expiry(run) }
      const taken = await ifConditionHolds(client.send(new PutItemCommand({
        TableName: name, Item: slot, ConditionExpression: 'attribute_not_exists(#pk) OR #startedAt < :since',
        ExpressionAttributeNames: { '#pk': PARTITION_KEY, '#startedAt': 'startedAt' }, ExpressionAttributeValues: { ':since': { S: since } },
      })))
      if (taken === null) return 'busy'
      await put(run)
      return 'begun'
    },

    async update(run) {
      await put(run)
      if (run.status === 'running') return
      await ifConditionHolds(client.send(new DeleteItemCommand({
        TableName: name, Key: itemKey(partitionOf(run.user), SLOT), ConditionExpression: '#id = :id',
        ExpressionAttributeNames: { '#id': 'id' }, ExpressionAttributeValues: { ':id': { S: run.id } },
      })))
    },

    async find(user, id) {
      const key = itemKey(partitionOf(user), RUN + id)
      const { Item: item } = await client.send(new GetItemCommand({ TableName: name, Key: key, ConsistentRead: true }))
      return item === undefined ? null : toRun(item)
    },

    async list(user, limit) {
      const runs: QueryRun[] = []
      const range = { pk: partitionOf(user), from: RUN, to: RUN + AFTER_ALL }
      for await (const item of queryItems(table, range, { newestFirst: true, limit })) runs.push(toRun(item))
      return runs
    },
  }
}

function partitionOf(user: string): string {
  return `HISTORY#${user}`
}

function expiry({ startedAt }: QueryRun): Item {
  return { [EXPIRES_AT_ATTRIBUTE]: numberValue(Math.floor(Date.parse(startedAt) / 1000) + KEPT_SECONDS) }
}

function toItem(run: QueryRun): Item {
  const item: Item = { ...itemKey(partitionOf(run.user), RUN + run.id), ...expiry(run) }
  for (const name of ['id', 'user', 'by', 'sql', 'sqlHash', 'startedAt', 'status'] as const) item[name] = { S: run[name] }
  for (const name of ['engineId', 'endedAt', 'reason'] as const) {
    const value = run[name]
    if (value !== null) item[name] = { S: value }
  }
  if (run.scannedBytes !== null) item['scannedBytes'] = numberValue(run.scannedBytes)
  return item
}

function toRun(item: Item): QueryRun {
  const bytes = item['scannedBytes']?.N
  return {
    id: textAttribute(item, 'id'), user: textAttribute(item, 'user'), by: textAttribute(item, 'by'), sql: textAttribute(item, 'sql'),
    sqlHash: textAttribute(item, 'sqlHash'), startedAt: textAttribute(item, 'startedAt'),
    status: STATUSES.find((status) => status === item['status']?.S) ?? 'failed',
    engineId: item['engineId']?.S ?? null, endedAt: item['endedAt']?.S ?? null, reason: item['reason']?.S ?? null,
    scannedBytes: bytes === undefined ? null : Number(bytes),
  }
}
