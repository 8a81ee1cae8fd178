import { MS_PER_HOUR } from './calendar.ts'
import { discountBounds, standingDiscounts, type Discount } from './discount.ts'
import { ALWAYS, differingSpan, spanOf, type Interval } from './interval.ts'
import { createPriceBook } from './price-book.ts'
import type { PriceList } from './price-edit.ts'
import { priceBounds, priceHistories, priceTextAt, type PriceHistory } from './price-history.ts'
import { modelVariants, SIBLING_GEOS } from './price-key.ts'
import type { PriceRecord } from './price-record.ts'

/** Of which usage a change of the price book may alter the cost. */
export interface PriceChange {
  /** First instant at which a price differs, in milliseconds since 1970; null: ever since. */
  readonly fromMs: number | null
  /** Instant from which on none differs any more; null: for good. */
  readonly toMs: number | null
  /** Hours since 1970 inside of which a price now changes and did not before: their cells do not hold what lies before and after. */
  readonly splitHours: readonly number[]
}

/** A change of the whole book, at any time. */
export const ANY_CHANGE: PriceChange = { fromMs: null, toMs: null, splitHours: [] }

/** What may have altered from one price list to the other; null if nothing can have. */
export function priceChange(before: PriceList, after: PriceList): PriceChange | null {
  const changes = [recordsChange(before.records, after.records), discountsChange(before.discounts, after.discounts)]
  return mergeChanges(changes.filter((change) => change !== null))
}

function recordsChange(before: readonly PriceRecord[], after: readonly PriceRecord[]): PriceChange | null {
  const [old, now] = [priceHistories(before, null), priceHistories(after, null)]
  const keys = new Set([...old.keys(), ...now.keys()])
  let change: Interval | null = null
  for (const key of keys) {
    const [a, b] = [old.get(key), now.get(key)]
    change = spanOf(change, altersTheChoice(key, a, b, keys) ? ALWAYS : difference(a, b))
  }
  return change === null ? null : { ...boundsOf(change), splitHours: newSplitHours(before, after) }
}

/** Discounts begin and end with an hour. */
function discountsChange(before: readonly Discount[], after: readonly Discount[]): PriceChange | null {
  const [old, now] = [discountsById(before), discountsById(after)]
  const spans = [...new Set([...old.keys(), ...now.keys()])].map((id) => discountDifference(old.get(id), now.get(id)))
  const change = spans.reduce(spanOf, null)
  return change === null ? null : { ...boundsOf(change), splitHours: [] }
}

/** One change that alters what any of them does; null of none. */
export function mergeChanges(changes: readonly PriceChange[]): PriceChange | null {
  const [first, ...rest] = changes
  if (first === undefined) return null
  const merged = rest.map(intervalOf).reduce((a, b) => spanOf(a, b) ?? a, intervalOf(first))
  const splitHours = [...new Set(changes.flatMap((change) => change.splitHours))].sort((a, b) => a - b)
  return { ...boundsOf(merged), splitHours }
}

const SCOPES = ['global', ...SIBLING_GEOS].map((scope) => `${scope}.`)

function intervalOf({ fromMs, toMs }: PriceChange): Interval {
  return { from: fromMs ?? -Infinity, to: toMs ?? Infinity }
}

function boundsOf({ from, to }: Interval): Pick<PriceChange, 'fromMs' | 'toMs'> {
  const finite = (ms: number) => (Number.isFinite(ms) ? ms : null)
  return { fromMs: finite(from), toMs: finite(to) }
}

/** Which keys there are, and which of them are listed, decides among keys of the same model, whatever the time. */
function altersTheChoice(key: string, a: PriceHistory | undefined, b: PriceHistory | undefined, keys: ReadonlySet<string>): boolean {
  if (a !== undefined && b !== undefined) return a.listed !== b.listed
  const prefix = SCOPES.find((scope) => key.startsWith(scope)) ?? ''
  return modelVariants(key.slice(prefix.length)).some(({ modelId, alias }) => alias !== null && keys.has(prefix + modelId))
}

function difference(a: PriceHistory | undefined, b: PriceHistory | undefined): Interval | null {
  const textAt = (history: PriceHistory | undefined) => (atMs: number) => (history === undefined ? '' : priceTextAt(history, atMs))
  return differingSpan([a, b].flatMap((history) => (history === undefined ? [] : priceBounds(history))), textAt(a), textAt(b))
}

function discountsById(discounts: readonly Discount[]): Map<string, Discount> {
  return new Map(standingDiscounts(discounts, null).map((discount) => [discount.id, discount]))
}

function discountDifference(a: Discount | undefined, b: Discount | undefined): Interval | null {
  const bounds = [a, b].flatMap((discount) => (discount === undefined ? [] : discountBounds(discount)))
  return differingSpan(bounds, discountTextAt(a), discountTextAt(b))
}

function discountTextAt(discount: Discount | undefined): (atMs: number) => string {
  if (discount === undefined) return () => ''
  const [fromMs = -Infinity, toMs = Infinity] = discountBounds(discount)
  const { account, provider, model } = discount.applies
  const text = JSON.stringify([account, provider, model, discount.factor])
  return (atMs) => (atMs >= fromMs && atMs < toMs ? text : '')
}

function newSplitHours(before: readonly PriceRecord[], after: readonly PriceRecord[]): number[] {
  const known = new Set(createPriceBook(before).changesMs)
  const added = createPriceBook(after).changesMs.filter((ms) => !known.has(ms) && ms % MS_PER_HOUR !== 0)
  return [...new Set(added.map((ms) => Math.floor(ms / MS_PER_HOUR)))].sort((a, b) => a - b)
}
