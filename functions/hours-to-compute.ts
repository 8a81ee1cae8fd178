import { hourId, parseHourId } from '../domain/calendar.ts'
import type { BucketHead, HourCount, HourRange, UsageStore } from '../domain/ports.ts'
import type { StoredPriceChange } from '../domain/price-ports.ts'
import { hoursSplitSince, requiredPriceVersion } from '../domain/required-price-version.ts'
import { sourceId } from '../domain/source.ts'

/** Raw rows by hour, by source. */
export type RecordsBySource = ReadonlyMap<string, ReadonlyMap<number, number>>

export function recordsBySource(counts: readonly HourCount[]): RecordsBySource {
  const bySource = new Map<string, Map<number, number>>()
  for (const count of counts) {
    const hours = bySource.get(sourceId(count)) ?? new Map<number, number>()
    bySource.set(sourceId(count), hours.set(count.hour, count.records))
  }
  return bySource
}

/** A counted hour next to its bucket. */
export interface ComparedHour extends HourCount {
  readonly head: BucketHead | null
  /**
   * `compute`: built from another number of rows than there are, or cells that cannot be priced. `reprice`: prices have
   * changed, and its cells tell the cost.
   */
  readonly due: 'compute' | 'reprice' | null
}

/** Hours that the event table no longer knows are not counted, and so left alone. */
export async function compareHours(
  usage: Pick<UsageStore, 'readHeads'>, counts: readonly HourCount[], changes: readonly StoredPriceChange[],
): Promise<ComparedHour[]> {
  const isSplitSince = hoursSplitSince(changes)
  const required = requiredPriceVersion(changes)
  const dueOf = (head: BucketHead | null, { records, hour }: HourCount): ComparedHour['due'] => {
    if (head?.records !== records || isSplitSince(hour, head.priceVersion)) return 'compute'
    return head.priceVersion < required(hour) ? 'reprice' : null
  }
  const result: ComparedHour[] = []
  for (const [first, ...rest] of countsBySource(counts)) {
    const hours = [first, ...rest].map((count) => count.hour)
    const from = hours.reduce((a, b) => Math.min(a, b))
    const to = hours.reduce((a, b) => Math.max(a, b)) + 1
    const heads = new Map<number, BucketHead>()
    for await (const head of usage.readHeads(first, 'hour', hourId(from), hourId(to))) heads.set(parseHourId(head.start), head)
    for (const count of [first, ...rest]) {
      const head = heads.get(count.hour) ?? null
      result.push({ ...count, head, due: dueOf(head, count) })
    }
  }
  return result
}

function countsBySource(counts: readonly HourCount[]): Iterable<[HourCount, ...HourCount[]]> {
  const bySource = new Map<string, [HourCount, ...HourCount[]]>()
  for (const count of counts) {
    const others = bySource.get(sourceId(count))
    if (others === undefined) bySource.set(sourceId(count), [count])
    else others.push(count)
  }
  return bySource.values()
}

export interface RangeLimits {
  readonly hours: number
  /** Raw rows of all sources; an hour that has more is a range of its own. */
  readonly records: number
}

/** Ranges within the limits that hold all of the wanted hours, without long stretches that hold none. */
export function coveringRanges(wanted: readonly HourCount[], counts: readonly HourCount[], limits: RangeLimits): HourRange[] {
  const recordsOf = recordsByHour(counts)
  const ranges: { from: number; to: number; records: number }[] = []
  for (const hour of [...new Set(wanted.map((count) => count.hour))].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    const added = last === undefined ? 0 : recordsBetween(last.to, hour + 1, recordsOf)
    const fits = last !== undefined && hour < last.from + limits.hours && hour - last.to <= MAX_GAP_HOURS
      && last.records + added <= limits.records
    if (fits) {
      last.to = hour + 1
      last.records += added
    } else {
      ranges.push({ from: hour, to: hour + 1, records: recordsOf.get(hour) ?? 0 })
    }
  }
  return ranges.map(({ from, to }) => ({ from, to }))
}

const MAX_GAP_HOURS = 3

function recordsByHour(counts: readonly HourCount[]): Map<number, number> {
  const records = new Map<number, number>()
  for (const count of counts) records.set(count.hour, (records.get(count.hour) ?? 0) + count.records)
  return records
}

/** Over the few hours of a gap and one more. */
function recordsBetween(from: number, to: number, recordsOf: ReadonlyMap<number, number>): number {
  let sum = 0
  for (let hour = Math.max(from, to - MAX_GAP_HOURS - 1); hour < to; hour++) sum += recordsOf.get(hour) ?? 0
  return sum
}
