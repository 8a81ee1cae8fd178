import type { Bucket, Period } from '../domain/bucket.ts'
import type { BucketName, UsageStore } from '../domain/ports.ts'
import { sourceId, type Source } from '../domain/source.ts'

export interface BucketCache {
  /** Buckets of a source with from ≤ start < to, in order of start; null bounds are open. */
  read(source: Source, period: Period, from: string | null, to: string | null): Promise<readonly Bucket[]>
  /** Fetches again what the store says has changed since the last time; resolves to how far it has told of changes. */
  refresh(): Promise<number>
}

/** Decoded buckets of one source and period, complete for from ≤ start < to. */
interface Shelf {
  readonly source: Source
  readonly period: Period
  from: string
  to: string
  buckets: Bucket[]
  /** Reads of a shelf follow each other, so that what was read first never replaces what was read later. */
  tail: Promise<void>
}

/** Bounds that no start lies outside of. */
const FIRST = ''
const LAST = '~'

/** Keeps the buckets that were asked for, and fetches of the others just what is missing. */
export function bucketCache(store: Pick<UsageStore, 'readBuckets' | 'changesSince'>): BucketCache {
  const shelves = new Map<string, Shelf>()
  let position: number | null = null

  function shelfOf(source: Source, period: Period): Shelf {
    const id = `${sourceId(source)}#${period}`
    const known = shelves.get(id)
    if (known) return known
    const shelf: Shelf = { source, period, from: LAST, to: FIRST, buckets: [], tail: Promise.resolve() }
    shelves.set(id, shelf)
    return shelf
  }

  async function fetch({ source, period }: Shelf, from: string, to: string): Promise<Bucket[]> {
    const found: Bucket[] = []
    const bounds = [from === FIRST ? null : from, to === LAST ? null : to] as const
    for await (const bucket of store.readBuckets(source, period, ...bounds)) found.push(bucket)
    return found
  }

  async function cover(shelf: Shelf, from: string, to: string): Promise<void> {
    if (shelf.from > shelf.to) {
      shelf.buckets = await fetch(shelf, from, to)
      shelf.from = from
      shelf.to = to
      return
    }
    if (from < shelf.from) {
      shelf.buckets = [...await fetch(shelf, from, shelf.from), ...shelf.buckets]
      shelf.from = from
    }
    if (to > shelf.to) {
      shelf.buckets = [...shelf.buckets, ...await fetch(shelf, shelf.to, to)]
      shelf.to = to
    }
  }

  /** Reads everything from the first changed bucket to the last one: changes lie close together. */
  async function reread(shelf: Shelf, starts: readonly string[]): Promise<void> {
    const changed = starts.filter((start) => start >= shelf.from && start < shelf.to).sort()
    const [first, last] = [changed[0], changed.at(-1)]
    if (first === undefined || last === undefined) return
    const later = shelf.buckets.filter((bucket) => bucket.start > last)
    const to = later[0]?.start ?? shelf.to
    shelf.buckets = [...shelf.buckets.filter((bucket) => bucket.start < first), ...await fetch(shelf, first, to), ...later]
  }

  function queue(shelf: Shelf, job: () => Promise<void>): Promise<void> {
    const done = shelf.tail.then(job)
    shelf.tail = done.catch(() => {})
    return done
  }

  return {
    async read(source, period, from, to) {
      const [first, last] = [from ?? FIRST, to ?? LAST]
      const shelf = shelfOf(source, period)
      await queue(shelf, () => cover(shelf, first, last))
      return shelf.buckets.filter((bucket) => bucket.start >= first && bucket.start < last)
    },

    async refresh() {
      const changes = await store.changesSince(position ?? 0)
      // What changed before the first look is not kept, and what the feed has forgotten may have changed.
      if (position !== null && !changes.complete) shelves.clear()
      const startsByShelf = new Map<Shelf, string[]>()
      if (position !== null && changes.complete) {
        for (const name of changes.names) addStart(startsByShelf, shelfOf(name.source, name.period), name)
      }
      await Promise.all([...startsByShelf].map(([shelf, starts]) => queue(shelf, () => reread(shelf, starts))))
      position = changes.position
      return position
    },
  }
}

function addStart(startsByShelf: Map<Shelf, string[]>, shelf: Shelf, { start }: BucketName): void {
  const starts = startsByShelf.get(shelf)
  if (starts) starts.push(start)
  else startsByShelf.set(shelf, [start])
}
