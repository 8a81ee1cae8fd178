import type { Bucket } from './bucket.ts'
import { MS_PER_HOUR, parseHourId } from './calendar.ts'
import type { Cell, CellKey } from './cell.ts'
import { mergeCells } from './merge-cells.ts'
import type { PriceBook } from './price-book.ts'
import { cellPricer, priceInstants, type CellCost } from './price-cell.ts'

/**
 * An hour at other prices, from its cells alone: exactly what its events would give, as long as no price changes inside of
 * the hour where none did before. Where one no longer does, the cells that it kept apart become one. Throws for days and months.
 */
export function repriceBucket(bucket: Bucket, book: PriceBook): Bucket {
  if (bucket.period !== 'hour') throw new RangeError(`${bucket.period} ${bucket.start} is made of hours: reprice those`)
  const hourStartMs = parseHourId(bucket.start) * MS_PER_HOUR
  const starts = priceInstants(book, hourStartMs, hourStartMs + MS_PER_HOUR).map((instant) => Date.parse(instant) - hourStartMs)
  const atCurrentStart = (key: CellKey): CellKey => {
    const priceFromMs = starts.findLast((start) => start <= key.priceFromMs) ?? 0
    return priceFromMs === key.priceFromMs ? key : { ...key, priceFromMs }
  }
  const isMerged = bucket.cells.some((cell) => atCurrentStart(cell) !== cell)
  const cells = isMerged ? mergeCells(bucket.cells, atCurrentStart) : bucket.cells
  const priceCell = cellPricer(bucket.source, hourStartMs, book)
  const priced = cells.map((cell) => withCost(cell, priceCell(cell)))
  return { ...bucket, priceVersion: book.version, cells: priced }
}

/** Assigned, not spread together: then engines lay the cells out like all others, and to encode them takes half the time. */
function withCost(cell: Cell, { cost, cacheSavings, unpricedCalls, partialCalls, estimatedCalls }: CellCost): Cell {
  const priced = { ...cell }
  priced.cost = cost
  priced.cacheSavings = cacheSavings
  priced.unpricedCalls = unpricedCalls
  priced.partialCalls = partialCalls
  priced.estimatedCalls = estimatedCalls
  return priced
}
