import type { Bucket } from '../domain/bucket.ts'
import { hourOf } from '../domain/calendar.ts'
import { planReads, type ReadNeeds } from '../domain/plan-reads.ts'
import type { HourRange, UsageStore } from '../domain/ports.ts'
import type { Source } from '../domain/source.ts'

/**
 * The buckets of the sources that cover each hour of the range once, source after source. Days and months are read only
 * where they have been rolled up, hours everywhere else.
 */
export async function* readUsage(
  usage: Pick<UsageStore, 'readBuckets' | 'lastRun'>, sources: readonly Source[], range: HourRange, needs: ReadNeeds,
): AsyncIterable<Bucket> {
  const rollUp = await usage.lastRun('aggregate-stats')
  const rolledUpTo = rollUp === null || rollUp.dataUpTo === null ? 0 : hourOf(Date.parse(rollUp.dataUpTo))
  const reads = planReads(range, { ...needs, nowHour: Math.min(needs.nowHour, rolledUpTo) })
  for (const source of sources) {
    for (const { period, from, to } of reads) yield* usage.readBuckets(source, period, from, to)
  }
}
