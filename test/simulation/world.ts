import assert from 'node:assert/strict'
import type { Period } from '../../domain/bucket.ts'
import { MS_PER_HOUR, periodId } from '../../domain/calendar.ts'
import type { Cell, CellKey } from '../../domain/cell.ts'
import { mergeCells } from '../../domain/merge-cells.ts'
import { createPriceBook, type PriceBook } from '../../domain/price-book.ts'
import { sourceId } from '../../domain/source.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { aggregateStats } from '../../functions/aggregate-stats.ts'
import { computeCost } from '../../functions/compute-cost.ts'
import { readUsage } from '../../functions/read-usage.ts'
import { reprice } from '../../functions/reprice.ts'
import { bucketCache } from '../../server/bucket-cache.ts'
import { bucketOf } from '../fixtures/bucket.ts'
import { comparableBucket, storedBuckets } from '../fixtures/expected-buckets.ts'
import { Died } from '../fixtures/faulty.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageLake } from '../fixtures/memory-usage-lake.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'
import { FIRST_HOUR, type History, HOURS, type Process, type Row, SOURCES, type Step } from './history.ts'
import { mortalPorts } from './mortal-ports.ts'
import { cellOfCall, expectedBuckets } from './oracle.ts'
import { interleave } from './turns.ts'

const PERIODS: readonly Period[] = ['hour', 'day', 'month']
const PRICES = [
  priceRecord('us.anthropic.claude-sonnet-4-6', '2026-06-01T00:00:00Z', CLAUDE_3_15),
  priceRecord('amazon.nova-pro-v1:0', '2026-06-01T00:00:00Z', inOut('0.0000008', '0.0000032')),
]

/**
 * Plays a history through the real use cases and asserts the law: whatever went wrong, once all files are there, one
 * clean run makes every bucket exactly what all calls at once would make, readers who followed see just that, and another
 * run has nothing to write.
 */
export async function play(history: History): Promise<void> {
  const world = await createWorld(history)
  for (const step of history.steps) await world.step(step)
  await world.settle()
}

