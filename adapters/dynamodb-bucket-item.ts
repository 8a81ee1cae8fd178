import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { decodeCells, encodeCells } from '../domain/bucket-codec.ts'
import type { Bucket, Period } from '../domain/bucket.ts'
import { EXPIRES_AT_ATTRIBUTE, HEADS_INDEX } from '../domain/contract.ts'
import type { BucketHead } from '../domain/ports.ts'
import { sourceId, type Source } from '../domain/source.ts'
import { bytesAttribute, itemKey, numberAttribute, numberValue, sortKeyOf, textAttribute, type Item } from './dynamodb-item.ts'

/*
 * A bucket is one head item, `U#<account>#<region>` / `H#2026-07-18T05`, with its cells as body. Where they are too
 * large for an item, the body lies in chunk items of the same partition and the head says which:
 * `C#H#2026-07-18T05#<write>#<index>`. Every write has a name of its own, so that chunks of two writes never mix.
 * All heads, and no chunks, are in the index of heads, under the same sort key.
 */

const PREFIX = { hour: 'H#', day: 'D#', month: 'M#' } as const

/** An item holds 400 KB at most; what is left is for keys and the other attributes. */
const MAX_BODY_BYTES = 350_000

export function bucketPartition(source: Source): string {
  return `U#${sourceId(source)}`
}

export function bucketSortKey(period: Period, start: string): string {
  return PREFIX[period] + start
}

export function chunkSortKey(bucketKey: string, write = '', index: number | null = null): string {
  return `C#${bucketKey}#${write}${index === null ? '' : `#${String(index).padStart(4, '0')}`}`
}

export interface BucketItems {
  readonly head: Item
  readonly chunks: readonly Item[]
}

/** @param write name of this write, unique; starts with the generation, 16 digits. */
export function toBucketItems(
  bucket: Bucket, { generation, mergedFrom, write, expiresAt }: BucketWrite, maxBodyBytes = MAX_BODY_BYTES,
): BucketItems {
  const pk = bucketPartition(bucket.source)
  const sk = bucketSortKey(bucket.period, bucket.start)
  const body = compress(encodeCells(bucket.cells))
  const bodies = body.length <= maxBodyBytes ? [] : slices(body, maxBodyBytes)
  const expiry: Item = expiresAt === null ? {} : { [EXPIRES_AT_ATTRIBUTE]: numberValue(expiresAt) }
  return {
    head: {
      ...itemKey(pk, sk),
      [HEADS_INDEX.key]: { S: sk },
      records: numberValue(bucket.records),
      priceVersion: numberValue(bucket.priceVersion),
      gen: numberValue(generation),
      mergedFrom: numberValue(mergedFrom),
      write: { S: write },
      chunks: numberValue(bodies.length),
      ...(bodies.length === 0 ? { body: { B: body } } : {}),
      ...expiry,
    },
    chunks: bodies.map((part, index) => ({ ...itemKey(pk, chunkSortKey(sk, write, index)), body: { B: part }, ...expiry })),
  }
}

export interface BucketWrite {
  readonly generation: number
  readonly mergedFrom: number
  readonly write: string
  /** Seconds since 1970, or null to keep it for good. */
  readonly expiresAt: number | null
}

export function toBucketHead(source: Source, period: Period, item: Item): BucketHead {
  return {
    source,
    period,
    start: startOf(period, item),
    records: numberAttribute(item, 'records'),
    priceVersion: numberAttribute(item, 'priceVersion'),
    generation: numberAttribute(item, 'gen'),
    mergedFrom: numberAttribute(item, 'mergedFrom'),
  }
}

export function toBucket(source: Source, period: Period, head: Item, chunks: readonly Item[]): Bucket {
  const body = chunks.length === 0 ? bytesAttribute(head, 'body') : Buffer.concat(chunks.map((chunk) => bytesAttribute(chunk, 'body')))
  return {
    source,
    period,
    start: startOf(period, head),
    records: numberAttribute(head, 'records'),
    priceVersion: numberAttribute(head, 'priceVersion'),
    cells: decodeCells(brotliDecompressSync(body)),
  }
}

export function chunkCount(head: Item): number {
  return numberAttribute(head, 'chunks')
}

export function writeOf(head: Item): string {
  return textAttribute(head, 'write')
}

/** The write that a chunk belongs to, from its sort key. */
export function writeOfChunk(bucketKey: string, chunk: Item): string {
  return sortKeyOf(chunk).slice(chunkSortKey(bucketKey).length, -'#0000'.length)
}

function startOf(period: Period, item: Item): string {
  return sortKeyOf(item).slice(PREFIX[period].length)
}

function slices(body: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(body.length / size) }, (_, index) => body.subarray(index * size, (index + 1) * size))
}

/** Columns of small integers and repeated names: a middling quality is fast and gives up little; so is no more window than bytes. */
function compress(bytes: Uint8Array): Uint8Array {
  const windowBits = Math.ceil(Math.log2(bytes.length + 16))
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 5,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      [constants.BROTLI_PARAM_LGWIN]: Math.min(constants.BROTLI_DEFAULT_WINDOW, Math.max(constants.BROTLI_MIN_WINDOW_BITS, windowBits)),
    },
  })
}
