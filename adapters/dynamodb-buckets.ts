import { GetItemCommand, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import { randomUUID } from 'node:crypto'
import type { Bucket, Period } from '../domain/bucket.ts'
import { MS_PER_HOUR, periodHours } from '../domain/calendar.ts'
import { HEADS_INDEX } from '../domain/contract.ts'
import type { UsageStore } from '../domain/ports.ts'
import type { Source } from '../domain/source.ts'
import {
  bucketPartition, bucketSortKey, chunkCount, chunkSortKey, toBucket, toBucketHead, toBucketItems, writeOf, writeOfChunk,
} from './dynamodb-bucket-item.ts'
import { itemKey, sortKeyOf, type Item } from './dynamodb-item.ts'
import { AFTER_ALL, ifConditionHolds, queryItems, writeItems, type KeyRange, type Table } from './dynamodb-table.ts'

export interface BucketOptions {
  /** Days that hours are kept for, counted from their start; null for good. Days and months are always kept. */
  readonly hoursKeptDays: number | null
  /** Largest body of one item; smaller only to try out what large buckets do. */
  readonly maxBodyBytes?: number
}

/** Generations are given in steps of that many: what lies between two is for a bucket that is written again meanwhile. */
export const GENERATION_STEP = 1_000_000

type Buckets = Pick<UsageStore, 'readBuckets' | 'readHeads' | 'writeBucket' | 'rewriteBucket'>

/** The buckets of usage-stats: each switches from one write to the next as a whole, and only to a newer generation. */
export function dynamoDbBuckets(table: Table, options: BucketOptions): Buckets {
  return {
    async *readHeads(source, period, from, to) {
      for await (const item of queryItems(table, bucketRange(source, period, from, to), { index: HEADS_INDEX })) {
        const head = toBucketHead(source, period, item)
        if (head.start !== to) yield head
      }
    },

    async *readBuckets(source, period, from, to) {
      for await (const head of queryItems(table, bucketRange(source, period, from, to))) {
        if (to !== null && sortKeyOf(head) === bucketSortKey(period, to)) continue
        const bucket = await wholeBucket(table, source, period, head)
        if (bucket !== null) yield bucket
      }
    },

    writeBucket(bucket, generation, mergedFrom = 0) {
      return put(bucket, generation, mergedFrom, {
        ConditionExpression: 'attribute_not_exists(gen) OR gen < :gen',
        ExpressionAttributeValues: { ':gen': { N: String(generation) } },
      })
    },

    async rewriteBucket(bucket, replaced) {
      const generation = replaced + 1
      if (generation % GENERATION_STEP === 0) throw new RangeError(`bucket ${bucket.start} was rewritten too often since generation ${replaced}`)
      return put(bucket, generation, 0, {
        ConditionExpression: 'gen = :replaced', ExpressionAttributeValues: { ':replaced': { N: String(replaced) } },
      })
    },
  }

  async function put(
    bucket: Bucket, generation: number, mergedFrom: number,
    condition: Required<Pick<PutItemCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'>>,
  ): Promise<'written' | 'superseded'> {
    const write = `${String(generation).padStart(16, '0')}-${randomUUID()}`
    const expiresAt = expiry(bucket, options.hoursKeptDays)
    const { head, chunks } = toBucketItems(bucket, { generation, mergedFrom, write, expiresAt }, options.maxBodyBytes)
    await writeItems(table, chunks.map((Item) => ({ PutRequest: { Item } })))
    const answer = await ifConditionHolds(table.client.send(new PutItemCommand({
      TableName: table.name, Item: head, ...condition, ReturnValues: 'ALL_OLD',
    })))
    // The client sends a put again when its answer gets lost; then the condition fails though this very write stands.
    const written = answer !== null || (await standingWrite(table, bucket)) === write
    // Left over by the write that was replaced, by this one if it lost, or by one that died before its head.
    const before = answer?.Attributes
    if (chunks.length > 0 || (before !== undefined && chunkCount(before) > 0)) await deleteChunks(table, bucket, written, write)
    return written ? 'written' : 'superseded'
  }
}

/** `to` itself is in the range, since DynamoDB's ranges are closed. */
function bucketRange(source: Source, period: Period, from: string | null, to: string | null): KeyRange {
  return {
    pk: bucketPartition(source),
    from: bucketSortKey(period, from ?? ''),
    to: bucketSortKey(period, to ?? AFTER_ALL),
  }
}

function expiry(bucket: Bucket, hoursKeptDays: number | null): number | null {
  if (bucket.period !== 'hour' || hoursKeptDays === null) return null
  const { from } = periodHours('hour', bucket.start)
  return ((from + hoursKeptDays * 24) * MS_PER_HOUR) / 1000
}

/** Chunks vanish when their bucket is replaced while it is read: then its new head tells of the new ones. */
async function wholeBucket(table: Table, source: Source, period: Period, listedHead: Item): Promise<Bucket | null> {
  let head: Item | undefined = listedHead
  while (head !== undefined) {
    if (chunkCount(head) === 0) return toBucket(source, period, head, [])
    const chunks: Item[] = []
    const sk = sortKeyOf(head)
    for await (const chunk of queryItems(table, chunkRange(source, sk, writeOf(head)))) chunks.push(chunk)
    if (chunks.length === chunkCount(head)) return toBucket(source, period, head, chunks)
    const before = writeOf(head)
    head = await getHead(table, source, sk)
    if (head !== undefined && writeOf(head) === before) {
      throw new Error(`bucket ${bucketPartition(source)} ${sk} has ${chunks.length} of ${chunkCount(head)} chunks`)
    }
  }
  return null
}

async function getHead(table: Table, source: Source, sk: string): Promise<Item | undefined> {
  const answer = await table.client.send(new GetItemCommand({
    TableName: table.name, Key: itemKey(bucketPartition(source), sk), ConsistentRead: true,
  }))
  return answer.Item
}

async function standingWrite(table: Table, { source, period, start }: Bucket): Promise<string | null> {
  const head = await getHead(table, source, bucketSortKey(period, start))
  return head === undefined ? null : writeOf(head)
}

/** Of a write that won: chunks of all older ones. Of one that lost: its own. A newer write may be under way: its chunks stay. */
async function deleteChunks(table: Table, { source, period, start }: Bucket, won: boolean, write: string): Promise<void> {
  const sk = bucketSortKey(period, start)
  const keys: string[] = []
  for await (const chunk of queryItems(table, chunkRange(source, sk), { attributes: [] })) {
    const other = writeOfChunk(sk, chunk)
    if (won ? other < write : other === write) keys.push(sortKeyOf(chunk))
  }
  await writeItems(table, keys.map((key) => ({ DeleteRequest: { Key: itemKey(bucketPartition(source), key) } })))
}

function chunkRange(source: Source, bucketKey: string, write = ''): KeyRange {
  const prefix = chunkSortKey(bucketKey, write)
  return { pk: bucketPartition(source), from: prefix, to: prefix + AFTER_ALL }
}
