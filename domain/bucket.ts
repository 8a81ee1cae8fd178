import { periodHours } from './calendar.ts'
import type { Cell, CellKey } from './cell.ts'
import { mergeCells } from './merge-cells.ts'
import { sourceId, type Source } from './source.ts'

export type Period = 'hour' | 'day' | 'month'

/** Everything that happened in one source in one UTC hour, day or month. */
export interface Bucket {
  readonly source: Source
  readonly period: Period
  /** `2026-07-18T05`, `2026-07-18` or `2026-07`. */
  readonly start: string
  /** Raw rows of usage_events that it was built from, duplicates included: what reconciling compares. */
  readonly records: number
  /** Version of the price book that its cost was computed with. */
  readonly priceVersion: number
  /** One per key, in the order of compareCellKeys. */
  readonly cells: readonly Cell[]
}

const PART = { day: 'hour', month: 'day' } as const

/**
 * A day from its hours, a month from its days, in any order. Hours and days without use may be missing; of no parts comes
 * an empty bucket of price version 0. Throws a RangeError for a part of another source, another period or given twice.
 */
export function mergeBuckets(period: 'day' | 'month', start: string, source: Source, parts: readonly Bucket[]): Bucket {
  assertParts(period, start, source, parts)
  return {
    source,
    period,
    start,
    records: parts.reduce((sum, part) => sum + part.records, 0),
    priceVersion: parts.length === 0 ? 0 : Math.min(...parts.map((part) => part.priceVersion)),
    cells: mergeCells(cellsOf(parts), atAnyPrice),
  }
}

function* cellsOf(buckets: readonly Bucket[]): Iterable<Cell> {
  for (const bucket of buckets) yield* bucket.cells
}

// When its prices took effect inside an hour says nothing about a day, and would only multiply the cells.
function atAnyPrice(key: CellKey): CellKey {
  return key.priceFromMs === 0 ? key : { ...key, priceFromMs: 0 }
}

function assertParts(period: 'day' | 'month', start: string, source: Source, parts: readonly Bucket[]): void {
  const { from, to } = periodHours(period, start)
  const seen = new Set<string>()
  for (const part of parts) {
    const name = `${sourceId(part.source)} ${part.period} ${part.start}`
    if (part.period !== PART[period] || sourceId(part.source) !== sourceId(source)) {
      throw new RangeError(`bucket ${name} is no ${PART[period]} of ${sourceId(source)}`)
    }
    const hours = periodHours(part.period, part.start)
    if (hours.from < from || hours.to > to) throw new RangeError(`bucket ${name} does not lie in ${start}`)
    if (seen.has(part.start)) throw new RangeError(`bucket ${name} is given twice`)
    seen.add(part.start)
  }
}
