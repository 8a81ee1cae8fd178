import { hourFrom, hourOf } from './calendar.ts'
import { USAGE_EVENTS_TABLE } from './contract.ts'
import type { HourRange } from './ports.ts'
import { sqlTokens, type SqlToken } from './sql-tokens.ts'
import { USAGE_EVENT_COLUMNS } from './usage-event.ts'

/** What a query will read, as far as its text tells: at most this. */
export interface QueryScope {
  /** Hours that its conditions on `ts` leave; null for all there are. */
  readonly range: HourRange | null
  /** Columns that it names; all of them for `*`. */
  readonly columns: readonly string[]
  /** How often it reads the table. */
  readonly reads: number
}

/** Rough size of a value in a compressed column: names repeat and take next to nothing, ids never do. */
const BYTES: Readonly<Record<string, number>> = {
  request_id: 24, identity_arn: 6, source_s3_key: 3, tags: 2, ts: 4, parsed_at: 3,
  input_tokens: 2, output_tokens: 2, cache_read_tokens: 2, latency_ms: 3, time_to_first_token_ms: 2,
}
const OTHER_BYTES = 1

/** Athena bills at least this much of a query that reads anything, and so much for a terabyte in most regions. */
const MIN_BYTES = 10_000_000
const PICO_USD_PER_BYTE = 5n

/** Reads the scope of a query that passed guardedSql. */
export function queryScope(sql: string): QueryScope {
  const tokens = sqlTokens(sql)
  const reads = tokens.filter(({ name }, index) => name === USAGE_EVENTS_TABLE && /^(from|join|,)$/.test(tokens[index - 1]?.name ?? '')).length
  const names: string[] = USAGE_EVENT_COLUMNS.map(({ name }) => name)
  const takesAll = tokens.some(({ text }, index) => text === '*' && /^(select|,|\.|distinct)$/.test(tokens[index - 1]?.name ?? ''))
  const named = names.filter((column) => tokens.some(({ name }) => name === column))
  return { range: rangeOf(tokens, reads), columns: takesAll ? names : named, reads }
}

export function estimatedBytes({ columns, reads }: QueryScope, records: number): number {
  const perRecord = columns.reduce((sum, column) => sum + (BYTES[column] ?? OTHER_BYTES), 0)
  return records * perRecord * reads
}

/** 10⁻¹⁸ USD, at the price of a terabyte that most regions have. */
export function scanCost(bytes: number): bigint {
  return BigInt(Math.max(MIN_BYTES, Math.ceil(bytes))) * PICO_USD_PER_BYTE * 1_000_000n
}

/** The widest of the ranges that `ts` is compared with, if every read of the table has one. */
function rangeOf(tokens: readonly SqlToken[], reads: number): HourRange | null {
  const [from, to] = [bounds(tokens, /^>=?$/), bounds(tokens, /^<=?$/)]
  // Of a condition behind OR or NOT nothing can be told.
  const isUnclear = ({ kind, name }: SqlToken, index: number) =>
    kind === 'word' && (name === 'or' || (name === 'not' && tokens[index - 1]?.name !== 'is'))
  if (reads === 0 || from.length < reads || tokens.some(isUnclear)) return null
  return { from: hourOf(Math.min(...from)), to: to.length < reads ? Infinity : hourFrom(Math.max(...to)) }
}

/** Instants that `ts` is compared with: `ts >= CAST('2026-11-23 00:00:00 UTC' AS …)`, `ts >= TIMESTAMP '…'`, `ts >= DATE '…'`. */
function bounds(tokens: readonly SqlToken[], comparison: RegExp): number[] {
  return tokens.flatMap((token, index) => {
    if (token.name !== 'ts' || !comparison.test(tokens[index + 1]?.text ?? '')) return []
    const text = tokens.slice(index + 2, index + 5).find(({ kind }) => kind === 'text')?.text.slice(1, -1) ?? ''
    const ms = Date.parse(`${text.replace(/ ?(UTC|\+00(:00)?|Z)$/, '').replace(' ', 'T')}${text.includes(':') ? 'Z' : ''}`)
    return Number.isNaN(ms) ? [] : [ms]
  })
}
