import type { Bucket } from '../domain/bucket.ts'
import { hourId, MS_PER_HOUR } from '../domain/calendar.ts'
import type { Cell } from '../domain/cell.ts'
import { emptyCell } from '../domain/empty-cell.ts'
import { mergeCells } from '../domain/merge-cells.ts'
import type { BucketName, HourRange, Metrics, UsageGroup, UsageLake, UsageStore } from '../domain/ports.ts'
import type { PriceBook } from '../domain/price-book.ts'
import { priceCell, priceInstants } from '../domain/price-cell.ts'
import { sourceId, type Source } from '../domain/source.ts'
import { tagRekeyer } from '../domain/tags.ts'
import { forEachAtOnce } from './for-each-at-once.ts'
import type { RecordsBySource } from './hours-to-compute.ts'

export interface ComputeHoursPorts {
  readonly lake: UsageLake
  readonly usage: UsageStore
  readonly metrics?: Metrics
}

export interface ComputeHoursInput {
  readonly range: HourRange
  /** Sources with the hours to compute, of which only those in the range are. */
  readonly wanted: RecordsBySource
  /** Of all hours that were counted, the rows that their buckets were built from before. */
  readonly standing: RecordsBySource
  readonly book: PriceBook
  /** Cells keep the tags of these keys apart. */
  readonly tagDimensions: readonly string[]
}

const WRITES_AT_ONCE = 4
/** Hours of a source that are held before they are written. */
const HOURS_AT_ONCE = 3

/**
 * Computes wanted hours of a range anew from the event table and replaces their buckets; also those of hours next to them
 * that share a request with them. Resolves to how many were written.
 *
 * An hour that is computed besides keeps the number of rows that it was built from before: if that differed from what there
 * is now, other hours may have to be computed with it, and so it has to be found to differ once more.
 *
 * The generation is taken after the rows were counted and before they are read. So what a newer generation reads holds
 * everything that an older one has counted, and may replace what that one wrote.
 */
export async function computeHours({ lake, usage, metrics }: ComputeHoursPorts, input: ComputeHoursInput): Promise<number> {
  const { range, book } = input
  const generation = await usage.nextGeneration()
  const written: BucketName[] = []
  await usage.intend(generation, possibleNames(input))
  // The hours next to the range may have to be computed too.
  const instants = priceInstants(book, (range.from - 1) * MS_PER_HOUR, (range.to + 1) * MS_PER_HOUR)
  for await (const portion of portions(lake.aggregate(range, instants), book)) {
    const { besides, wanted } = bucketsOf(portion, input)
    // The hours besides first: once the wanted ones stand, nothing tells any more that the others have to be computed.
    for (const buckets of [besides, wanted]) {
      await forEachAtOnce(buckets, WRITES_AT_ONCE, async (bucket) => {
        if ((await usage.writeBucket(bucket, generation)) === 'superseded') return
        written.push(bucket)
        measure(bucket, metrics)
      })
    }
  }
  await usage.announce(generation, written.map(({ source, period, start }) => ({ source, period, start })))
  return written.length
}

function measure({ records, cells }: Bucket, metrics: Metrics | undefined): void {
  const calls = cells.reduce((sum, cell) => sum + cell.calls, 0)
  metrics?.count('hoursRecomputed', 1)
  // Rows that came in after they were counted are among the calls already.
  metrics?.count('duplicates', Math.max(0, records - calls))
  metrics?.count('unpricedCalls', cells.reduce((sum, cell) => sum + cell.unpricedCalls + cell.partialCalls, 0))
}

function possibleNames({ wanted, range }: ComputeHoursInput): BucketName[] {
  return [...wanted].flatMap(([id, hours]) => {
    const near = [...hours.keys()].filter((hour) => isWithin(range, hour)).flatMap((hour) => [hour - 1, hour, hour + 1])
    return [...new Set(near)].map((hour) => ({ source: sourceOf(id), period: 'hour' as const, start: hourId(hour) }))
  })
}

interface HourCells {
  readonly crossesHours: boolean
  readonly cells: Cell[]
}

