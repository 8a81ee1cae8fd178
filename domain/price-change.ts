import { MS_PER_HOUR } from './calendar.ts'
import { createPriceBook } from './price-book.ts'
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

/** What may have altered from one list of records to the other; null if nothing can have. */
export function priceChange(before: readonly PriceRecord[], after: readonly PriceRecord[]): PriceChange | null {
  const [old, now] = [priceHistories(before, null), priceHistories(after, null)]
  const keys = new Set([...old.keys(), ...now.keys()])
  let change: Interval | null = null
  for (const key of keys) {
    const [a, b] = [old.get(key), now.get(key)]
    change = union(change, altersTheChoice(key, a, b, keys) ? ALWAYS : difference(a, b))
  }
  if (change === null) return null
  return { fromMs: finite(change.from), toMs: finite(change.to), splitHours: newSplitHours(before, after) }
}

/** One change that alters what any of them does; null of none. */
export function mergeChanges(changes: readonly PriceChange[]): PriceChange | null {
  const [first, ...rest] = changes
  if (first === undefined) return null
  const merged = rest.map(intervalOf).reduce((a, b) => union(a, b) ?? a, intervalOf(first))
  const splitHours = [...new Set(changes.flatMap((change) => change.splitHours))].sort((a, b) => a - b)
  return { fromMs: finite(merged.from), toMs: finite(merged.to), splitHours }
}

const SCOPES = ['global', ...SIBLING_GEOS].map((scope) => `${scope}.`)
const ALWAYS: Interval = { from: -Infinity, to: Infinity }

interface Interval {
  readonly from: number
  readonly to: number
}

function intervalOf({ fromMs, toMs }: PriceChange): Interval {
  return { from: fromMs ?? -Infinity, to: toMs ?? Infinity }
}

function union(a: Interval | null, b: Interval | null): Interval | null {
  if (a === null || b === null) return a ?? b
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) }
}

function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null
}

/** Which keys there are, and which of them are listed, decides among keys of the same model, whatever the time. */
function altersTheChoice(key: string, a: PriceHistory | undefined, b: PriceHistory | undefined, keys: ReadonlySet<string>): boolean {
  if (a !== undefined && b !== undefined) return a.listed !== b.listed
  const prefix = SCOPES.find((scope) => key.startsWith(scope)) ?? ''
  return modelVariants(key.slice(prefix.length)).some(({ modelId, alias }) => alias !== null && keys.has(prefix + modelId))
}

/** From the first to the last instant at which the price of a key differs. */
function difference(a: PriceHistory | undefined, b: PriceHistory | undefined): Interval | null {
  const boundsOf = (history: PriceHistory | undefined) => (history === undefined ? [] : priceBounds(history))
  const textAt = (history: PriceHistory | undefined, atMs: number) => (history === undefined ? '' : priceTextAt(history, atMs))
  const bounds = [...new Set([-Infinity, ...boundsOf(a), ...boundsOf(b)])].sort((x, y) => x - y)
  const differing = bounds.filter((at) => textAt(a, at) !== textAt(b, at))
  const [first] = differing
  if (first === undefined) return null
  const last = differing.at(-1) ?? first
  return { from: first, to: bounds.find((bound) => bound > last) ?? Infinity }
}

function newSplitHours(before: readonly PriceRecord[], after: readonly PriceRecord[]): number[] {
  const known = new Set(createPriceBook(before).changesMs)
  const added = createPriceBook(after).changesMs.filter((ms) => !known.has(ms) && ms % MS_PER_HOUR !== 0)
  return [...new Set(added.map((ms) => Math.floor(ms / MS_PER_HOUR)))].sort((a, b) => a - b)
}
