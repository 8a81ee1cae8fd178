import { hourId, hourOf, MS_PER_HOUR } from '../domain/calendar.ts'
import type { BucketHead, Clock, HourCount, HourRange, Metrics, RunRecord, UsageLake, UsageStore } from '../domain/ports.ts'
import type { PriceStore } from '../domain/price-ports.ts'
import { createPriceBook, type PriceBook } from '../domain/price-book.ts'
import { sourceId } from '../domain/source.ts'
import { computeHours } from './compute-hours.ts'
import { type ComparedHour, compareHours, coveringRanges, recordsBySource } from './hours-to-compute.ts'
import { recordRun } from './record-run.ts'
import { repriceHours } from './reprice-hours.ts'

export interface ComputeCostPorts {
  readonly lake: UsageLake
  readonly usage: UsageStore
  readonly prices: PriceStore
  readonly clock: Clock
  readonly metrics?: Metrics
}

export interface ComputeCostOptions {
  /** Hours before now that are compared; null compares everything. */
  readonly lookBackHours: number | null
  /** These hours instead, in a run of kind `backfill`: to catch up, or to price anew what lies further back. */
  readonly range?: HourRange | null
  /** Computes them all, also where nothing seems to have changed: for rows that were replaced by as many others. */
  readonly everyHour?: boolean
  /** Tag keys that usage is broken down by. */
  readonly tagDimensions: readonly string[]
  /** How in-region calls are priced: see PriceBook. */
  readonly inRegionFix?: boolean
  /** Hours that one query sums up. */
  readonly hoursPerQuery?: number
  /** Asked before every query but the first. Once it says true, the run ends well and leaves the rest to another one. */
  readonly shouldStop?: () => boolean
  readonly onProgress?: (done: number, total: number) => void
}

export interface ComputeCostResult {
  readonly bucketsWritten: number
  /** The first hour that is left because the run was told to stop; all before it are done. Null if all are. */
  readonly resumeFrom: number | null
}

const HOURS_PER_QUERY = 24
/** More rows than that fit a query's memory only if few of their calls differ. */
const RECORDS_PER_QUERY = 300_000
/** No other is newer. Unlike one of nextGeneration it costs no write, which a run that finds nothing new shall not need. */
const EVERY_GENERATION = Number.MAX_SAFE_INTEGER
/** Rows that come in later than that are counted as late. */
const LATE_HOURS = 24

/**
 * Makes the hour buckets agree with the event table and the price book: compares how many rows each hour has with how many
 * its bucket was built from, and computes whole hours anew where they differ. Where only prices have changed since, the
 * cost of its cells is computed anew.
 *
 * Every bucket switches from one complete state to the next, so a run may die anywhere, run twice or beside another one.
 */
export async function computeCost(ports: ComputeCostPorts, options: ComputeCostOptions): Promise<ComputeCostResult> {
  const range = options.range ?? null
  return recordRun(range === null ? 'compute-cost' : 'backfill', ports, async (last) => {
    const counts = await countsOfWindow(ports, range ?? rangeBefore(ports.clock(), options.lookBackHours))
    const result = await settle(ports, counts, options)
    const { resumeFrom } = result
    const done = { ...counts.window, ...(resumeFrom === null ? {} : { to: resumeFrom }) }
    const newest = await noteSources(ports.usage, counts.all.filter(({ hour }) => isWithin(done, hour)))
    return {
      ...result,
      dataUpTo: range === null ? later(newest, last?.dataUpTo ?? null) : instantOf(resumeFrom ?? range.to),
      message: resumeFrom === null ? null : `told to stop; the next run goes on at ${hourId(resumeFrom)}`,
    }
  })
}

function rangeBefore(now: Date, lookBackHours: number | null): HourRange | null {
  if (lookBackHours === null) return null
  const hour = hourOf(now.getTime())
  // Clocks of others may be ahead of this one.
  return { from: hour - lookBackHours, to: hour + 2 }
}

interface WindowCounts {
  readonly window: HourRange
  /** Rows of the window, and of the hours on either side, which may have to be computed besides. */
  readonly all: readonly HourCount[]
}

