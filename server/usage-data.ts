import {
  accessibleBuckets, accessibleRun, accessibleSources, maySeeAllCallers, type Access, type AccessibleRun, type AccessibleSource,
} from '../domain/access.ts'
import type { Bucket } from '../domain/bucket.ts'
import { hourOf } from '../domain/calendar.ts'
import type { BucketRead } from '../domain/plan-reads.ts'
import type { Clock, RunRecord, SourceState, UsageStore } from '../domain/ports.ts'
import type { ScheduledRun } from '../domain/run-state.ts'
import { bucketCache } from './bucket-cache.ts'
import { newestVisibleHour } from './newest-visible-hour.ts'

/** Everything that pages know of usage. Whoever asks says what they may see, and gets no more than that. */
export interface UsageData {
  /** All sources of which anything may be seen. */
  sources(access: Access): Promise<readonly AccessibleSource[]>
  /** The buckets of all accessible sources that the reads name. */
  buckets(access: Access, reads: readonly BucketRead[]): Promise<Bucket[]>
  /** The last run of each kind; null where there never was one. */
  runs(access: Access): Promise<LastRuns<AccessibleRun>>
  /** Hour before which days and months are rolled up; what is later has to be read by the hour. */
  rolledUpTo(): Promise<number>
  /** Changes with whatever any of the others answers. */
  version(): Promise<string>
}

export type LastRuns<R> = Readonly<Record<ScheduledRun, R | null>>

/** How long the answer to "what is new?" is good for: many requests within it ask the store once. */
const LOOK_AGAIN_MS = 1000
const EPOCH = '1970-01-01T00:00:00Z'

interface Look {
  readonly sources: readonly SourceState[]
  readonly runs: LastRuns<RunRecord>
  readonly version: string
}

export function usageData(store: UsageStore, clock: Clock): UsageData {
  const cache = bucketCache(store)
  const sourcesSeen = new WeakMap<Access, { readonly look: Look; readonly sources: Promise<AccessibleSource[]> }>()
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
    const [sources, computed, rolledUp, synced, position] = await Promise.all([
      store.listSources(), store.lastRun('compute-cost'), store.lastRun('aggregate-stats'), store.lastRun('sync-pricing'),
      cache.refresh(),
    ])
    const runs = { 'compute-cost': computed, 'aggregate-stats': rolledUp, 'sync-pricing': synced }
    return { sources, runs, version: JSON.stringify([position, sources, runs]) }
  }

  async function visibleSources(access: Access, { sources, runs }: Look): Promise<AccessibleSource[]> {
    const rolledUpTo = rolledUpToOf(runs)
    const visible = accessibleSources(access, sources).map(async (source): Promise<AccessibleSource | null> => {
      if (maySeeAllCallers(access, source.accountId)) return { ...source, isPartial: false }
      const newestEvent = await newestVisibleHour(access, (period, from, to) => cache.read(source, period, from, to), rolledUpTo)
      return newestEvent === null ? null : { ...source, newestEvent, isPartial: true }
    })
    return (await Promise.all(visible)).filter((source) => source !== null)
  }

  return {
    async sources(access) {
      const look = await current()
      const known = sourcesSeen.get(access)
      if (known?.look === look) return known.sources
      const sources = visibleSources(access, look)
      sourcesSeen.set(access, { look, sources })
      return sources
    },

    async buckets(access, reads) {
      const sources = accessibleSources(access, (await current()).sources)
      const found = await Promise.all(sources.flatMap((source) =>
        reads.map(({ period, from, to }) => cache.read(source, period, from, to))))
      return accessibleBuckets(access, found.flat())
    },

    async runs(access) {
      const { runs } = await current()
      const visible = (kind: ScheduledRun) => runs[kind] && accessibleRun(access, runs[kind])
      return {
        'compute-cost': visible('compute-cost'), 'aggregate-stats': visible('aggregate-stats'), 'sync-pricing': visible('sync-pricing'),
      }
    },

    async version() {
      return (await current()).version
    },

    async rolledUpTo() {
      return rolledUpToOf((await current()).runs)
    },
  }
}

function rolledUpToOf(runs: LastRuns<RunRecord>): number {
  return hourOf(Date.parse(runs['aggregate-stats']?.dataUpTo ?? EPOCH))
}
