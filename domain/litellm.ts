import { formatUsd, parseUsd } from './money.ts'
import type { PriceRecord } from './price-record.ts'

export interface FeedDates {
  /** ISO instant from which the prices hold. */
  readonly effectiveFrom: string
  readonly recordedAt: string
}

export interface FeedReading {
  readonly records: PriceRecord[]
  /** Entries left out because one of their prices cannot be one. */
  readonly rejected: { readonly key: string; readonly reason: string }[]
}

/**
 * The price records of a LiteLLM price file: every entry of a Bedrock provider that lists a price, whatever its mode.
 * Throws an error if the text is no such file; an entry with a bad price is rejected whole, since a part of its prices
 * would pass for all of them. `null` is how the file says that there is no price.
 */
export function readLiteLlm(text: string, dates: FeedDates): FeedReading {
  const records: PriceRecord[] = []
  const rejected: FeedReading['rejected'] = []
  for (const [key, entry] of Object.entries(parseFile(text))) {
    if (key === 'sample_spec' || !isObject(entry)) continue
    const { litellm_provider: provider, mode } = entry
    if (typeof provider !== 'string' || !provider.startsWith('bedrock')) continue
    try {
      const fields = pricesOf(entry)
      if (Object.keys(fields).length === 0) continue
      records.push({ key, ...dates, fields, provider, ...(typeof mode === 'string' ? { mode } : {}), source: 'litellm' })
    } catch (error) {
      rejected.push({ key, reason: (error as Error).message })
    }
  }
  return { records, rejected }
}

/** The same for a file that is to be taken whole or not at all: throws an error naming the entries that are rejected. */
export function recordsFromLiteLlm(text: string, dates: FeedDates): PriceRecord[] {
  const { records, rejected } = readLiteLlm(text, dates)
  if (rejected.length > 0) {
    const reasons = rejected.map(({ key, reason }) => `${key}: ${reason}`)
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
  return value
}

const COST_FIELD = /^(?:input|output)_cost_per_|^cache_(?:read|creation)_input_token_cost/

function pricesOf(entry: Record<string, unknown>): Record<string, string> {
  const costs = Object.entries(entry).filter(([field, value]) => COST_FIELD.test(field) && value !== null)
  return Object.fromEntries(costs.map(([field, value]) => [field, decimalOf(field, value)]))
}

/** Fifteen significant digits are more than any price has, and cut off what floating point leaves behind them. */
const SIGNIFICANT_DIGITS = 15

function decimalOf(field: string, value: unknown): string {
  if (typeof value !== 'number') throw new Error(`${field}: wants a number`)
  if (!Number.isFinite(value) || value < 0) throw new Error(`${field}: ${value} is not a price`)
  try {
    return formatUsd(parseUsd(String(Number(value.toPrecision(SIGNIFICANT_DIGITS))), { exponent: true }))
  } catch (error) {
    throw new Error(`${field}: ${(error as Error).message}`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
