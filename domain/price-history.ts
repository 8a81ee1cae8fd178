import { instantMs } from './instant.ts'
import { parsePriceFields, usabilityOf, type PriceFields } from './price-fields.ts'
import type { PriceRecord } from './price-record.ts'

const DAY_MS = 86_400_000

/** How far before its first record a key's price may be carried back: feeds list some models weeks after their launch. */
export const CARRY_BACK_MS = 90 * DAY_MS

export interface DatedPrices {
  readonly record: PriceRecord
  readonly fromMs: number
  readonly fields: PriceFields
}

/** The usable prices of one key. */
export interface PriceHistory {
  readonly key: string
  /** False once the feed dropped the key. */
  readonly listed: boolean
  /** Already in force before records began. */
  readonly leftCensored: boolean
  /** Earliest first; where two start together the one recorded last comes last. */
  readonly prices: readonly DatedPrices[]
}

export interface PricesAt {
  readonly prices: DatedPrices
  readonly carriedBack: boolean
}

/** The prices in force at the instant, or the first ones carried back to it; null if it lies too long before them. */
export function pricesAt(history: PriceHistory, atMs: number): PricesAt | null {
  const inForce = history.prices.findLast((prices) => prices.fromMs <= atMs)
  if (inForce !== undefined) return { prices: inForce, carriedBack: false }
  const first = history.prices[0]
  if (first === undefined) return null
  if (!history.leftCensored && first.fromMs - atMs > CARRY_BACK_MS) return null
  return { prices: history.prices.findLast((prices) => prices.fromMs === first.fromMs) ?? first, carriedBack: true }
}

/** Instants from which on a key's price may be another one, ascending: it may be carried back from the first one on. */
export function priceBounds({ prices, leftCensored }: PriceHistory): number[] {
  const [first] = prices
  if (first === undefined) return []
  return [...new Set([...(leftCensored ? [] : [first.fromMs - CARRY_BACK_MS]), ...prices.map(({ fromMs }) => fromMs)])]
}

/** All of a key's price at an instant that a cost can hang on, as text to compare; empty where there is no price. */
export function priceTextAt(history: PriceHistory, atMs: number): string {
  const found = pricesAt(history, atMs)
  return found === null ? '' : `${found.carriedBack} ${found.prices.record.thresholdInclusive === true} ${priceText(found.prices)}`
}

/**
 * Groups records by key. `asOf` gives the view of that instant: what was recorded by then and not yet voided; null that
 * of all records not voided. A key whose prices are all 0 keeps an empty history: listed, but at no known price.
 * Throws an error that names record, key and field for a bad instant or price.
 */
export function priceHistories(records: readonly PriceRecord[], asOf: string | null): Map<string, PriceHistory> {
  const asOfMs = asOf === null ? null : instantOf(asOf, 'asOf')
  const entries = records.map((record, index) => readRecord(record, index)).sort(compareEntries)
  const histories = new Map<string, { key: string; listed: boolean; leftCensored: boolean; prices: DatedPrices[] }>()
  for (const entry of entries) {
    const { record, fromMs, fields } = entry
    const usability = usabilityOf(fields)
    if (usability === 'none' || !countsAt(entry, asOfMs)) continue
    const history = histories.get(record.key) ?? { key: record.key, listed: false, leftCensored: false, prices: [] }
    histories.set(record.key, history)
    history.listed ||= record.listedLatest !== false
    history.leftCensored ||= record.leftCensored === true
    if (usability === 'usable') history.prices.push({ record, fromMs, fields })
  }
  return histories
}

interface Entry extends DatedPrices {
  readonly recordedMs: number
  readonly voidedMs: number | null
}

function countsAt(entry: Entry, asOfMs: number | null): boolean {
  if (asOfMs === null) return entry.voidedMs === null
  return entry.recordedMs <= asOfMs && (entry.voidedMs === null || entry.voidedMs > asOfMs)
}

function readRecord(record: PriceRecord, index: number): Entry {
  try {
    return {
      record,
      fromMs: instantOf(record.effectiveFrom, 'effectiveFrom'),
      recordedMs: instantOf(record.recordedAt, 'recordedAt'),
      voidedMs: typeof record.voidedAt === 'string' ? instantOf(record.voidedAt, 'voidedAt') : null,
      fields: parsePriceFields(record.fields),
    }
  } catch (error) {
    throw new Error(`price record ${index} (${record.key}): ${(error as Error).message}`)
  }
}

function instantOf(text: string, name: string): number {
  const ms = instantMs(text)
  if (ms === null) throw new Error(`${name}: "${text}" is not an ISO instant such as 2026-07-18T00:00:00Z`)
  return ms
}

/** A total order up to the prices themselves, so that the order in which records were read never matters. */
function compareEntries(a: Entry, b: Entry): number {
  return a.fromMs - b.fromMs || a.recordedMs - b.recordedMs || compareText(priceText(a), priceText(b))
}

function priceText({ record }: DatedPrices): string {
  return JSON.stringify(Object.entries(record.fields).sort(([a], [b]) => compareText(a, b)))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
