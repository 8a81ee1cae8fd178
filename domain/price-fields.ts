import { parseUsd } from './money.ts'

/** What one call is billed by, in the order in which prices are shown. */
export const PRICE_UNITS = [
  'input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h',
  'imagesIn', 'imagesOut', 'queries', 'videoSecondsIn', 'audioSecondsIn', 'imageTokensIn', 'audioTokensIn',
] as const
export type PriceUnit = (typeof PRICE_UNITS)[number]

/** True of units whose prices are so small that people give them per million. */
export function isTokenUnit(unit: PriceUnit): boolean {
  return /^(?:input|output|cache|imageTokens|audioTokens)/.test(unit)
}

/** LiteLLM's name of the field that holds the unit's price. */
export const PRICE_FIELD: Readonly<Record<PriceUnit, string>> = {
  input: 'input_cost_per_token',
  output: 'output_cost_per_token',
  cacheRead: 'cache_read_input_token_cost',
  cacheWrite5m: 'cache_creation_input_token_cost',
  cacheWrite1h: 'cache_creation_input_token_cost_above_1hr',
  imagesIn: 'input_cost_per_image',
  imagesOut: 'output_cost_per_image',
  queries: 'input_cost_per_query',
  videoSecondsIn: 'input_cost_per_video_per_second',
  audioSecondsIn: 'input_cost_per_audio_per_second',
  imageTokensIn: 'input_cost_per_image_token',
  audioTokensIn: 'input_cost_per_audio_token',
}

const UNIT_OF_FIELD: ReadonlyMap<string, PriceUnit> = new Map(PRICE_UNITS.map((unit) => [PRICE_FIELD[unit], unit]))

export type UnitPrices = Readonly<Partial<Record<PriceUnit, bigint>>>

/** Prices that replace the base prices of the whole call once its input exceeds the threshold. */
export interface LongContextPrices {
  /** As in the field names: `above_200k_tokens`. */
  readonly label: string
  readonly thresholdTokens: number
  readonly prices: UnitPrices
}

/** The unit prices of one record, in 10⁻¹⁸ USD. */
export interface PriceFields {
  readonly base: UnitPrices
  readonly batch: UnitPrices
  /** Highest threshold first. */
  readonly longContext: readonly LongContextPrices[]
}

/**
 * Reads a record's fields. Fields that price nothing we meter (per-second commitments, image qualities) are checked
 * and left out. Throws an error that names the field if a price is no decimal, or negative.
 */
export function parsePriceFields(fields: Readonly<Record<string, string>>): PriceFields {
  const base: Partial<Record<PriceUnit, bigint>> = {}
  const batch: Partial<Record<PriceUnit, bigint>> = {}
  const longContext = new Map<number, Partial<Record<PriceUnit, bigint>>>()
  for (const [field, text] of Object.entries(fields)) {
    const price = parsePrice(field, text)
    const [, plain = field, variant] = /^(.+?)_(batches|above_\d+k_tokens)$/.exec(field) ?? []
    const unit = UNIT_OF_FIELD.get(plain)
    if (unit === undefined) continue
    if (variant === undefined) base[unit] = price
    else if (variant === 'batches') batch[unit] = price
    else {
      const threshold = Number(/\d+/.exec(variant)?.[0]) * 1000
      const prices = longContext.get(threshold) ?? {}
      prices[unit] = price
      longContext.set(threshold, prices)
    }
  }
  return {
    base,
    batch,
    longContext: [...longContext]
      .sort(([a], [b]) => b - a)
      .map(([thresholdTokens, prices]) => ({ label: `above_${thresholdTokens / 1000}k_tokens`, thresholdTokens, prices })),
  }
}

function parsePrice(field: string, text: string): bigint {
  let price: bigint
  try {
    price = parseUsd(text)
  } catch (error) {
    throw new Error(`${field}: ${(error as Error).message}`)
  }
  if (price < 0n) throw new Error(`${field}: a price cannot be negative, as ${text} is`)
  return price
}

/** `none` if nothing is priced, `zero` if everything is at 0, which is how feeds say "unknown". */
export function usabilityOf(fields: PriceFields): 'usable' | 'zero' | 'none' {
  const parts = [fields.base, fields.batch, ...fields.longContext.map((tier) => tier.prices)]
  const prices = parts.flatMap((part) => Object.values(part))
  if (prices.length === 0) return 'none'
  return prices.some((price) => price > 0n) ? 'usable' : 'zero'
}
