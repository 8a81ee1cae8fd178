import { hourOf } from '../domain/calendar.ts'
import type { Clock, HourCount, PriceStore, RunRecord, UsageLake, UsageStore } from '../domain/ports.ts'
import { createPriceBook } from '../domain/price-book.ts'
import { sourceId } from '../domain/source.ts'
import { computeHours } from './compute-hours.ts'
import { coveringRanges, hoursToCompute, recordsBySource } from './hours-to-compute.ts'
import { recordRun } from './record-run.ts'

export interface ComputeCostPorts {
  readonly lake: UsageLake
  readonly usage: UsageStore
  readonly prices: PriceStore
  readonly clock: Clock
}

export interface ComputeCostOptions {
  /** Hours before now that are compared; null compares everything. */
  readonly lookBackHours: number | null
  /** Tag keys that usage is broken down by. */
  readonly tagDimensions: readonly string[]
  /** Hours that one query sums up. */
  readonly hoursPerQuery?: number
  readonly onProgress?: (done: number, total: number) => void
}

export interface ComputeCostResult {
  readonly bucketsWritten: number
}

const HOURS_PER_QUERY = 24

/**
 * Makes the hour buckets agree with the event table and the price book: compares how many rows each hour has with how many
 * its bucket was built from, and computes whole hours anew where they differ or where prices have changed since.
 *
 * Every bucket switches from one complete state to the next, so a run may die anywhere, run twice or beside another one.
 */
export async function computeCost(ports: ComputeCostPorts, options: ComputeCostOptions): Promise<ComputeCostResult> {
  return recordRun('compute-cost', ports, async (last) => {
    const counts = await countsOfWindow(ports, options.lookBackHours)
    const result = await settle(ports, counts, options)
    const newest = await noteSources(ports.usage, counts)
    return { ...result, dataUpTo: later(newest, last?.dataUpTo ?? null), message: null }
  })
}

/** Rows of the window, and of the hours on either side, which may have to be computed besides. */
async function countsOfWindow({ lake, clock }: ComputeCostPorts, lookBackHours: number | null) {
  if (lookBackHours === null) {
    const all = await lake.countRecords(null)
    return { all, inWindow: all }
  }
  const now = hourOf(clock().getTime())
  // Clocks of others may be ahead of this one.
  const [from, to] = [now - lookBackHours, now + 2]
  const all = await lake.countRecords({ from: from - 1, to: to + 1 })
  return { all, inWindow: all.filter(({ hour }) => hour >= from && hour < to) }
}

async function settle(
  { lake, usage, prices }: ComputeCostPorts, counts: { all: HourCount[]; inWindow: HourCount[] }, options: ComputeCostOptions,
): Promise<ComputeCostResult> {
  const { version, records } = await prices.read()
  const due = await hoursToCompute(usage, counts.inWindow, version)
  const ranges = coveringRanges(due.map(({ hour }) => hour), options.hoursPerQuery ?? HOURS_PER_QUERY)
  const input = {
    wanted: recordsBySource(due),
    records: recordsBySource(counts.all),
    book: createPriceBook(records, { version }),
    tagDimensions: options.tagDimensions,
  }
  let bucketsWritten = 0
  for (const [index, range] of ranges.entries()) {
    options.onProgress?.(index, ranges.length)
    bucketsWritten += await computeHours({ lake, usage }, { ...input, range })
  }
  options.onProgress?.(ranges.length, ranges.length)
  // Nothing of this run's own: what a run wrote that died before it could say so.
  await usage.announce(await usage.nextGeneration(), [])
  return { bucketsWritten }
}

/** Resolves to the instant of the newest event of all, or null if none was counted. */
async function noteSources(usage: UsageStore, counts: { inWindow: HourCount[] }): Promise<string | null> {
  const newest = new Map<string, HourCount>()
  for (const count of counts.inWindow) {
    if (count.newestMs > (newest.get(sourceId(count))?.newestMs ?? -Infinity)) newest.set(sourceId(count), count)
  }
  let last: string | null = null
  for (const { accountId, region, newestMs } of newest.values()) {
    const newestEvent = new Date(newestMs).toISOString()
    await usage.noteSource({ accountId, region, newestEvent })
    last = later(last, newestEvent)
  }
  return last
}

function later(a: string | null, b: string | null): RunRecord['dataUpTo'] {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}
