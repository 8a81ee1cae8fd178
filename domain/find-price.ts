import type { PriceBook } from './price-book.ts'
import type { PriceCandidate } from './price-candidates.ts'
import { pricesAt, type DatedPrices, type PriceHistory } from './price-history.ts'
import { geosOfRegion } from './price-key.ts'

export interface FoundPrice {
  readonly key: string
  readonly prices: DatedPrices
  readonly flags: readonly string[]
}

export type NotFoundReason = 'unknown_model' | 'zero_price_entry' | 'before_first_price'

/** The prices of a model in a scope and region at an instant, or why there are none. */
export function findPrice(
  book: PriceBook,
  modelId: string,
  scope: string,
  region: string,
  atMs: number,
): FoundPrice | NotFoundReason {
  let reason: NotFoundReason = 'unknown_model'
  for (const candidate of book.candidates(modelId, scope, region)) {
    const found = priceOf(candidate, atMs)
    if (found !== null) {
      return scope === 'in-region' && candidate.bare ? inRegionPrice(book, found, region, atMs) : found
    }
    if (candidate.history.prices.length > 0) reason = 'before_first_price'
    else if (reason === 'unknown_model') reason = 'zero_price_entry'
  }
  return reason
}

function priceOf(candidate: PriceCandidate, atMs: number): FoundPrice | null {
  const at = pricesAt(candidate.history, atMs)
  if (at === null) return null
  const flags = at.carriedBack ? [...candidate.flags, 'carried_back'] : candidate.flags
  return { key: candidate.history.key, prices: at.prices, flags }
}

/**
 * Feeds list some models under their bare key at the global price, while AWS bills in-region calls like those of the
 * geography. Where the bare price merely repeats the global one and the geography's differs, that one is taken.
 */
function inRegionPrice(book: PriceBook, bare: FoundPrice, region: string, atMs: number): FoundPrice {
  if (!book.inRegionFix) return bare
  const global = inputAt(book.sibling('global.', bare.key), atMs)
  if (global === null || global !== bare.prices.fields.base.input) return bare
  const siblings = [...geosOfRegion(region), 'us'].flatMap((geo) => book.sibling(`${geo}.`, bare.key) ?? [])
  for (const sibling of siblings.sort((a, b) => Number(b.listed) - Number(a.listed))) {
    const at = pricesAt(sibling, atMs)
    if (at === null) continue
    if (at.prices.fields.base.input === global) return bare
    const flags = [...bare.flags.filter((flag) => flag !== 'carried_back'), 'adjusted:in_region_rate']
    return { key: sibling.key, prices: at.prices, flags: at.carriedBack ? [...flags, 'carried_back'] : flags }
  }
  return bare
}

function inputAt(history: PriceHistory | null, atMs: number): bigint | null {
  if (history === null) return null
  return pricesAt(history, atMs)?.prices.fields.base.input ?? null
}
