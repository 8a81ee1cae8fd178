import { formatUsd, parseUsd } from './money.ts'
import type { PriceRecord } from './price-record.ts'
import { repeatedKeys } from './repeated-keys.ts'

export interface FeedDates {
  /** ISO instant from which the prices hold. */
  readonly effectiveFrom: string
  readonly recordedAt: string
}

export interface FeedReading {
  readonly records: PriceRecord[]
  /** Entries without any price, as records without fields. */
  readonly unpriced: PriceRecord[]
  /** Entries left out because their key or one of their prices cannot be one. */
  readonly rejected: { readonly key: string; readonly reason: string }[]
}

/** Source of records that the feed is the origin of. */
export const FEED_SOURCE = 'litellm'

const MODEL_KEY = /^[\x21-\x7e]{1,128}$/

/**
 * The price records of a LiteLLM price file: every entry of a Bedrock provider that lists a price, whatever its mode.
 * Throws an error if the text is no such file, or says something about Bedrock twice; an entry with a bad price is rejected
 * whole, since a part of its prices would pass for all of them. `null` is how the file says that there is no price.
 */
export function readLiteLlm(text: string, dates: FeedDates): FeedReading {
  const reading: FeedReading = { records: [], unpriced: [], rejected: [] }
  for (const [key, entry] of Object.entries(parseFile(text))) {
    if (key === 'sample_spec' || !isObject(entry)) continue
    const { litellm_provider: provider, mode } = entry
    if (typeof provider !== 'string' || !provider.startsWith('bedrock')) continue
    try {
      if (!MODEL_KEY.test(key)) throw new Error('is no model key')
      const fields = pricesOf(entry)
      const list = Object.keys(fields).length === 0 ? reading.unpriced : reading.records
      list.push({ key, ...dates, fields, provider, ...(typeof mode === 'string' ? { mode } : {}), source: FEED_SOURCE })
    } catch (error) {
      reading.rejected.push({ key, reason: (error as Error).message })
    }
  }
  return reading
}

const MAX_KEY_SHOWN = 80

/** What a message calls an entry. */
export function shownKey(key: string): string {
  return key.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_KEY_SHOWN)
}

/** The same for a file that is to be taken whole or not at all: throws an error naming the entries that are rejected. */
export function recordsFromLiteLlm(text: string, dates: FeedDates): PriceRecord[] {
  const { records, rejected } = readLiteLlm(text, dates)
  if (rejected.length > 0) {
    const reasons = rejected.map(({ key, reason }) => `${shownKey(key)}: ${reason}`)
    throw new Error(`the price file has bad prices: ${reasons.join('; ')}`)
  }
  return records
}

function parseFile(text: string): Record<string, unknown> {
  if (text.trimStart().startsWith('<')) throw new Error('the price file is a web page, not JSON')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Error(`the price file is not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  if (!isObject(value)) throw new Error('the price file wants a JSON object of entries by model key')
  const repeated = repeatedKeys(text).find(({ entries }) => entries.some((entry) => BEDROCK_ENTRY.test(entry)))
  if (repeated !== undefined) throw new Error(`the price file has "${shownKey(repeated.key)}" twice in one object`)
  return value
}

const BEDROCK_ENTRY = /"litellm_provider"\s*:\s*"bedrock/

const COST_FIELD = /^(?:input|output)_cost_per_|^cache_(?:read|creation)_input_token_cost/

function pricesOf(entry: Record<string, unknown>): Record<string, string> {
  const costs = Object.entries(entry).filter(([field, value]) => COST_FIELD.test(field) && value !== null)
  return Object.fromEntries(costs.map(([field, value]) => [field, decimalOf(field, value)]))
}

/** Fifteen significant digits are more than any price has, and cut off what floating point leaves behind them. */
const SIGNIFICANT_DIGITS = 15

/** A hundred times the dearest unit that anything is listed by, an hour of provisioned throughput. */
const MAX_USD = 10_000

function decimalOf(field: string, value: unknown): string {
  if (typeof value !== 'number') throw new Error(`${field}: wants a number`)
  if (!Number.isFinite(value) || value < 0 || value > MAX_USD) throw new Error(`${field}: ${value} is not a price`)
  try {
    return formatUsd(parseUsd(String(Number(value.toPrecision(SIGNIFICANT_DIGITS))), { exponent: true }))
  } catch (error) {
    throw new Error(`${field}: ${(error as Error).message}`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
