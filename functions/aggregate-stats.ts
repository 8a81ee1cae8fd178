import { type Bucket, mergeBuckets } from '../domain/bucket.ts'
import { hourOf, nextDay, nextMonth, periodHours, periodId } from '../domain/calendar.ts'
import type { BucketHead, BucketName, Clock, UsageStore } from '../domain/ports.ts'
import type { Source } from '../domain/source.ts'
import { forEachAtOnce } from './for-each-at-once.ts'
import { recordRun } from './record-run.ts'

export interface AggregateStatsPorts {
  readonly usage: UsageStore
  readonly clock: Clock
}

export interface AggregateStatsOptions {
  /**
   * Days before today that are looked at, and those that no run has looked at yet; null looks at all. Days whose hours are no
   * longer kept must not be among them.
   */
  readonly lookBackDays: number | null
}

/**
 * Makes days of hours and months of days, of all UTC days and months that are over.
 *
 * A day is made anew if any of its hours was written since, whatever the reason; so is a month. What a bucket was made of is
 * told by the sum of its parts' generations, which grows with every part written.
 */
export async function aggregateStats(
  ports: AggregateStatsPorts, options: AggregateStatsOptions,
): Promise<{ bucketsWritten: number }> {
  return recordRun('aggregate-stats', ports, async (last) => {
    const { usage, clock } = ports
    const today = periodId('day', hourOf(clock().getTime()))
    const firstDay = firstDayOf(today, options.lookBackDays, last?.dataUpTo ?? null)
    const generation = await usage.nextGeneration()
    const written: BucketName[] = []
    for (const { accountId, region } of await usage.listSources()) {
      const source = { accountId, region }
      const rollUp = { usage, source, generation, written, today, firstDay }
      await rollUpDays(rollUp)
      await rollUpMonths(rollUp)
    }
    await usage.announce(generation, written)
    return { bucketsWritten: written.length, dataUpTo: `${today}T00:00:00.000Z`, message: null }
  })
}

/** Days or months that are held at a time. */
const BUCKETS_AT_ONCE = 4

interface RollUp {
  readonly usage: UsageStore
  readonly source: Source
  readonly generation: number
  readonly written: BucketName[]
  readonly today: string
  /** Null: as far back as there are hours. */
  readonly firstDay: string | null
}

/** Never later than what the last run left: a run says that everything before today is rolled up. */
function firstDayOf(today: string, lookBackDays: number | null, rolledUpTo: string | null): string | null {
  if (lookBackDays === null || rolledUpTo === null) return null
  const firstDay = periodId('day', periodHours('day', today).from - lookBackDays * 24)
  const firstLeft = rolledUpTo.slice(0, today.length)
  return firstLeft < firstDay ? firstLeft : firstDay
}

async function rollUpDays(rollUp: RollUp): Promise<void> {
  const { usage, source, firstDay, today } = rollUp
  const parts = await generationsBy('day', usage.readHeads(source, 'hour', firstDay === null ? null : `${firstDay}T00`, `${today}T00`))
  const days = usage.readHeads(source, 'day', firstDay, today)
  await replaceOutdated(rollUp, 'day', parts, days, (day) => usage.readBuckets(source, 'hour', `${day}T00`, `${nextDay(day)}T00`))
}

/** Of days as they stand now, whichever run wrote them. Days are kept for good, so a month has all of its own. */
async function rollUpMonths(rollUp: RollUp): Promise<void> {
  const { usage, source, firstDay, today } = rollUp
  const firstMonth = firstDay?.slice(0, 7) ?? null
  const thisMonth = today.slice(0, 7)
  const parts = await generationsBy('month', usage.readHeads(source, 'day', firstMonth === null ? null : `${firstMonth}-01`, `${thisMonth}-01`))
  const months = usage.readHeads(source, 'month', firstMonth, thisMonth)
  await replaceOutdated(rollUp, 'month', parts, months, (month) => usage.readBuckets(source, 'day', `${month}-01`, `${nextMonth(month)}-01`))
}

/** Sum of the generations of the parts of each day or month. */
async function generationsBy(period: 'day' | 'month', parts: AsyncIterable<BucketHead>): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  for await (const { start, generation } of parts) {
    const whole = start.slice(0, period === 'day' ? 10 : 7)
    sums.set(whole, (sums.get(whole) ?? 0) + generation)
  }
  return sums
}

/** Never for a lower sum than before: then parts are gone, not changed. */
async function replaceOutdated(
  { usage, source, generation, written }: RollUp, period: 'day' | 'month', generations: ReadonlyMap<string, number>,
  heads: AsyncIterable<BucketHead>, readParts: (start: string) => AsyncIterable<Bucket>,
): Promise<void> {
  const outdated = new Map(generations)
  for await (const { start, mergedFrom } of heads) {
    if (mergedFrom >= (outdated.get(start) ?? 0)) outdated.delete(start)
  }
  if (outdated.size === 0) return
  const names = [...outdated.keys()].map((start) => ({ source, period, start }))
  await usage.intend(generation, [...written, ...names])
  await forEachAtOnce(names, BUCKETS_AT_ONCE, async (name) => {
    const parts: Bucket[] = []
    for await (const part of readParts(name.start)) parts.push(part)
    const bucket = mergeBuckets(period, name.start, source, parts)
    if ((await usage.writeBucket(bucket, generation, outdated.get(name.start))) === 'written') written.push(name)
  })
}
