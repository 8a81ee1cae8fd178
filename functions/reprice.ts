import { hourFrom, hourId, hourOf, parseHourId } from '../domain/calendar.ts'
import type { BucketHead } from '../domain/ports.ts'
import type { StoredPriceChange, StoredPrices } from '../domain/price-ports.ts'
import { createPriceBook } from '../domain/price-book.ts'
import { mergeChanges, type PriceChange } from '../domain/price-change.ts'
import { requiredPriceVersion } from '../domain/required-price-version.ts'
import type { Source } from '../domain/source.ts'
import { aggregateStats } from './aggregate-stats.ts'
import { computeCost, type ComputeCostOptions, type ComputeCostPorts } from './compute-cost.ts'
import { forEachAtOnce } from './for-each-at-once.ts'
import { recordRun } from './record-run.ts'
import { repriceHours } from './reprice-hours.ts'
import { progressText, repriceProgress } from './reprice-progress.ts'

export interface RepriceOptions extends Pick<ComputeCostOptions, 'tagDimensions' | 'inRegionFix' | 'shouldStop'> {
  /** Hours before now that are kept; null for good. */
  readonly hoursKept: number | null
  /** Also what has changed since this version of the book: a run may have written costs by it while others went on. */
  readonly sinceVersion?: number
}

export interface RepriceResult {
  readonly bucketsWritten: number
  /** Whether stored usage agrees with the price book now, however far back; if not, another run goes on. */
  readonly finished: boolean
}

/**
 * Brings the cost of all stored hours, and of days and months made of them, in line with what has changed in the price book
 * since this was last done; without a change it does nothing at all. An hour tells by its price version whether it is done,
 * so a run may die anywhere and the next one goes on. The record of the run keeps the version that all hours agree with.
 *
 * Costs come from the stored cells. Only hours inside of which a price begins to change are computed from their events.
 */
export async function reprice(ports: ComputeCostPorts, options: RepriceOptions): Promise<RepriceResult> {
  const done = Math.min(await repricedVersion(ports), options.sinceVersion ?? Infinity)
  const stored = await ports.prices.read()
  const pending = stored.changes.filter(({ version }) => version > done && version <= stored.version)
  const change = mergeChanges(pending)
  if (change === null) return { bucketsWritten: 0, finished: true }
  return recordRun('reprice', ports, async () => {
    const { bucketsWritten, left, percent } = await repriceSources(ports, stored, change, String(done), options)
    const result = { bucketsWritten, finished: left === 0, dataUpTo: null }
    if (left > 0) return { ...result, message: progressText(percent), revision: String(done) }
    await aggregateStats(ports, { lookBackDays: lookBackDays(change, ports.clock(), options.hoursKept) })
    return { ...result, message: null, revision: String(stored.version) }
  })
}

/** Version of the price book that all stored usage agrees with, 0 before the first time. */
export async function repricedVersion({ usage }: Pick<ComputeCostPorts, 'usage'>): Promise<number> {
  return Number((await usage.lastRun('reprice'))?.revision ?? 0)
}

/** While the buckets of one source are on their way to the store, those of the others are computed. */
const SOURCES_AT_ONCE = 3

async function repriceSources(
  ports: ComputeCostPorts, stored: StoredPrices, change: PriceChange, revision: string, options: RepriceOptions,
) {
  const { version, records, discounts } = stored
  const book = createPriceBook(records, { version, discounts, inRegionFix: options.inRegionFix ?? true })
  const sources = await ports.usage.listSources()
  const progress = repriceProgress(ports, revision, sources.length)
  let bucketsWritten = await computeSplitHours(ports, change, options)
  let left = 0
  await forEachAtOnce(sources.entries(), SOURCES_AT_ONCE, async ([index, source]) => {
    if (index > 0 && options.shouldStop?.() === true) {
      left += 1
      return
    }
    const outdated = await outdatedHeads(ports, source, change, stored.changes)
    const written = await repriceHours(ports.usage, outdated, book, progress.advance)
    if (outdated.length === 0) await progress.advance(1, 0)
    bucketsWritten += written
  })
  return { bucketsWritten, left, percent: progress.percent() }
}

/** Their cells hold together what is to be priced apart. Hours that the event table no longer has keep to the price at their start. */
async function computeSplitHours(ports: ComputeCostPorts, { splitHours }: PriceChange, options: RepriceOptions): Promise<number> {
  const { tagDimensions, inRegionFix = true } = options
  let bucketsWritten = 0
  for (const hour of splitHours) {
    const range = { from: hour, to: hour + 1 }
    bucketsWritten += (await computeCost(ports, { lookBackHours: null, range, tagDimensions, inRegionFix })).bucketsWritten
  }
  return bucketsWritten
}

async function outdatedHeads(
  { usage }: ComputeCostPorts, { accountId, region }: Source, { fromMs, toMs }: PriceChange, changes: readonly StoredPriceChange[],
): Promise<BucketHead[]> {
  const required = requiredPriceVersion(changes)
  const from = fromMs === null ? null : hourId(hourOf(fromMs))
  const to = toMs === null ? null : hourId(hourFrom(toMs))
  const outdated: BucketHead[] = []
  for await (const head of usage.readHeads({ accountId, region }, 'hour', from, to)) {
    if (head.priceVersion < required(parseHourId(head.start))) outdated.push(head)
  }
  return outdated
}

/** Of days whose hours are all kept; null for all. */
function lookBackDays({ fromMs }: PriceChange, now: Date, hoursKept: number | null): number | null {
  if (hoursKept === null) return null
  const kept = Math.max(1, Math.floor(hoursKept / 24) - 1)
  return fromMs === null ? kept : Math.max(1, Math.min(kept, Math.ceil((hourOf(now.getTime()) - hourOf(fromMs)) / 24) + 1))
}
