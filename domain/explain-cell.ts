import type { Bucket } from './bucket.ts'
import { MS_PER_HOUR, periodHours } from './calendar.ts'
import { amountsOf, cellTariff, componentPrice } from './cell-tariff.ts'
import type { Cell, CostComponent } from './cell.ts'
import type { PriceBook } from './price-book.ts'
import type { PriceRecord } from './price-record.ts'
import type { Tariff } from './tariff.ts'

export interface ExplainedLine {
  readonly component: CostComponent
  /** Tokens, images or queries. */
  readonly amount: number
  /** 10⁻¹⁸ USD per unit, multipliers included; null where there is none, or none that can be told. */
  readonly unitPrice: bigint | null
  /** `derived:…` where the price is not listed but follows from the input price. */
  readonly flag: string | null
  /** Exactly unitPrice × amount where there is a unit price. */
  readonly cost: bigint
}

/** What the cost of calls is made of. */
export interface CostExplanation {
  /** What is known of the price, whatever was consumed at it. */
  readonly found: FoundPrice
  /** What had to be assumed of these very calls, as flags. */
  readonly assumed: readonly string[]
  /** What was consumed and has no price, or no amount. */
  readonly missing: readonly string[]
  /** Their costs add up to the stored cost. */
  readonly lines: readonly ExplainedLine[]
  /** What the price book makes of outdated costs; else the same. */
  readonly costNow: bigint
}

export interface FoundPrice {
  readonly kind: 'tariff' | 'unpriced' | 'not_token_billed' | 'not_billed' | 'outdated'
  /** Why there is no price; null otherwise. */
  readonly reason: string | null
  readonly priceKey: string | null
  readonly record: PriceRecord | null
  readonly flags: readonly string[]
  readonly longContext: string | null
}

/** Resolves the price of a cell again, at the start of its bucket, and compares it with the cost that is stored. */
export function explainCell(cell: Cell, { source, period, start }: Bucket, book: PriceBook): CostExplanation {
  const startMs = periodHours(period, start).from * MS_PER_HOUR
  const answer = cell.billed ? cellTariff(cell, source, startMs, book) : { status: 'not_billed', reason: 'failed_invocation' } as const
  const explained = answer.status === 'tariff' ? applied(answer.tariff, cell) : withoutPrice(answer.status, answer.reason)
  const costNow = sumOf(explained.lines)
  if (agrees(explained.lines, cell)) return { ...explained, costNow }
  return { ...withoutPrice('outdated', null), lines: storedLines(cell), costNow }
}

function applied(tariff: Tariff, cell: Cell): CostExplanation {
  const lines = amountsOf(cell, tariff.required === 'queries').filter(({ amount }) => amount > 0).map(({ component, amount }) => {
    const price = componentPrice(tariff, component)
    const cost = price === null ? 0n : price.price * BigInt(amount)
    return { component, amount, unitPrice: price?.price ?? null, flag: price?.flag ?? null, cost }
  })
  const { key, record, flags, tierFlags, longContext } = tariff
  return {
    found: { kind: 'tariff', reason: null, priceKey: key, record, flags: [...flags, ...tierFlags], longContext },
    assumed: assumptions(tariff, cell), missing: missingOf(tariff, cell, lines), lines, costNow: 0n,
  }
}

function withoutPrice(kind: FoundPrice['kind'], reason: string | null): CostExplanation {
  const found = { kind, reason, priceKey: null, record: null, flags: [], longContext: null }
  return { found, assumed: [], missing: [], lines: [], costNow: 0n }
}

function assumptions(tariff: Tariff, cell: Cell): string[] {
  const oneHour = tariff.price('cacheWrite1h')
  const assumesTimeToLive = cell.cacheWriteUnsplitTokens > 0 && oneHour !== null && oneHour.flag === null
  return [...(tariff.required === 'queries' ? ['assumed:1_query'] : []), ...(assumesTimeToLive ? ['assumed:5m'] : [])]
}

function missingOf(tariff: Tariff, cell: Cell, lines: readonly ExplainedLine[]): string[] {
  return [
    ...lines.filter(({ unitPrice }) => unitPrice === null).map(({ component }) => component),
    ...(tariff.required === 'imagesOut' && cell.imagesUnknownCalls > 0 ? ['imagesOut'] : []),
    ...(tariff.required === 'videoSecondsIn' ? ['videoSecondsIn'] : []),
  ]
}

function agrees(lines: readonly ExplainedLine[], { cost }: Cell): boolean {
  const stored = Object.entries(cost).filter(([, units]) => units !== 0n)
  const explained = lines.filter(({ cost: units }) => units !== 0n)
  return stored.length === explained.length && explained.every(({ component, cost: units }) => cost[component] === units)
}

function storedLines(cell: Cell): ExplainedLine[] {
  return amountsOf(cell, cell.cost.queries !== 0n)
    .map(({ component, amount }) => ({ component, amount, unitPrice: null, flag: null, cost: cell.cost[component] }))
    .filter(({ amount, cost }) => amount > 0 || cost !== 0n)
}

function sumOf(lines: readonly ExplainedLine[]): bigint {
  return lines.reduce((sum, { cost }) => sum + cost, 0n)
}
