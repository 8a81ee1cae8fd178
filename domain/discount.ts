import { instantMs } from './instant.ts'
import { modelVariants } from './price-key.ts'

/** A negotiated factor on all prices of an account, of a provider's models or of one model, from one instant to another. */
export interface Discount {
  readonly id: string
  /** Exactly one of them is set. A provider as model ids name it (`anthropic`), a model without scope or region. */
  readonly applies: { readonly account: string | null; readonly provider: string | null; readonly model: string | null }
  /** Decimal text: `0.85` takes 15 % off. Above 0, at most 10, at most 4 decimals. */
  readonly factor: string
  /** ISO instant of a full UTC hour, inclusive. */
  readonly effectiveFrom: string
  /** The same, exclusive; null: for good. */
  readonly effectiveTo: string | null
  readonly recordedAt: string
  readonly by: string
  readonly reason: string
  readonly voidedAt: string | null
}

/** What discounts depend on of a call. */
export interface DiscountedCall {
  /** Empty where it is not known: then no discount of an account applies. */
  readonly accountId: string
  /** Base model. */
  readonly modelId: string
  readonly atMs: number
}

/** All discounts that apply to a call, taken together. */
export interface PriceFactor {
  /** One `discount:<id>` each, in the order of ids. They are agreed, and so no estimate. */
  readonly flags: readonly string[]
  /** A unit price times all factors, rounded once, half up, to 10⁻¹⁸ USD: the order of discounts does not matter. */
  apply(price: bigint): bigint
}

const NO_DISCOUNT: PriceFactor = { flags: [], apply: (price) => price }

/** Those that hold: at present, or with `asOf`, an ISO instant, as it stood then. */
export function standingDiscounts(discounts: readonly Discount[], asOf: string | null): Discount[] {
  if (asOf === null) return discounts.filter(({ voidedAt }) => voidedAt === null)
  const atMs = msOf(asOf)
  return discounts.filter(({ recordedAt, voidedAt }) => msOf(recordedAt) <= atMs && (voidedAt === null || msOf(voidedAt) > atMs))
}

/** Finds which of the standing discounts apply to a call. Throws an error that names the discount if one cannot be read. */
export function discountFinder(standing: readonly Discount[]): (call: DiscountedCall) => PriceFactor {
  const all = standing.map(readDiscount).sort((a, b) => (a.id < b.id ? -1 : 1))
  if (all.length === 0) return () => NO_DISCOUNT
  return (call) => {
    const applying = all.filter((discount) => discount.appliesTo(call))
    return applying.length === 0 ? NO_DISCOUNT : productOf(applying)
  }
}

/** Instants at which a discount begins or ends, in milliseconds since 1970. */
export function discountBounds({ effectiveFrom, effectiveTo }: Discount): number[] {
  return [effectiveFrom, effectiveTo].filter((instant) => instant !== null).map(msOf)
}

const FACTOR = /^(?:0|[1-9]\d?)(?:\.\d{1,4})?$/
const ONE = 10_000n
const HIGHEST = 10n * ONE

/** Ten-thousandths in a factor such as `0.85`; null for anything but a decimal above 0 and at most 10 with at most 4 decimals. */
export function factorUnits(text: string): bigint | null {
  if (!FACTOR.test(text)) return null
  const [whole = '', fraction = ''] = text.split('.')
  const units = BigInt(whole + fraction.padEnd(4, '0'))
  return units > 0n && units <= HIGHEST ? units : null
}

interface ReadDiscount {
  readonly id: string
  readonly units: bigint
  appliesTo(call: DiscountedCall): boolean
}

function readDiscount(discount: Discount): ReadDiscount {
  const { id, applies, factor, effectiveFrom, effectiveTo } = discount
  const units = factorUnits(factor)
  if (units === null) throw new Error(`discount ${id}: factor "${factor}" is no decimal above 0 and at most 10 with at most 4 decimals`)
  const [fromMs, toMs] = [msOf(effectiveFrom), effectiveTo === null ? Infinity : msOf(effectiveTo)]
  const matches = matcherOf(applies)
  return { id, units, appliesTo: (call) => call.atMs >= fromMs && call.atMs < toMs && matches(call) }
}

function matcherOf({ account, provider, model }: Discount['applies']): (call: DiscountedCall) => boolean {
  if (account !== null) return ({ accountId }) => accountId === account
  if (provider !== null) return ({ modelId }) => modelId.startsWith(`${provider}.`)
  const spellings = new Set(model === null ? [] : modelVariants(model).map(({ modelId }) => modelId))
  return ({ modelId }) => spellings.has(modelId)
}

function productOf(applying: readonly ReadDiscount[]): PriceFactor {
  const factor = applying.reduce((product, { units }) => product * units, 1n)
  const scale = ONE ** BigInt(applying.length)
  return {
    flags: applying.map(({ id }) => `discount:${id}`),
    apply: (price) => (price * factor + scale / 2n) / scale,
  }
}

function msOf(instant: string): number {
  const ms = instantMs(instant)
  if (ms === null) throw new Error(`"${instant}" is not an ISO instant such as 2026-07-18T00:00:00Z`)
  return ms
}
