import { hourId, parseHourId } from '../domain/calendar.ts'
import type { BucketHead, BucketName, UsageStore } from '../domain/ports.ts'
import type { PriceBook } from '../domain/price-book.ts'
import { repriceBucket } from '../domain/reprice-bucket.ts'
import { forEachAtOnce } from './for-each-at-once.ts'
import type { RepriceProgress } from './reprice-progress.ts'

/** Hours of a source that are announced together. */
const HOURS_AT_ONCE = 500
/** Hours that are held, and those of them that are under way to the store. */
const BUCKETS_AT_ONCE = 24
const WRITES_AT_ONCE = 6

/**
 * Computes the cost of hours of one source anew from their cells, without a look at the events. `heads` are in the order of
 * time. Resolves to how many were written; one that somebody else replaced meanwhile is left to whoever did.
 * `onProgress` is told each share of the hours that is done, and how many of these were written.
 */
export async function repriceHours(
  usage: UsageStore, heads: readonly BucketHead[], book: PriceBook, onProgress?: RepriceProgress['advance'],
): Promise<number> {
  let written = 0
  for (let start = 0; start < heads.length; start += HOURS_AT_ONCE) {
    const some = heads.slice(start, start + HOURS_AT_ONCE)
    const writtenOfSome = await repriceSome(usage, some, book)
    await onProgress?.(some.length / heads.length, writtenOfSome)
    written += writtenOfSome
  }
  return written
}

async function repriceSome(usage: UsageStore, heads: readonly BucketHead[], book: PriceBook): Promise<number> {
  const [first, last] = [heads[0], heads.at(-1)]
  if (first === undefined || last === undefined) return 0
  const replaced = new Map(heads.map(({ start, generation }) => [start, generation]))
  const announcement = await usage.nextGeneration()
  await usage.intend(announcement, heads.map(nameOf))
  const written: BucketName[] = []
  const end = hourId(parseHourId(last.start) + 1)
  const buckets = batchesOf(usage.readBuckets(first.source, 'hour', first.start, end), BUCKETS_AT_ONCE)
  for await (const batch of buckets) {
    await forEachAtOnce(batch, WRITES_AT_ONCE, async (bucket) => {
      const generation = replaced.get(bucket.start)
      if (generation === undefined) return
      if ((await usage.rewriteBucket(repriceBucket(bucket, book), generation)) === 'written') written.push(nameOf(bucket))
    })
  }
  await usage.announce(announcement, written)
  return written.length
}

async function* batchesOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  yield batch
}

function nameOf({ source, period, start }: BucketName): BucketName {
  return { source, period, start }
}
