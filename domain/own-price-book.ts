import { formatUsd, parseUsd } from './money.ts'
import { isTokenUnit, PRICE_FIELD, PRICE_UNITS, type UnitPrices } from './price-fields.ts'
import type { PriceRecord } from './price-record.ts'
import bedrock from './prices/bedrock.json' with { type: 'json' }

/** Decimals by unit: USD per million tokens, USD each for everything else. */
type SheetPrices = Partial<Record<keyof UnitPrices, string>>

interface SheetRow {
  /** What goes before the model id: nothing, a scope (`us.`), a region (`bedrock/eu-west-2/`). */
  readonly keys: readonly string[]
  /** Day from whose start (UTC) the prices hold. */
  readonly from: string
  /** In force before that day already. */
  readonly older?: boolean
  /** No longer in the feed. */
  readonly dropped?: boolean
  readonly usd: SheetPrices
  readonly batch?: SheetPrices
  readonly longContext?: { readonly thresholdK: number; readonly inclusive: boolean; readonly usd: SheetPrices }
}

/** A price list as people review it: one row per set of prices, grouped by model. */
export interface PriceSheet {
  readonly models: readonly {
    readonly model: string
    readonly source: string
    /** Where the prices deliberately differ from the source. */
    readonly corrections?: readonly string[]
    readonly prices: readonly SheetRow[]
  }[]
}

export function recordsFromSheet(sheet: PriceSheet): PriceRecord[] {
  return sheet.models.flatMap(({ model, source, corrections, prices }) =>
    prices.flatMap((row) => row.keys.map((prefix): PriceRecord => ({
      key: prefix + model,
      effectiveFrom: `${row.from}T00:00:00Z`,
      recordedAt: `${row.from}T00:00:00Z`,
      fields: fieldsOf(row),
      leftCensored: row.older ?? false,
      listedLatest: !(row.dropped ?? false),
      thresholdInclusive: row.longContext?.inclusive ?? false,
      source,
      ...(corrections === undefined ? {} : { note: corrections.join('; ') }),
    }))),
  )
}

function fieldsOf(row: SheetRow): Record<string, string> {
  return {
    ...namedPrices(row.usd, ''),
    ...namedPrices(row.batch, '_batches'),
    ...namedPrices(row.longContext?.usd, `_above_${row.longContext?.thresholdK}k_tokens`),
  }
}

function namedPrices(prices: SheetPrices | undefined, suffix: string): Record<string, string> {
  const named = PRICE_UNITS.flatMap((unit) => {
    const price = prices?.[unit]
    return price === undefined ? [] : [[PRICE_FIELD[unit] + suffix, isTokenUnit(unit) ? perToken(price) : price] as const]
  })
  return Object.fromEntries(named)
}

function perToken(usdPerMillion: string): string {
  const million = 1_000_000n
  const units = parseUsd(usdPerMillion)
  if (units % million !== 0n) throw new Error(`${usdPerMillion} USD per million tokens is finer than prices can be`)
  return formatUsd(units / million)
}

/** On-demand prices of the Bedrock models in use, those that feeds have dropped included: the default price book. */
export const OWN_PRICE_RECORDS: readonly PriceRecord[] = recordsFromSheet(bedrock)