async function countsOfWindow({ lake }: ComputeCostPorts, window: HourRange | null): Promise<WindowCounts> {
  if (window === null) return { window: { from: -Infinity, to: Infinity }, all: await lake.countRecords(null) }
  return { window, all: await lake.countRecords({ from: window.from - 1, to: window.to + 1 }) }
}

function isWithin({ from, to }: HourRange, hour: number): boolean {
  return hour >= from && hour < to
}

async function settle(ports: ComputeCostPorts, counts: WindowCounts, options: ComputeCostOptions): Promise<ComputeCostResult> {
  const { usage, metrics } = ports
  const { version, records, discounts, changes } = await ports.prices.read()
  const compared = await compareHours(usage, counts.all, changes)
  const within = compared.filter(({ hour }) => isWithin(counts.window, hour))
  const due = within.filter((hour) => options.everyHour === true || hour.due === 'compute')
  const ranges = coveringRanges(due, counts.all, { hours: options.hoursPerQuery ?? HOURS_PER_QUERY, records: RECORDS_PER_QUERY })
  const input = {
    wanted: recordsBySource(due),
    standing: recordsBySource(compared.map((hour) => ({ ...hour, records: hour.head?.records ?? 0 }))),
    book: createPriceBook(records, { version, discounts, inRegionFix: options.inRegionFix ?? true }),
    tagDimensions: options.tagDimensions,
  }
  let bucketsWritten = 0
  let resumeFrom: number | null = null
  for (const [index, range] of ranges.entries()) {
    options.onProgress?.(index, ranges.length)
    if (index > 0 && options.shouldStop?.() === true) {
      resumeFrom = range.from
      break
    }
    bucketsWritten += await computeHours(ports, { ...input, range })
  }
  if (resumeFrom === null) {
    bucketsWritten += await repriceDue(usage, within.filter((hour) => !due.includes(hour)), input.book)
    options.onProgress?.(ranges.length, ranges.length)
  }
  // Nothing of this run's own: what a run wrote that died before it could say so.
  await usage.announce(EVERY_GENERATION, [])
  metrics?.count('lateRecords', lateRecords(due, hourOf(ports.clock().getTime()), resumeFrom))
  return { bucketsWritten, resumeFrom }
}

/** Hours whose rows are all there, and whose prices have changed. */
async function repriceDue(usage: UsageStore, compared: readonly ComparedHour[], book: PriceBook): Promise<number> {
  const bySource = new Map<string, BucketHead[]>()
  for (const hour of compared) {
    if (hour.due !== 'reprice' || hour.head === null) continue
    bySource.set(sourceId(hour), [...(bySource.get(sourceId(hour)) ?? []), hour.head])
  }
  let written = 0
  for (const heads of bySource.values()) {
    written += await repriceHours(usage, heads.sort((a, b) => (a.start < b.start ? -1 : 1)), book)
  }
  return written
}

/** Rows that came in long after their hour. */
function lateRecords(due: readonly ComparedHour[], nowHour: number, resumeFrom: number | null): number {
  const late = due.filter(({ hour }) => hour < nowHour - LATE_HOURS && (resumeFrom === null || hour < resumeFrom))
  return late.reduce((sum, { records, head }) => sum + Math.max(0, records - (head?.records ?? 0)), 0)
}

/** Resolves to the instant of the newest event of all, or null if none was counted. */
async function noteSources(usage: UsageStore, counts: readonly HourCount[]): Promise<string | null> {
  const newest = new Map<string, HourCount>()
  for (const count of counts) {
    if (count.newestMs > (newest.get(sourceId(count))?.newestMs ?? -Infinity)) newest.set(sourceId(count), count)
  }
  const known = new Map((await usage.listSources()).map((source) => [sourceId(source), source.newestEvent]))
  let last: string | null = null
  for (const { accountId, region, newestMs } of newest.values()) {
    const newestEvent = new Date(newestMs).toISOString()
    if (newestEvent > (known.get(sourceId({ accountId, region })) ?? '')) await usage.noteSource({ accountId, region, newestEvent })
    last = later(last, newestEvent)
  }
  return last
}

function later(a: string | null, b: string | null): RunRecord['dataUpTo'] {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}

function instantOf(hour: number): string {
  return new Date(hour * MS_PER_HOUR).toISOString()
}
