import type { PriceFactor } from './discount.ts'
import { findPrice, type FoundPrice } from './find-price.ts'
import { timesHundredths } from './money.ts'
import type { PriceBook } from './price-book.ts'
import { cacheHundredths } from './price-family.ts'
import type { LongContextPrices, PriceUnit } from './price-fields.ts'
import type { PriceRecord } from './price-record.ts'
import { latencyMultiplier, tierMultiplier } from './price-tier.ts'

/** What decides the unit prices of a call, whatever it consumed. */
export interface TariffQuestion {
  /** Base model and scope, as parseModelRef names them. */
  readonly modelId: string
  readonly modelScope: string
  /** Empty where it is not known: then no discount of an account applies. */
  readonly accountId: string
  /** Source region of the call. */
  readonly region: string
  readonly atMs: number
  /** Bounds of the call's input tokens, cache included; equal where the number is known. */
  readonly contextFrom: number
  readonly contextTo: number
  readonly serviceTier: string
  readonly latencyMode: string
}

export interface UnitPrice {
  /** 10⁻¹⁸ USD per unit, as applied. */
  readonly price: bigint
  /** `derived:…` where no price is listed and the family's ratio to the input price was taken. */
  readonly flag: string | null
}

export interface Tariff {
  readonly key: string
  readonly record: PriceRecord
  /** True of every call under this tariff. */
  readonly flags: readonly string[]
  /** Flags that come after those of the single units. */
  readonly tierFlags: readonly string[]
  /** Label of the long-context prices that apply, or null. */
  readonly longContext: string | null
  /** Null where the unit has no price. */
  price(unit: PriceUnit): UnitPrice | null
  /** The unit that every call of the model consumes, so that a record silent about it leaves the cost unknown. */
  readonly required: 'imagesOut' | 'queries' | 'videoSecondsIn' | null
}

export type TariffAnswer =
  | { readonly status: 'tariff'; readonly tariff: Tariff }
  | { readonly status: 'unpriced' | 'not_token_billed'; readonly reason: string }

const OPAQUE_SCOPES: ReadonlyMap<string, Exclude<TariffAnswer, { status: 'tariff' }>> = new Map([
  ['provisioned', { status: 'not_token_billed', reason: 'provisioned_throughput' }],
  ['imported', { status: 'not_token_billed', reason: 'imported_model_cmu' }],
  ['marketplace', { status: 'not_token_billed', reason: 'marketplace_endpoint' }],
  ['application-profile', { status: 'unpriced', reason: 'application_profile_unresolved' }],
  ['custom', { status: 'unpriced', reason: 'custom_model' }],
  ['prompt-router', { status: 'unpriced', reason: 'prompt_router_unresolved' }],
  ['prompt', { status: 'unpriced', reason: 'prompt_unresolved' }],
])

/** Finds the unit prices that apply, or why tokens cost nothing (`not_token_billed`) or have no price (`unpriced`). */
export function findTariff(question: TariffQuestion, book: PriceBook): TariffAnswer {
  const { modelId, modelScope, region, atMs } = question
  if (modelId === '' || modelId === 'unknown') return { status: 'unpriced', reason: 'missing_model_id' }
  // Ids such as `…-v1:0:28k` exist for provisioned throughput only.
  if (/:\d+:\d+k?$/.test(modelId)) return { status: 'not_token_billed', reason: 'provisioned_throughput' }
  if (question.serviceTier === 'reserved') return { status: 'not_token_billed', reason: 'reserved_capacity' }
  const opaque = OPAQUE_SCOPES.get(modelScope)
  if (opaque !== undefined) return opaque
  const found = findPrice(book, modelId, modelScope, region, atMs)
  if (typeof found === 'string') return { status: 'unpriced', reason: found }
  return { status: 'tariff', tariff: discounted(tariffOf(found, question), book.factorOf(question)) }
}

function tariffOf(found: FoundPrice, question: TariffQuestion): Tariff {
  const { record, fields } = found.prices
  const { modelId, contextFrom, contextTo } = question
  const applies = (tier: LongContextPrices, tokens: number) =>
    record.thresholdInclusive === true ? tokens >= tier.thresholdTokens : tokens > tier.thresholdTokens
  const long = fields.longContext.find((tier) => applies(tier, contextFrom))
  const uncertain = fields.longContext.find((tier) => applies(tier, contextTo)) !== long
  const tier = tierMultiplier(modelId, question.serviceTier)
  const latency = latencyMultiplier(question.latencyMode)
  const listedBatch = tier.batch && Object.keys(fields.batch).length > 0

  const listed = (unit: PriceUnit) => long?.prices[unit] ?? fields.base[unit]
  const standard = (unit: PriceUnit): UnitPrice | null => {
    const price = listed(unit)
    if (price !== undefined) return { price, flag: null }
    const hundredths = cacheHundredths(modelId, unit)
    const input = listed('input')
    if (hundredths === null || input === undefined) return null
    return { price: timesHundredths(input, hundredths), flag: DERIVED_FLAG[unit] ?? null }
  }
  return {
    key: found.key,
    record,
    flags: uncertain ? [...found.flags, 'assumed:context'] : found.flags,
    tierFlags: [...(listedBatch ? ['tier:batch'] : tier.flags), ...latency.flags],
    longContext: long?.label ?? null,
    price(unit) {
      const batch = tier.batch && long?.prices[unit] === undefined ? fields.batch[unit] : undefined
      if (batch !== undefined) return { price: timesHundredths(batch, latency.hundredths), flag: null }
      const unitPrice = standard(unit)
      if (unitPrice === null) return null
      return { ...unitPrice, price: timesHundredths(timesHundredths(unitPrice.price, tier.hundredths), latency.hundredths) }
    },
    required: requiredUnit(fields.base),
  }
}

/** Discounts come last: on the unit price with all its multipliers. */
function discounted(tariff: Tariff, { flags, apply }: PriceFactor): Tariff {
  if (flags.length === 0) return tariff
  return {
    ...tariff,
    tierFlags: [...tariff.tierFlags, ...flags],
    price(unit) {
      const unitPrice = tariff.price(unit)
      return unitPrice === null ? null : { ...unitPrice, price: apply(unitPrice.price) }
    },
  }
}

const DERIVED_FLAG: Readonly<Partial<Record<PriceUnit, string>>> = {
  cacheRead: 'derived:cache_read',
  cacheWrite5m: 'derived:cache_write_5m',
  cacheWrite1h: 'derived:cache_write_1h',
}

function requiredUnit(base: FoundPrice['prices']['fields']['base']): Tariff['required'] {
  if (base.queries !== undefined) return 'queries'
  if (base.imagesOut !== undefined && base.output === undefined) return 'imagesOut'
  if (base.videoSecondsIn !== undefined && base.input === undefined) return 'videoSecondsIn'
  return null
}
