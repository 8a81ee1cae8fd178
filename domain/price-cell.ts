import { MS_PER_HOUR } from './calendar.ts'
import { amountsOf, cellTariff, componentPrice, type CellUsage } from './cell-tariff.ts'
import type { Measures } from './cell.ts'
import { priceId } from './merge-by-price.ts'
import type { PriceBook } from './price-book.ts'
import { isEstimate } from './resolve-price.ts'
import type { Source } from './source.ts'
import type { Tariff, TariffAnswer } from './tariff.ts'

export type CellCost = Pick<Measures, 'cost' | 'cacheSavings' | 'unpricedCalls' | 'partialCalls' | 'estimatedCalls'>

/**
 * What all calls of a cell cost: exactly the sum of what resolvePrice says of each, since every price is linear in the
 * amounts and the key holds all that it depends on.
 *
 * The three call counters are those of the calls' statuses too, with two limits of what sums can tell. Where two kinds
 * are not plainly priced (no price, a derived or an assumed one), calls that consumed both count once for each, though
 * never beyond the calls there are. And calls that consumed nothing but a kind without price count as partial, not as
 * unpriced, if others of the cell consumed more.
 */
export function priceCell(usage: CellUsage, source: Source, hourStartMs: number, book: PriceBook): CellCost {
  return usage.billed ? costAt(cellTariff(usage, source, hourStartMs, book), usage) : emptyCost()
}

/** Prices the cells of one hour of a source: those that differ in nothing that prices depend on share a tariff. */
export function cellPricer(source: Source, hourStartMs: number, book: PriceBook): (usage: CellUsage) => CellCost {
  const tariffs = new Map<string, TariffAnswer>()
  return (usage) => {
    if (!usage.billed) return emptyCost()
    const id = priceId(usage)
    let answer = tariffs.get(id)
    if (answer === undefined) {
      answer = cellTariff(usage, source, hourStartMs, book)
      tariffs.set(id, answer)
    }
    return costAt(answer, usage)
  }
}

function costAt(answer: TariffAnswer, usage: CellUsage): CellCost {
  const result = emptyCost()
  if (answer.status === 'tariff') return applyTariff(answer.tariff, usage, result)
  return { ...result, unpricedCalls: answer.status === 'unpriced' ? usage.calls : 0 }
}

function emptyCost(): CellCost {
  const cost = { input: 0n, output: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, images: 0n, queries: 0n }
  return { cost, cacheSavings: 0n, unpricedCalls: 0, partialCalls: 0, estimatedCalls: 0 }
}

function applyTariff(tariff: Tariff, usage: CellUsage, result: CellCost): CellCost {
  let pricedComponents = 0
  let missingCalls = 0
  let estimatedCalls = 0
  for (const { component, amount, calls } of amountsOf(usage, tariff.required === 'queries')) {
    if (amount === 0) continue
    const unitPrice = componentPrice(tariff, component)
    if (unitPrice === null) {
      missingCalls += calls
      continue
    }
    pricedComponents += 1
    result.cost[component] = unitPrice.price * BigInt(amount)
    if (unitPrice.flag !== null) estimatedCalls += calls
  }
  const oneHour = tariff.price('cacheWrite1h')
  if (oneHour !== null && oneHour.flag === null) estimatedCalls += usage.cacheWriteUnsplitCalls
  if (tariff.required === 'queries' || [...tariff.flags, ...tariff.tierFlags].some(isEstimate)) estimatedCalls = usage.calls

  const unknown = unknownAmountCalls(tariff, usage)
  const incomplete = Math.min(usage.calls, missingCalls + unknown)
  const unpricedCalls = pricedComponents === 0 ? incomplete : unknownAlone(tariff, unknown)
  result.unpricedCalls = unpricedCalls
  result.partialCalls = incomplete - unpricedCalls
  result.estimatedCalls = Math.min(estimatedCalls, usage.calls - incomplete)
  result.cacheSavings = cacheSavings(tariff, usage)
  return result
}

/** Calls whose cost hangs on an amount that the log does not tell. Seconds of video are never known of a cell. */
function unknownAmountCalls(tariff: Tariff, usage: CellUsage): number {
  if (tariff.required === 'imagesOut') return usage.imagesUnknownCalls
  return tariff.required === 'videoSecondsIn' ? usage.calls : 0
}

/** An image model bills nothing but images: without their count there is nothing left to price. */
function unknownAlone(tariff: Tariff, unknownCalls: number): number {
  return tariff.required === 'imagesOut' && tariff.price('input') === null ? unknownCalls : 0
}

/** What reads saved against sending the tokens again, less the premium paid for writing them. May be negative. */
function cacheSavings(tariff: Tariff, usage: CellUsage): bigint {
  const input = tariff.price('input')?.price
  if (input === undefined) return 0n
  const saved = (unit: 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h', tokens: number) =>
    tokens === 0 ? 0n : (input - (tariff.price(unit)?.price ?? input)) * BigInt(tokens)
  return saved('cacheRead', usage.cacheReadTokens)
    + saved('cacheWrite5m', usage.cacheWrite5mTokens)
    + saved('cacheWrite1h', usage.cacheWrite1hTokens)
}

/**
 * The instants within [fromMs, toMs) at which a price may change inside an hour, ISO and ascending. Cells of such an
 * hour are kept apart by the last instant before them, in milliseconds into the hour: priceFromMs.
 */
export function priceInstants(book: PriceBook, fromMs: number, toMs: number): string[] {
  return book.changesMs
    .filter((ms) => ms >= fromMs && ms < toMs && ms % MS_PER_HOUR !== 0)
    .map((ms) => new Date(ms).toISOString())
}
