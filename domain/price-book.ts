import {
  discountBounds, discountFinder, standingDiscounts, type Discount, type DiscountedCall, type PriceFactor,
} from './discount.ts'
import { priceCandidates, type PriceCandidate } from './price-candidates.ts'
import { priceBounds, priceHistories, priceTextAt, type PriceHistory } from './price-history.ts'
import { isIgnoredPriceKey, modelVariants } from './price-key.ts'
import type { PriceRecord } from './price-record.ts'

/** Price records, indexed for resolving. Made once and asked often: candidates are remembered. */
export interface PriceBook {
  readonly version: number
  /** Price in-region calls by their geography where the bare key merely repeats the global price. */
  readonly inRegionFix: boolean
  /** Listed keys for a model, best first. */
  candidates(modelId: string, scope: string, region: string): readonly PriceCandidate[]
  /** The first listed key of the model with exactly this prefix (`global.`), whichever way its version is spelled. */
  sibling(prefix: string, modelId: string): PriceHistory | null
  /** What the discounts that apply to a call make of its unit prices. */
  factorOf(call: DiscountedCall): PriceFactor
  /** Instants at which any price changes, discounts included, ascending and distinct. */
  readonly changesMs: readonly number[]
}

export interface PriceBookOptions {
  readonly version?: number
  readonly inRegionFix?: boolean
  readonly discounts?: readonly Discount[]
  /** ISO instant: the book as it stood then. */
  readonly asOf?: string | null
}

/** The order of records and discounts does not matter. Throws an error naming record, key and field if one cannot be read. */
export function createPriceBook(records: readonly PriceRecord[], options: PriceBookOptions = {}): PriceBook {
  const { asOf = null } = options
  const discounts = standingDiscounts(options.discounts ?? [], asOf)
  const histories = priceHistories(records, asOf)
  for (const key of histories.keys()) if (isIgnoredPriceKey(key)) histories.delete(key)
  const remembered = new Map<string, readonly PriceCandidate[]>()

  return {
    version: options.version ?? 0,
    inRegionFix: options.inRegionFix ?? true,
    candidates(modelId, scope, region) {
      const question = `${modelId}\n${scope}\n${region}`
      const known = remembered.get(question)
      if (known !== undefined) return known
      const candidates = priceCandidates(histories, modelId, scope, region)
      remembered.set(question, candidates)
      return candidates
    },
    sibling(prefix, modelId) {
      const variant = modelVariants(modelId).find((spelling) => histories.has(prefix + spelling.modelId))
      return variant === undefined ? null : (histories.get(prefix + variant.modelId) ?? null)
    },
    factorOf: discountFinder(discounts),
    changesMs: changesOf(histories.values(), discounts),
  }
}

/** Whoever repeats a price changes nothing. */
function changesOf(histories: Iterable<PriceHistory>, discounts: readonly Discount[]): number[] {
  const instants = new Set(discounts.flatMap(discountBounds))
  for (const history of histories) {
    for (const ms of priceBounds(history)) {
      if (priceTextAt(history, ms) !== priceTextAt(history, ms - 1)) instants.add(ms)
    }
  }
  return [...instants].sort((a, b) => a - b)
}
