import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { RunRecord, UsageStore } from '../domain/ports.ts'
import { sourceId } from '../domain/source.ts'
import { dynamoDbBuckets, GENERATION_STEP, type BucketOptions } from './dynamodb-buckets.ts'
import { changeFeed } from './dynamodb-change-feed.ts'
import { itemKey, numberAttribute, sortKeyOf, textAttribute, type Item } from './dynamodb-item.ts'
import { AFTER_ALL, ifConditionHolds, queryItems, type Table } from './dynamodb-table.ts'

export interface UsageStoreOptions extends BucketOptions {
  /** Entries that the change feed keeps, 1000 by default. */
  readonly feedEntries?: number
}

/** Partition of what is known of the making of buckets. */
const META = 'META'

/**
 * The table usage-stats. Buckets lie in partitions by source (dynamodb-bucket-item.ts); `META` holds `GENERATION`,
 * `SOURCE#<account>#<region>`, `RUN#<kind>`, `INTENT#<generation>#<n>` and the change feed `CHANGE#<position>`.
 */
export function dynamoDbUsageStore(table: Table, options: UsageStoreOptions): UsageStore {
  return {
    ...dynamoDbBuckets(table, options),
    ...changeFeed(table, META, options.feedEntries),

    async nextGeneration() {
      const answer = await table.client.send(new UpdateItemCommand({
        TableName: table.name,
        Key: itemKey(META, 'GENERATION'),
        UpdateExpression: 'ADD #last :one',
        ExpressionAttributeNames: { '#last': 'last' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      }))
      return numberAttribute(answer.Attributes ?? {}, 'last') * GENERATION_STEP
    },

    async listSources() {
      const sources = []
      const range = { pk: META, from: 'SOURCE#', to: `SOURCE#${AFTER_ALL}` }
      for await (const item of queryItems(table, range)) {
        const [, accountId = '', region = ''] = sortKeyOf(item).split('#')
        sources.push({ accountId, region, newestEvent: textAttribute(item, 'newestEvent') })
      }
      return sources
    },

    async noteSource(state) {
      await ifConditionHolds(table.client.send(new PutItemCommand({
        TableName: table.name,
        Item: { ...itemKey(META, `SOURCE#${sourceId(state)}`), newestEvent: { S: comparable(state.newestEvent) } },
        ConditionExpression: 'attribute_not_exists(newestEvent) OR newestEvent < :newest',
        ExpressionAttributeValues: { ':newest': { S: comparable(state.newestEvent) } },
      })))
    },

    async saveRun(run) {
      await table.client.send(new PutItemCommand({
        TableName: table.name, Item: { ...itemKey(META, `RUN#${run.kind}`), ...runAttributes(run) },
      }))
    },

    async lastRun(kind) {
      const answer = await table.client.send(new GetItemCommand({
        TableName: table.name, Key: itemKey(META, `RUN#${kind}`), ConsistentRead: true,
      }))
      return answer.Item === undefined ? null : toRun(kind, answer.Item)
    },
  }
}

/** Instants of one form, so that their texts are in the order of time. */
function comparable(instant: string): string {
  return new Date(instant).toISOString()
}

function runAttributes({ startedAt, finishedAt, outcome, dataUpTo, bucketsWritten, message, revision, listedKeys }: RunRecord): Item {
  return {
    startedAt: { S: startedAt },
    finishedAt: { S: finishedAt },
    outcome: { S: outcome },
    bucketsWritten: { N: String(bucketsWritten) },
    ...(dataUpTo === null ? {} : { dataUpTo: { S: dataUpTo } }),
    ...(message === null ? {} : { message: { S: message } }),
    ...(revision === undefined ? {} : { revision: { S: revision } }),
    ...(listedKeys === undefined ? {} : { listedKeys: { S: listedKeys.join('\n') } }),
  }
}

function toRun(kind: RunRecord['kind'], item: Item): RunRecord {
  return {
    kind,
    startedAt: textAttribute(item, 'startedAt'),
    finishedAt: textAttribute(item, 'finishedAt'),
    outcome: textAttribute(item, 'outcome') === 'ok' ? 'ok' : 'failed',
    dataUpTo: item.dataUpTo?.S ?? null,
    bucketsWritten: numberAttribute(item, 'bucketsWritten'),
    message: item.message?.S ?? null,
    ...(item.revision?.S === undefined ? {} : { revision: item.revision.S }),
    ...(item.listedKeys?.S === undefined ? {} : { listedKeys: item.listedKeys.S.split('\n') }),
  }
}
