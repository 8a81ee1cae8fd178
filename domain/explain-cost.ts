import type { Bucket } from './bucket.ts'
import { MS_PER_HOUR, periodHours } from './calendar.ts'
import type { Cell, CostComponent } from './cell.ts'
import { explainCell, type CostExplanation, type ExplainedLine, type FoundPrice } from './explain-cell.ts'
import { mergeByPrice } from './merge-by-price.ts'
import type { PriceBook } from './price-book.ts'
import { isEstimate } from './resolve-price.ts'

/** `outdated`: the stored cost is not what the price book says now, so nothing but its amounts can be told. */
export type ExplainedStatus = 'priced' | 'estimated' | 'partial' | 'unpriced' | 'not_token_billed' | 'not_billed' | 'outdated'

/** Calls that one price applies to, or one reason why there is none; the costs of its lines add up to what is stored. */
export interface ExplainedPrice extends Omit<FoundPrice, 'kind'> {
  readonly model: string
  readonly modelScope: string
  readonly serviceTier: string
  readonly latencyMode: string
  readonly regions: ReadonlySet<string>
  readonly status: ExplainedStatus
  readonly lines: readonly ExplainedLine[]
  readonly calls: number
  /** Calls that the cost leaves out, in whole or in part, or estimates; each is in at most one of the three. */
  readonly unpricedCalls: number
  readonly partialCalls: number
  readonly estimatedCalls: number
  readonly cost: bigint
  /** What the price book makes of outdated costs; else the same. */
  readonly costNow: bigint
}

export interface ExplainOptions {
  readonly matches: (cell: Cell) => boolean
  /** Only this component; null for all. */
  readonly component: CostComponent | null
}

export interface CostExplainer {
  /**
   * False where the cost is of several prices, because one of them changed inside the bucket: nothing is added then, and the
   * days or hours that it consists of have to be instead.
   */
  add(bucket: Bucket): boolean
  /** Highest cost first. */
  finish(): ExplainedPrice[]
}

/** Tells what the stored cost of all cells that match is made of. */
export function costExplainer(book: PriceBook, { matches, component }: ExplainOptions): CostExplainer {
  const prices = new Map<string, Growing>()

  function add(bucket: Bucket): boolean {
    const parts = mergeByPrice(bucket.cells.filter(matches)).map((cell) => ({ cell, explanation: explainCell(cell, bucket, book) }))
    if (parts.some(({ explanation }) => explanation.found.kind === 'outdated') && changesInside(book, bucket)) return false
    for (const { cell, explanation } of parts) {
      const lines = explanation.lines.filter((line) => component === null || line.component === component)
      if (component === null || lines.length > 0) addTo(prices, { ...explanation, lines }, cell, bucket.source.region)
    }
    return true
  }

  return { add, finish: () => [...prices.values()].map(finished).sort(byCost) }
}

/** True if any price changes within the bucket, other than at its start: what an hour's cells are split by. */
function changesInside({ changesMs }: PriceBook, { period, start }: Bucket): boolean {
  if (period === 'hour') return false
  const { from, to } = periodHours(period, start)
  return changesMs.some((ms) => ms > from * MS_PER_HOUR && ms < to * MS_PER_HOUR)
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

interface Growing extends Mutable<Omit<ExplainedPrice, keyof FoundPrice | 'status' | 'lines' | 'regions'>> {
  readonly found: FoundPrice
  readonly assumed: Set<string>
  readonly missing: Set<string>
  readonly lines: Mutable<ExplainedLine>[]
  readonly regions: Set<string>
}

function addTo(
  prices: Map<string, Growing>, { found, assumed, missing, lines, costNow }: CostExplanation, cell: Cell, region: string,
): void {
  const { model, modelScope, serviceTier, latencyMode } = cell
  const { kind, reason, priceKey, record, flags, longContext } = found
  const id = JSON.stringify([
    model, modelScope, serviceTier, latencyMode, kind, reason, priceKey, record?.effectiveFrom, record?.recordedAt, flags, longContext,
  ])
  const price: Growing = prices.get(id) ?? {
    model, modelScope, serviceTier, latencyMode, found, assumed: new Set(), missing: new Set(), regions: new Set(), lines: [],
    calls: 0, unpricedCalls: 0, partialCalls: 0, estimatedCalls: 0, cost: 0n, costNow: 0n,
  }
  prices.set(id, price)
  price.regions.add(region)
  for (const flag of assumed) price.assumed.add(flag)
  for (const unit of missing) price.missing.add(unit)
  price.calls += cell.calls
  price.unpricedCalls += cell.unpricedCalls
  price.partialCalls += cell.partialCalls
  price.estimatedCalls += cell.estimatedCalls
  price.costNow += costNow
  for (const line of lines) {
    price.cost += line.cost
    addLine(price.lines, line)
  }
}

function addLine(lines: Mutable<ExplainedLine>[], line: ExplainedLine): void {
  const { component, unitPrice, flag } = line
  const same = lines.find((other) => other.component === component && other.unitPrice === unitPrice && other.flag === flag)
  if (same === undefined) {
    lines.push({ ...line })
    return
  }
  same.amount += line.amount
  same.cost += line.cost
}

function finished({ found, assumed, missing, ...price }: Growing): ExplainedPrice {
  const { kind, reason, flags, ...rest } = found
  const allFlags = [...flags, ...assumed]
  const status = kind === 'tariff' ? statusOf(price, allFlags) : kind
  const missingReason = missing.size === 0 ? null : `no_unit_price:${[...missing].sort().join(',')}`
  return { ...price, ...rest, status, flags: allFlags, reason: reason ?? missingReason }
}

function statusOf(
  { calls, unpricedCalls, partialCalls, lines }: Omit<Growing, 'found' | 'assumed' | 'missing'>, flags: readonly string[],
): ExplainedStatus {
  if (unpricedCalls > 0 && unpricedCalls === calls) return 'unpriced'
  if (unpricedCalls + partialCalls > 0) return 'partial'
  return [...flags, ...lines.flatMap(({ flag }) => flag ?? [])].some(isEstimate) ? 'estimated' : 'priced'
}

function byCost(a: ExplainedPrice, b: ExplainedPrice): number {
  return compare(b.cost, a.cost) || compare(b.calls, a.calls) || compare(textOf(a), textOf(b))
}

function textOf({ model, modelScope, priceKey, status }: ExplainedPrice): string {
  return [model, modelScope, priceKey ?? '', status].join('\n')
}

function compare<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
