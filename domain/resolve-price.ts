import { timesQuantity } from './money.ts'
import type { PriceBook } from './price-book.ts'
import { PRICE_UNITS, type PriceUnit } from './price-fields.ts'
import type { PriceRecord } from './price-record.ts'
import { findTariff, type Tariff } from './tariff.ts'

/** One call as far as its cost goes. */
export interface PriceQuestion {
  readonly modelId: string
  readonly modelScope: string
  /** Empty where it is not known: then no discount of an account applies. */
  readonly accountId: string
  readonly region: string
  readonly atMs: number
  readonly serviceTier: string
  readonly latencyMode: string
  /** Empty on success. */
  readonly errorCode: string
  /** Amounts by unit; a unit left out is one that the log does not tell. Names we do not know have no price. */
  readonly amounts: ReadonlyMap<string, number>
  /** The log does not split cache writes by time to live: `cacheWrite5m` holds them all. */
  readonly cacheWriteUnsplit: boolean
}

export type PriceStatus = 'priced' | 'estimated' | 'partial' | 'unpriced' | 'not_token_billed' | 'not_billed'

/** What a call costs, and everything that explains it. Money is in 10⁻¹⁸ USD. */
export interface PriceAnswer {
  readonly status: PriceStatus
  readonly reason: string | null
  readonly priceKey: string | null
  readonly record: PriceRecord | null
  /** Unit prices as applied, multipliers included, of what was consumed. */
  readonly unit: ReadonlyMap<PriceUnit, bigint>
  /** Cost by unit; sums to `cost`. */
  readonly costs: ReadonlyMap<PriceUnit, bigint>
  /** Null where there is no price: never to be summed as 0. */
  readonly cost: bigint | null
  readonly flags: readonly string[]
  readonly longContext: string | null
}

const NOTHING = { priceKey: null, record: null, unit: new Map(), costs: new Map(), flags: [], longContext: null } as const

/**
 * The exact cost of a call: `estimated` where a price was inferred, derived, assumed or carried back, `partial` where
 * something consumed has no price and is left out, `unpriced` with a reason where nothing could be priced.
 */
export function resolvePrice(question: PriceQuestion, book: PriceBook): PriceAnswer {
  if (!isBilled(question)) return { ...NOTHING, status: 'not_billed', reason: 'failed_invocation', cost: 0n }
  const contextTokens = CONTEXT_UNITS.reduce((sum, unit) => sum + (question.amounts.get(unit) ?? 0), 0)
  const found = findTariff({ ...question, contextFrom: contextTokens, contextTo: contextTokens }, book)
  if (found.status === 'tariff') return applyTariff(found.tariff, question)
  return { ...NOTHING, ...found, cost: found.status === 'unpriced' ? null : 0n }
}

const CONTEXT_UNITS = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const

/** A failed call is billed for what it put out before it failed, and not at all if that was nothing. */
function isBilled({ errorCode, amounts }: PriceQuestion): boolean {
  return errorCode === '' || (amounts.get('output') ?? 0) > 0 || (amounts.get('imagesOut') ?? 0) > 0
}

function applyTariff(tariff: Tariff, question: PriceQuestion): PriceAnswer {
  const unit = new Map<PriceUnit, bigint>()
  const costs = new Map<PriceUnit, bigint>()
  const missing: string[] = []
  const derived: string[] = []
  const { amounts, assumed } = withRequired(tariff, question)
  for (const [name, amount] of inOrder(amounts)) {
    if (amount === 0) continue
    const known = PRICE_UNITS.find((priceUnit) => priceUnit === name)
    const unitPrice = known === undefined ? null : tariff.price(known)
    if (known === undefined || unitPrice === null) {
      missing.push(name)
      continue
    }
    unit.set(known, unitPrice.price)
    costs.set(known, timesQuantity(unitPrice.price, amount))
    if (unitPrice.flag !== null) derived.push(unitPrice.flag)
  }
  if (tariff.required !== null && !amounts.has(tariff.required)) missing.push(tariff.required)
  if (assumesTimeToLive(tariff, question)) assumed.push('assumed:5m')

  const flags = [...tariff.flags, ...derived, ...assumed, ...tariff.tierFlags]
  const unpriced = missing.length > 0 && unit.size === 0
  return {
    status: statusOf(missing, unit.size, flags),
    reason: missing.length === 0 ? null : `no_unit_price:${missing.join(',')}`,
    priceKey: tariff.key,
    record: tariff.record,
    unit,
    costs,
    cost: unpriced ? null : [...costs.values()].reduce((sum, cost) => sum + cost, 0n),
    flags,
    longContext: tariff.longContext,
  }
}

/** A rerank call is one query (of up to 100 documents) unless the log tells otherwise. */
function withRequired(tariff: Tariff, { amounts }: PriceQuestion): { amounts: ReadonlyMap<string, number>; assumed: string[] } {
  if (tariff.required !== 'queries' || amounts.has('queries')) return { amounts, assumed: [] }
  return { amounts: new Map([...amounts, ['queries', 1]]), assumed: ['assumed:1_query'] }
}

/** Writes of unknown time to live are priced as the short one, which matters only where the long one has a price. */
function assumesTimeToLive(tariff: Tariff, question: PriceQuestion): boolean {
  if (!question.cacheWriteUnsplit || (question.amounts.get('cacheWrite5m') ?? 0) === 0) return false
  const price = tariff.price('cacheWrite1h')
  return price !== null && price.flag === null
}

function inOrder(amounts: ReadonlyMap<string, number>): [string, number][] {
  const known = PRICE_UNITS.filter((unit) => amounts.has(unit))
  const unknown = [...amounts.keys()].filter((name) => !known.some((unit) => unit === name)).sort()
  return [...known, ...unknown].map((name) => [name, amounts.get(name) ?? 0])
}

function statusOf(missing: readonly string[], pricedUnits: number, flags: readonly string[]): PriceStatus {
  if (missing.length > 0) return pricedUnits === 0 ? 'unpriced' : 'partial'
  return flags.some(isEstimate) ? 'estimated' : 'priced'
}

/** True of flags that make a price less than certain; the others only explain it. */
export function isEstimate(flag: string): boolean {
  return /^(?:inferred:|derived:|assumed:|carried_back$|tier_price_unknown$)/.test(flag)
}
