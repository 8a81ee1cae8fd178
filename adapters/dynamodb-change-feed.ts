import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Period } from '../domain/bucket.ts'
import type { BucketName, UsageStore } from '../domain/ports.ts'
import { itemKey, numberAttribute, numberValue, sortKeyOf, textAttribute, type Item } from './dynamodb-item.ts'
import { AFTER_ALL, ifConditionHolds, queryItems, writeItems, type Table } from './dynamodb-table.ts'

/** Entries that are kept; a reader further behind has to take everything as changed. */
const FEED_ENTRIES = 1000

/** No run lasts that long: what it intended to write is not under way any more. */
const INTENT_MS = 3_600_000

/** So that an entry stays far below the size of an item. */
const NAMES_PER_ENTRY = 2000

/**
 * Which buckets were written, in entries numbered without gaps: an entry is put only where none stands yet. So a reader who
 * saw entry n misses nothing when it goes on from there, however runs overlap.
 */
export function changeFeed(table: Table, pk: string, feedEntries = FEED_ENTRIES): Pick<UsageStore, 'intend' | 'announce' | 'changesSince'> {
  async function append(names: readonly BucketName[]): Promise<void> {
    for (let position = (await end(table, pk)) + 1; ; position = Math.max(position, await end(table, pk)) + 1) {
      const put = await ifConditionHolds(table.client.send(new PutItemCommand({
        TableName: table.name,
        Item: { ...itemKey(pk, feedKey(position)), names: { S: JSON.stringify(names.map(shorten)) } },
        ConditionExpression: 'attribute_not_exists(sk)',
      })))
      if (put === null) continue
      await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: itemKey(pk, feedKey(position - feedEntries)) }))
      return
    }
  }

  return {
    async intend(generation, names) {
      await writeItems(table, slices(names).map((slice, index) => ({
        PutRequest: {
          Item: {
            ...itemKey(pk, `${intentKey(generation)}#${index}`),
            names: { S: JSON.stringify(slice.map(shorten)) },
            intendedAtMs: numberValue(Date.now()),
          },
        },
      })))
    },

    async announce(generation, names) {
      const own = (intent: Item) => sortKeyOf(intent).startsWith(intentKey(generation))
      const intents: Item[] = []
      const range = { pk, from: 'INTENT#', to: intentKey(generation) + AFTER_ALL }
      for await (const intent of queryItems(table, range)) intents.push(intent)
      const left = intents.filter((intent) => !own(intent))
      for (const slice of slices([...names, ...left.flatMap(namesOf)])) await append(slice)
      // Another run may still be at it, and may yet die: its intents are announced again until they are too old for that.
      const over = left.filter((intent) => numberAttribute(intent, 'intendedAtMs') < Date.now() - INTENT_MS)
      const done = [...intents.filter(own), ...over]
      await writeItems(table, done.map((intent) => ({ DeleteRequest: { Key: itemKey(pk, sortKeyOf(intent)) } })))
    },

    async changesSince(position) {
      const names: BucketName[] = []
      let first: number | null = null
      let last = position
      for await (const entry of queryItems(table, { pk, from: feedKey(position + 1), to: `CHANGE#${AFTER_ALL}` })) {
        last = positionOf(entry)
        first ??= last
        names.push(...namesOf(entry))
      }
      return { position: last, names, complete: first === null || first === position + 1 }
    },
  }
}

async function end(table: Table, pk: string): Promise<number> {
  const range = { pk, from: 'CHANGE#', to: `CHANGE#${AFTER_ALL}` }
  for await (const entry of queryItems(table, range, { attributes: [], newestFirst: true, limit: 1 })) return positionOf(entry)
  return 0
}

function feedKey(position: number): string {
  return `CHANGE#${String(Math.max(0, position)).padStart(16, '0')}`
}

function intentKey(generation: number): string {
  return `INTENT#${String(generation).padStart(16, '0')}`
}

function positionOf(entry: Item): number {
  return Number(sortKeyOf(entry).slice('CHANGE#'.length))
}

function slices(names: readonly BucketName[]): BucketName[][] {
  return Array.from({ length: Math.ceil(names.length / NAMES_PER_ENTRY) }, (_, index) => {
    return names.slice(index * NAMES_PER_ENTRY, (index + 1) * NAMES_PER_ENTRY)
  })
}

type ShortName = [accountId: string, region: string, period: Period, start: string]

function shorten({ source, period, start }: BucketName): ShortName {
  return [source.accountId, source.region, period, start]
}

function namesOf(item: Item): BucketName[] {
  return (JSON.parse(textAttribute(item, 'names')) as ShortName[]).map(([accountId, region, period, start]) => {
    return { source: { accountId, region }, period, start }
  })
}
