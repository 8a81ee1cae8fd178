import { CONTEXT_BANDS, type CellKey, type CostComponent, type Measures } from './cell.ts'
import type { PriceBook } from './price-book.ts'
import type { Source } from './source.ts'
import { findTariff, type Tariff, type TariffAnswer, type UnitPrice } from './tariff.ts'

/** A cell before it is priced: its key and the sums that money depends on. */
export type CellUsage = CellKey & Readonly<Pick<Measures,
  | 'calls' | 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWrite5mTokens' | 'cacheWrite1hTokens'
  | 'cacheWriteUnsplitTokens' | 'images' | 'cacheReadCalls' | 'cacheWrite5mCalls' | 'cacheWrite1hCalls'
  | 'cacheWriteUnsplitCalls' | 'imagesUnknownCalls'
>>

/** The unit prices of a billed cell's calls, or why there are none. */
export function cellTariff(usage: CellUsage, source: Source, hourStartMs: number, book: PriceBook): TariffAnswer {
  return findTariff({
    modelId: usage.model,
    modelScope: usage.modelScope,
    accountId: source.accountId,
    region: source.region,
    atMs: hourStartMs + usage.priceFromMs,
    contextFrom: usage.contextFrom,
    contextTo: bandEnd(usage.contextFrom),
    serviceTier: usage.serviceTier,
    latencyMode: usage.latencyMode,
  }, book)
}

/** The highest number of context tokens that a band holds. */
function bandEnd(contextFrom: number): number {
  const next = CONTEXT_BANDS.find((bound) => bound > contextFrom)
  return next === undefined ? Number.MAX_SAFE_INTEGER : next - 1
}

export interface ComponentAmount {
  readonly component: CostComponent
  /** Tokens, images or queries. */
  readonly amount: number
  /** Calls that have any of it, or the most that can. */
  readonly calls: number
}

/** What the calls of a cell consumed, component by component. Only a price tells that each of them is a query. */
export function amountsOf(usage: CellUsage, areQueries: boolean): ComponentAmount[] {
  const amount = (component: CostComponent, amount: number, calls: number) => ({ component, amount, calls })
  return [
    amount('input', usage.inputTokens, usage.calls),
    amount('output', usage.outputTokens, usage.calls),
    amount('cacheRead', usage.cacheReadTokens, usage.cacheReadCalls),
    amount('cacheWrite5m', usage.cacheWrite5mTokens, usage.cacheWrite5mCalls),
    amount('cacheWrite1h', usage.cacheWrite1hTokens, usage.cacheWrite1hCalls),
    amount('images', usage.images, Math.min(usage.images, usage.calls)),
    // A call of a rerank model is taken as one query.
    amount('queries', areQueries ? usage.calls : 0, usage.calls),
  ]
}

/** Images are those put out, or for models that only take images in, those. */
export function componentPrice(tariff: Tariff, component: CostComponent): UnitPrice | null {
  if (component === 'images') return tariff.price('imagesOut') ?? tariff.price('imagesIn')
  return tariff.price(component)
}
