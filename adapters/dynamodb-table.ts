import {
  BatchWriteItemCommand, ConditionalCheckFailedException, type DynamoDBClient, QueryCommand, ScanCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb'
import { PARTITION_KEY, SORT_KEY } from '../domain/contract.ts'
import { type Backoff, DEFAULT_BACKOFF, repeatUntilDone } from './backoff.ts'
import type { Item } from './dynamodb-item.ts'

export interface Table {
  readonly client: DynamoDBClient
  readonly name: string
  readonly backoff?: Backoff
}

export interface KeyRange {
  readonly pk: string
  /** Both inclusive. */
  readonly from: string
  readonly to: string
}

/** Sorts after every key that starts with what stands before it. */
export const AFTER_ALL = '\u{10FFFF}'

export interface QueryOptions {
  /** Looks there instead: only at items that have its key, which takes the place of the sort key. */
  readonly index?: { readonly name: string; readonly key: string }
  /** Only these attributes. */
  readonly attributes?: readonly string[]
  readonly newestFirst?: boolean
  readonly limit?: number
}

/** The embedded DynamoDB reads everything up to the end of the range for each page, unless a page has a limit. */
const PAGE_ITEMS = 250

/** Items of a range in the order of sort keys, all pages of them, as they are at the moment of reading. */
export async function* queryItems(table: Table, range: KeyRange, options: QueryOptions = {}): AsyncGenerator<Item> {
  const { index, attributes, newestFirst = false, limit = Infinity } = options
  let start: Item | undefined
  let left = limit
  do {
    const page = await table.client.send(new QueryCommand({
      TableName: table.name,
      ...(index === undefined ? {} : { IndexName: index.name }),
      ConsistentRead: true,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#pk': PARTITION_KEY, '#sk': index?.key ?? SORT_KEY, ...aliases(attributes ?? []) },
      ExpressionAttributeValues: { ':pk': { S: range.pk }, ':from': { S: range.from }, ':to': { S: range.to } },
      ...(attributes === undefined ? {} : { ProjectionExpression: ['#pk', '#sk', ...attributes.map(alias)].join(', ') }),
      ScanIndexForward: !newestFirst,
      Limit: Math.min(left, PAGE_ITEMS),
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    }))
    yield* page.Items ?? []
    left -= page.Items?.length ?? 0
    start = page.LastEvaluatedKey
  } while (start !== undefined && left > 0)
}

/** All items, in no order. */
export async function* scanItems(table: Table): AsyncGenerator<Item> {
  let start: Item | undefined
  do {
    const page = await table.client.send(new ScanCommand({
      TableName: table.name, ConsistentRead: true, ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    }))
    yield* page.Items ?? []
    start = page.LastEvaluatedKey
  } while (start !== undefined)
}

function aliases(attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((name) => [alias(name), name]))
}

function alias(attribute: string): string {
  return `#${attribute}`
}

/** At most 25 requests go into a batch, and at most 16 MB. */
const BATCH_REQUESTS = 25
const BATCH_BYTES = 8_000_000

/** Puts and deletes, in no order. What DynamoDB hands back as unprocessed is sent again; rejects if some never goes through. */
export async function writeItems(table: Table, requests: readonly WriteRequest[]): Promise<void> {
  for (const batch of batches(requests)) {
    const left = await repeatUntilDone(batch, async (work) => {
      const answer = await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: [...work] } }))
      return answer.UnprocessedItems?.[table.name] ?? []
    }, table.backoff ?? DEFAULT_BACKOFF)
    if (left.length > 0) throw new Error(`DynamoDB left ${left.length} writes to ${table.name} unprocessed`)
  }
}

function batches(requests: readonly WriteRequest[]): WriteRequest[][] {
  const result: WriteRequest[][] = []
  let bytes = 0
  for (const request of requests) {
    const size = bodySize(request)
    const batch = result.at(-1)
    if (batch === undefined || batch.length === BATCH_REQUESTS || bytes + size > BATCH_BYTES) {
      result.push([request])
      bytes = size
    } else {
      batch.push(request)
      bytes += size
    }
  }
  return result
}

/** Only bodies make items large. */
function bodySize(request: WriteRequest): number {
  return Object.values(request.PutRequest?.Item ?? {}).reduce((sum, value) => sum + (value.B?.length ?? 0), 0)
}

/** Resolves to the answer, or to null if the condition of the request does not hold. */
export async function ifConditionHolds<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null
    throw error
  }
}