/** Priced cells by hour, of one source after the other, a few hours at a time. */
interface Portion {
  readonly source: Source
  readonly hours: ReadonlyMap<number, HourCells>
  /** The last of the hours, if it comes again in the next portion: the hour after it is not read yet. */
  readonly comesAgain: number | null
}

async function* portions(groups: AsyncIterable<UsageGroup>, book: PriceBook): AsyncGenerator<Portion> {
  let source: Source | null = null
  let last: number | null = null
  let hours = new Map<number, HourCells>()
  for await (const group of groups) {
    if (source !== null && sourceId(source) !== sourceId(group)) {
      yield { source, hours, comesAgain: null }
      hours = new Map()
    } else if (source !== null && last !== null && last !== group.hour && hours.size > HOURS_AT_ONCE) {
      yield { source, hours, comesAgain: last }
      hours = new Map([...hours].filter(([hour]) => hour === last))
    }
    source = group
    last = group.hour
    const hour = hours.get(group.hour) ?? { crossesHours: group.crossesHours, cells: [] }
    if (group.calls > 0) hour.cells.push(toCell(group, book))
    hours.set(group.hour, hour)
  }
  if (source !== null) yield { source, hours, comesAgain: null }
}

function bucketsOf({ source, hours, comesAgain }: Portion, { wanted, standing, ...input }: ComputeHoursInput) {
  const { range, book } = input
  const byDimensions = tagRekeyer(input.tagDimensions)
  const wantedRecords = wanted.get(sourceId(source))
  const isWanted = (hour: number) => isWithin(range, hour) && wantedRecords?.has(hour) === true
  const isBesides = (hour: number) => {
    const crosses = hours.get(hour)?.crossesHours === true
    return crosses && wantedRecords?.has(hour) !== true && (isWanted(hour - 1) || isWanted(hour + 1))
  }
  const bucketsWhere = (select: (hour: number) => boolean, recordsOf: ReadonlyMap<number, number> | undefined): Bucket[] => {
    return [...hours].filter(([hour]) => select(hour)).flatMap(([hour, { cells }]) => {
      const rows = recordsOf?.get(hour)
      return rows === undefined ? [] : [{
        source: { accountId: source.accountId, region: source.region },
        period: 'hour',
        start: hourId(hour),
        records: rows,
        priceVersion: book.version,
        cells: mergeCells(cells, byDimensions),
      }]
    })
  }
  return {
    besides: bucketsWhere(isBesides, standing.get(sourceId(source))),
    wanted: bucketsWhere((hour) => isWanted(hour) && hour !== comesAgain, wantedRecords),
  }
}

function toCell(group: UsageGroup, book: PriceBook): Cell {
  const cell = emptyCell(group)
  cell.calls = group.calls
  cell.inputTokens = group.inputTokens
  cell.outputTokens = group.outputTokens
  cell.cacheReadTokens = group.cacheReadTokens
  cell.cacheWrite5mTokens = group.cacheWrite5mTokens
  cell.cacheWrite1hTokens = group.cacheWrite1hTokens
  cell.cacheWriteUnsplitTokens = group.cacheWriteUnsplitTokens
  cell.images = group.images
  cell.cacheReadCalls = group.cacheReadCalls
  cell.cacheWrite5mCalls = group.cacheWrite5mCalls
  cell.cacheWrite1hCalls = group.cacheWrite1hCalls
  cell.cacheWriteUnsplitCalls = group.cacheWriteUnsplitCalls
  cell.imagesUnknownCalls = group.imagesUnknownCalls
  cell.latencyMs = group.latencyMs
  cell.timeToFirstTokenMs = group.timeToFirstTokenMs
  cell.outputTokensPerKs = group.outputTokensPerKs
  cell.generationCalls = group.generationCalls
  cell.generationMs = group.generationMs
  cell.generationTokens = group.generationTokens
  return Object.assign(cell, priceCell(group, group, group.hour * MS_PER_HOUR, book))
}

function isWithin({ from, to }: HourRange, hour: number): boolean {
  return hour >= from && hour < to
}

function sourceOf(id: string): Source {
  const [accountId = '', region = ''] = id.split('#')
  return { accountId, region }
}
