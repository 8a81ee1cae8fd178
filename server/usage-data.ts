import { accessibleBucket, accessibleSources, type Access } from '../domain/access.ts'
import type { Bucket } from '../domain/bucket.ts'
import { hourOf } from '../domain/calendar.ts'
import type { BucketRead } from '../domain/plan-reads.ts'
import type { Clock, SourceState, UsageStore } from '../domain/ports.ts'
import { bucketCache } from './bucket-cache.ts'

/** Everything that pages know of usage. Whoever asks says what they may see, and gets no more than that. */
export interface UsageData {
  sources(access: Access): Promise<readonly SourceState[]>
  /** The buckets of all accessible sources that the reads name. */
  buckets(access: Access, reads: readonly BucketRead[]): Promise<Bucket[]>
  /** Up to when usage is known, as ISO instant; null before any. */
  dataUpTo(): Promise<string | null>
  /** Hour before which days and months are rolled up; what is later has to be read by the hour. */
  rolledUpTo(): Promise<number>
}

/** How long the answer to "what is new?" is good for: many requests within it ask the store once. */
const LOOK_AGAIN_MS = 1000
const EPOCH = '1970-01-01T00:00:00Z'

interface Look {
  readonly sources: readonly SourceState[]
  readonly dataUpTo: string | null
  readonly rolledUpTo: number
}

export function usageData(store: UsageStore, clock: Clock): UsageData {
  const cache = bucketCache(store)
  let look: Promise<Look> | null = null
  let validUntilMs = 0

  /** What the store says now, or said within the last second. */
  function current(): Promise<Look> {
    const nowMs = clock().getTime()
    if (look === null || nowMs >= validUntilMs) {
      validUntilMs = nowMs + LOOK_AGAIN_MS
      const next = lookUp()
      look = next
      // What failed is asked again by the next request.
      next.catch(() => {
        if (look === next) look = null
      })
    }
    return look
  }

  async function lookUp(): Promise<Look> {
    const [sources, computed, rolledUp] = await Promise.all([
      store.listSources(), store.lastRun('compute-cost'), store.lastRun('aggregate-stats'), cache.refresh(),
    ])
    return { sources, dataUpTo: computed?.dataUpTo ?? null, rolledUpTo: hourOf(Date.parse(rolledUp?.dataUpTo ?? EPOCH)) }
  }

  return {
    async sources(access) {
      return accessibleSources(access, (await current()).sources)
    },

    async buckets(access, reads) {
      const sources = accessibleSources(access, (await current()).sources)
      const found = await Promise.all(sources.flatMap((source) =>
        reads.map(({ period, from, to }) => cache.read(source, period, from, to))))
      return found.flat().map((bucket) => accessibleBucket(access, bucket))
    },

    async dataUpTo() {
      return (await current()).dataUpTo
    },

    async rolledUpTo() {
      return (await current()).rolledUpTo
    },
  }
}
