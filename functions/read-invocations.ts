import type { InvocationPosition, InvocationQuery, Invocations } from '../domain/invocation-ports.ts'
import { priceInvocation, type PricedInvocation } from '../domain/invocation.ts'
import type { PriceBook } from '../domain/price-book.ts'

export interface PricedPage {
  readonly calls: readonly PricedInvocation[]
  /** Where the next page goes on; null at the end. */
  readonly next: InvocationPosition | null
  /** How many calls were left out because they cost less. */
  readonly passedOver: number
  /** True where the page is not full and there may be more: so many calls were looked at that the next page has to go on. */
  readonly isCut: boolean
  readonly scannedBytes: number | null
}

export interface ReadInvocationsOptions {
  /** Only calls that cost at least this, in 10⁻¹⁸ USD; null for all. */
  readonly minCost: bigint | null
  /** Calls that are priced for one page at most. */
  readonly maxPriced?: number
}

const MAX_PRICED = 50_000
/** Only some calls pass once they are priced, so more are read at once, the more the fewer do. */
const PRICED_AT_ONCE = 2_000
const MAX_AT_ONCE = 20_000

/**
 * A page of calls with their costs. What a call costs is known to the price book and not to the event table: a minimum is
 * applied to priced calls, reading on until the page is full. The position of the last call looked at is where the next page
 * goes on, so that no call is skipped and none comes twice.
 */
export async function readInvocations(
  invocations: Invocations, book: PriceBook, query: InvocationQuery, { minCost, maxPriced = MAX_PRICED }: ReadInvocationsOptions,
): Promise<PricedPage> {
  const calls: PricedInvocation[] = []
  let { after } = query
  let scannedBytes: number | null = null
  let passedOver = 0
  let priced = 0
  let atOnce = minCost === null ? query.limit + 1 : Math.max(PRICED_AT_ONCE, query.limit + 1)
  for (;;) {
    const page = await invocations.read({ ...query, after, limit: atOnce })
    scannedBytes = page.scannedBytes === null ? scannedBytes : (scannedBytes ?? 0) + page.scannedBytes
    for (const event of page.calls) {
      const call = priceInvocation(event, book)
      if (minCost !== null && call.cost < minCost) {
        passedOver += 1
        continue
      }
      // One call more than the page holds says that there is another page.
      if (calls.length === query.limit) return { calls, next: positionOf(calls.at(-1)), passedOver, isCut: false, scannedBytes }
      calls.push(call)
    }
    priced += page.calls.length
    if (page.next === null) return { calls, next: null, passedOver, isCut: false, scannedBytes }
    if (priced >= maxPriced) return { calls, next: page.next, passedOver, isCut: true, scannedBytes }
    after = page.next
    atOnce = minCost === null ? atOnce : Math.min(MAX_AT_ONCE, atOnce * 2)
  }
}

function positionOf(call: PricedInvocation | undefined): InvocationPosition | null {
  if (call === undefined) return null
  const { ts, account_id: accountId, region, request_id: requestId } = call.event
  return { atMs: Date.parse(ts), accountId, region, requestId }
}