async function createWorld({ calls, fates, startHour, endHours }: History) {
  const lake = memoryUsageLake()
  const usage = memoryUsageStore()
  const prices = memoryPriceStore()
  await prices.append(PRICES)
  let readersTurn: Turn = atOnce
  const cache = bucketCache(mortalPorts({ lake, usage, prices }, () => readersTurn(), null).usage)
  let nowHour = startHour
  let pending = filesOf(calls.flatMap(({ rows }) => rows))
  let deliveries = 0
  let lost: Row[][] = []
  let queue: Row[][] = []

  function deliver(): void {
    for (const file of pending.filter(([row]) => (row?.deliveredHour ?? 0) <= nowHour)) {
      const fate = fates[deliveries++ % fates.length]
      if (fate === 'lost') lost.push(file)
      else queue.push(...(fate === 'twice' ? [file, file] : [file]))
    }
    pending = pending.filter(([row]) => (row?.deliveredHour ?? 0) > nowHour)
  }

  function redrive(): void {
    queue.push(...lost)
    lost = []
  }

  /** A file is done with all of its rows, or comes back whole. */
  async function parse(rowsLeft: number, reversed: boolean, turn: Turn): Promise<void> {
    const taken = reversed ? queue.reverse() : queue
    queue = []
    for (const [index, file] of taken.entries()) {
      for (const { event } of file) {
        await turn()
        if (rowsLeft-- <= 0) {
          queue.push(...taken.slice(index))
          return
        }
        lake.events.push(event)
      }
    }
  }

  const clock = (skewHours = 0) => () => new Date((nowHour + skewHours) * MS_PER_HOUR + 300_000)

  async function run(process: Process, turn: Turn): Promise<void> {
    const ports = mortalPorts({ lake, usage, prices }, turn, 'death' in process ? process.death : null)
    switch (process.kind) {
      case 'parse': return parse(process.rowsLeft ?? Infinity, process.reversed, turn)
      case 'redrive': return redrive()
      case 'compute': {
        await computeCost({ ...ports, clock: clock(process.skewHours) }, { ...process, tagDimensions: ['team'] }).catch(onlyDied)
        return
      }
      case 'rollUp': {
        await aggregateStats({ ...ports, clock: clock(process.skewHours) }, process).catch(onlyDied)
        return
      }
      case 'reprice': {
        let left = process.sourcesOnly ?? Infinity
        const options = { hoursKept: null, tagDimensions: ['team'], shouldStop: () => --left <= 0 }
        await reprice({ ...ports, clock: clock(process.skewHours) }, options).catch(onlyDied)
        return
      }
      case 'price': {
        const from = new Date(process.hour * MS_PER_HOUR + process.offsetMs).toISOString()
        await ports.prices.append([priceRecord(process.key, from, { ...CLAUDE_3_15, input_cost_per_token: process.price })])
        return
      }
      case 'void': {
        const { records } = await prices.read()
        const voidedAt = clock()().toISOString()
        const doomed = records[process.index]
        await prices.replaceAll(records.map((record) => record === doomed ? { ...record, voidedAt } : record))
        return
      }
      case 'show': {
        readersTurn = turn
        await cache.refresh()
        await Promise.all(SOURCES.flatMap((source) => PERIODS.map((period) => cache.read(source, period, null, null))))
        readersTurn = atOnce
      }
    }
  }

  async function step({ advanceHours, parsesBefore, processes, bursts }: Step): Promise<void> {
    nowHour += advanceHours
    deliver()
    if (parsesBefore) await parse(Infinity, false, atOnce)
    const [first, ...others] = processes
    if (first !== undefined && others.length === 0) await run(first, atOnce)
    else await interleave(processes.map((process) => (turn) => run(process, turn)), bursts)
  }

  async function settle(): Promise<void> {
    nowHour = Math.max(nowHour, FIRST_HOUR + HOURS) + endHours
    deliver()
    redrive()
    await parse(Infinity, false, atOnce)
    const ports = { lake, usage, prices, clock: clock() }
    const once = async () => [
      (await computeCost(ports, { lookBackHours: 24 * 400, tagDimensions: ['team'] })).bucketsWritten,
      (await reprice(ports, { hoursKept: null, tagDimensions: ['team'] })).bucketsWritten,
      (await aggregateStats(ports, { lookBackDays: 400 })).bucketsWritten,
    ]
    await once()
    const { version, records } = await prices.read()
    await assertSettled(createPriceBook(records, { version }))
    assert.deepEqual(await once(), [0, 0, 0], 'another run writes nothing')
  }

  async function assertSettled(book: PriceBook): Promise<void> {
    const events = calls.map(({ event }) => event)
    await cache.refresh()
    for (const period of PERIODS) {
      const before = period === 'hour' ? '~' : periodId(period, nowHour)
      const expected = expectedBuckets(period, { calls: events, rows: lake.events, book, before })
      assert.deepEqual(await storedBuckets(usage, period), expected, `${period}s in the store`)
      const shown = await Promise.all(SOURCES.map((source) => cache.read(source, period, null, null)))
      assert.deepEqual(shown.flat().map(comparableBucket).sort(), expected, `${period}s that a reader kept`)
    }
    for (const source of SOURCES) {
      const ofSource = (event: UsageEvent) => event.account_id === source.accountId && event.region === source.region
      const range = { from: FIRST_HOUR - 24, to: nowHour + 1 }
      const cells: Cell[] = []
      for await (const bucket of readUsage(usage, [source], range, { nowHour, grain: 'total', timeZone: 'UTC' })) cells.push(...bucket.cells)
      const total = (all: Cell[]) => comparableBucket(bucketOf(source, 'month', 'all', mergeCells(all, atAnyPrice)))
      assert.equal(total(cells), total(events.filter(ofSource).map((event) => cellOfCall(event, book, 'month'))), `total of ${sourceId(source)}`)
    }
  }

  return { step, settle }
}

type Turn = () => Promise<void>

/** For who is alone. */
async function atOnce(): Promise<void> {}

/** Rows of a source that are delivered in the same hour share a file. */
function filesOf(rows: readonly Row[]): Row[][] {
  const files = new Map<string, Row[]>()
  for (const row of rows) {
    const id = `${row.event.account_id} ${row.event.region} ${row.deliveredHour}`
    files.set(id, [...(files.get(id) ?? []), row])
  }
  return [...files.values()].sort(([a], [b]) => (a?.deliveredHour ?? 0) - (b?.deliveredHour ?? 0))
}

function atAnyPrice(key: CellKey): CellKey {
  return { ...key, priceFromMs: 0 }
}

function onlyDied(error: unknown): void {
  if (!(error instanceof Died)) throw error
}
