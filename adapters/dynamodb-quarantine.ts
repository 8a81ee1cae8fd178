import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { createHash } from 'node:crypto'
import { EXPIRES_AT_ATTRIBUTE } from '../domain/contract.ts'
import { parseObjectKey } from '../domain/object-key.ts'
import type { Clock, Quarantine } from '../domain/ports.ts'
import { sourceId } from '../domain/source.ts'
import { itemKey, sortKeyOf, textAttribute, type Item } from './dynamodb-item.ts'
import { AFTER_ALL, queryItems, type Table } from './dynamodb-table.ts'
import { decodeLines, encodeLines } from './quarantined-lines.ts'

export interface QuarantineOptions {
  /** Days that an object stays listed after its lines were last said to be bad; null for good. */
  readonly keptDays: number | null
  /** The account that writes: objects that claim to be of another one are listed among its own, as of no source. */
  readonly accountId?: string
  readonly clock: Clock
}

/** Partition of the sources that have anything in quarantine. */
const SOURCES = 'Q'
const UNKNOWN = 'unknown'
/** DynamoDB's limit for a sort key. */
const MAX_SORT_KEY_BYTES = 1024
const SECONDS_PER_DAY = 86_400

/**
 * Lines in quarantine, in the table usage-stats: `Q#<account>#<region>` / object key, and `Q` / `<account>#<region>` for the
 * sources that there are; `unknown` stands for what a key does not tell. An account writes to `Q` and to partitions that begin
 * with `Q#<account>#`, to which its rights can be limited.
 */
export function dynamoDbQuarantine(table: Table, { keptDays, accountId, clock }: QuarantineOptions): Quarantine {
  async function put(item: Item, now: Date): Promise<void> {
    const expiresAt = keptDays === null ? {} : {
      [EXPIRES_AT_ATTRIBUTE]: { N: String(Math.floor(now.getTime() / 1000) + keptDays * SECONDS_PER_DAY) },
    }
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: { ...item, at: { S: now.toISOString() }, ...expiresAt } }))
  }

  return {
    async replace(key, lines) {
      const source = sourceOf(key, accountId)
      const id = itemKey(partitionOf(source), sortKey(key))
      if (lines.length === 0) {
        await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: id }))
        return
      }
      const now = clock()
      // The source first: an item that no source leads to would never be found.
      await put(itemKey(SOURCES, source), now)
      await put({ ...id, key: { S: key }, lines: { S: encodeLines(lines) } }, now)
    },

    async *list(since = '') {
      for await (const source of queryItems(table, everything(SOURCES))) {
        if (textAttribute(source, 'at') < since) continue
        for await (const item of queryItems(table, everything(partitionOf(sortKeyOf(source))))) {
          const at = textAttribute(item, 'at')
          if (at >= since) yield { key: textAttribute(item, 'key'), at, lines: decodeLines(textAttribute(item, 'lines')) }
        }
      }
    },
  }
}

function sourceOf(key: string, accountId: string | undefined): string {
  const source = parseObjectKey(key)
  if (source !== null && source.accountId === (accountId ?? source.accountId)) return sourceId(source)
  return accountId === undefined ? UNKNOWN : `${accountId}#${UNKNOWN}`
}

function partitionOf(source: string): string {
  return `${SOURCES}#${source}`
}

/** The key itself, as all keys of S3 fit; of a longer path its digest. */
function sortKey(key: string): string {
  return Buffer.byteLength(key) <= MAX_SORT_KEY_BYTES ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`
}

function everything(pk: string) {
  return { pk, from: '\0', to: AFTER_ALL }
}
