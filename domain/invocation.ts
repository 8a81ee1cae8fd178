import { hourId, hourOf, MS_PER_HOUR } from './calendar.ts'
import { CALLER_KINDS, CONTEXT_BANDS, type CallerKind, type Cell } from './cell.ts'
import { emptyCell } from './empty-cell.ts'
import { explainCell, type CostExplanation } from './explain-cell.ts'
import type { PriceBook } from './price-book.ts'
import { priceCell } from './price-cell.ts'
import { totalCost } from './total-cost.ts'
import type { UsageEvent } from './usage-event.ts'

/** A single call with what it cost, by the prices that the book has for it. */
export interface PricedInvocation {
  readonly event: UsageEvent
  /** 10⁻¹⁸ USD; what has no price is not in it. */
  readonly cost: bigint
  readonly status: 'priced' | 'estimated' | 'partial' | 'unpriced' | 'not_token_billed' | 'not_billed'
  /** What the cost is made of. */
  readonly explanation: CostExplanation
}

/**
 * Prices a call as the one call of a cell of its own. Every price is linear in what is consumed, and such a cell has the key of
 * the cell that the call is counted in: so the costs of all calls of a cell add up to its cost, to the last digit.
 */
export function priceInvocation(event: UsageEvent, book: PriceBook): PricedInvocation {
  const atMs = Date.parse(event.ts)
  const hour = hourOf(atMs)
  const source = { accountId: event.account_id, region: event.region }
  const cell = cellOf(event, priceFromMs(book, hour * MS_PER_HOUR, atMs))
  Object.assign(cell, priceCell(cell, source, hour * MS_PER_HOUR, book))
  const bucket = { source, period: 'hour', start: hourId(hour), records: 1, priceVersion: book.version, cells: [cell] } as const
  const explanation = explainCell(cell, bucket, book)
  return { event, cost: totalCost(cell.cost), status: statusOf(explanation, cell), explanation }
}

/** Input, output and cache together. */
export function invocationTokens(event: UsageEvent): number {
  return (event.input_tokens ?? 0) + (event.output_tokens ?? 0) + (event.cache_read_tokens ?? 0) + (event.cache_write_5m_tokens ?? 0)
    + (event.cache_write_1h_tokens ?? 0)
}

/** Time per output token after the first one; null where the log does not tell. */
export function timePerOutputToken(event: UsageEvent): number | null {
  const { output_tokens: output, latency_ms: latency, time_to_first_token_ms: first } = event
  if (output === null || latency === null || first === null || output < 2 || latency < first) return null
  return (latency - first) / (output - 1)
}

export function tierOf({ service_tier: tier }: UsageEvent): string {
  return tier === null || tier === 'default' ? 'standard' : tier
}

/** The cell of this call alone, without histograms: its key and sums are those that the event table is asked for. */
function cellOf(event: UsageEvent, priceFromMs: number): Cell {
  const written = event.cache_write_5m_tokens ?? 0
  const unsplit = event.cache_write_1h_tokens === null ? written : 0
  const cell = emptyCell({
    model: event.model_id,
    modelScope: event.model_scope,
    caller: event.caller,
    callerKind: kindOf(event),
    serviceTier: tierOf(event),
    latencyMode: event.latency_mode ?? 'standard',
    contextFrom: contextFrom((event.input_tokens ?? 0) + (event.cache_read_tokens ?? 0) + (event.cache_write_total_tokens ?? 0)),
    errorCode: event.error_code ?? '',
    billed: event.error_code === null || (event.output_tokens ?? 0) > 0,
    tags: event.tags ?? '',
    priceFromMs,
  })
  cell.calls = 1
  cell.inputTokens = event.input_tokens ?? 0
  cell.outputTokens = event.output_tokens ?? 0
  cell.cacheReadTokens = event.cache_read_tokens ?? 0
  cell.cacheWrite5mTokens = written
  cell.cacheWrite1hTokens = event.cache_write_1h_tokens ?? 0
  cell.cacheWriteUnsplitTokens = unsplit
  cell.images = event.image_count ?? 0
  cell.cacheReadCalls = one(cell.cacheReadTokens)
  cell.cacheWrite5mCalls = one(written)
  cell.cacheWrite1hCalls = one(cell.cacheWrite1hTokens)
  cell.cacheWriteUnsplitCalls = one(unsplit)
  cell.imagesUnknownCalls = event.image_count === null && event.error_code === null && (event.output_tokens ?? 0) === 0 ? 1 : 0
  return cell
}

export function kindOf({ caller_kind: kind }: UsageEvent): CallerKind {
  return CALLER_KINDS.find((known) => known === kind) ?? 'unknown'
}

function one(tokens: number): 0 | 1 {
  return tokens > 0 ? 1 : 0
}

function contextFrom(tokens: number): number {
  return CONTEXT_BANDS.findLast((from) => tokens >= from) ?? 0
}

/** How far into the hour the last change of a price lies that is not after the call; 0 if none does. */
function priceFromMs({ changesMs }: PriceBook, hourStartMs: number, atMs: number): number {
  const last = changesMs.findLast((ms) => ms <= atMs)
  return last === undefined || last <= hourStartMs ? 0 : last - hourStartMs
}

function statusOf({ found: { kind } }: CostExplanation, cell: Cell): PricedInvocation['status'] {
  if (kind !== 'tariff' && kind !== 'outdated') return kind
  if (cell.unpricedCalls > 0) return 'unpriced'
  if (cell.partialCalls > 0) return 'partial'
  return cell.estimatedCalls > 0 ? 'estimated' : 'priced'
}
