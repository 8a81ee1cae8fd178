import { formatUsd, parseUsd } from './money.ts'
import { isTokenUnit, PRICE_FIELD, PRICE_UNITS, type PriceUnit } from './price-fields.ts'
import type { PriceRecord } from './price-record.ts'

/** One price of a record as people read and write it: in USD per million tokens, or per unit of anything else. */
export interface PriceComponent {
  /** Of the field of a form: the unit, or `batchInput`, `longCacheRead`. */
  readonly name: string
  readonly unit: PriceUnit
  /** `long` is for calls beyond the long-context threshold. */
  readonly variant: 'base' | 'batch' | 'long'
}

const LONG_UNITS: readonly PriceUnit[] = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h']

export const PRICE_COMPONENTS: readonly PriceComponent[] = [
  ...PRICE_UNITS.map((unit) => ({ name: unit, unit, variant: 'base' as const })),
  ...(['input', 'output'] as const).map((unit) => ({ name: named('batch', unit), unit, variant: 'batch' as const })),
  ...LONG_UNITS.map((unit) => ({ name: named('long', unit), unit, variant: 'long' as const })),
]

const TOKENS = 1_000_000n

/** The price of one unit, as records have it, from the price of a million tokens or of one of anything else. */
export function perUnit({ unit }: PriceComponent, text: string): string {
  return isTokenUnit(unit) ? formatUsd(parseUsd(text) / TOKENS) : text
}

/** LiteLLM's name of the field that holds the component in a record. */
export function componentField({ unit, variant }: PriceComponent, longThresholdK: number): string {
  if (variant === 'base') return PRICE_FIELD[unit]
  return variant === 'batch' ? `${PRICE_FIELD[unit]}_batches` : `${PRICE_FIELD[unit]}_above_${longThresholdK}k_tokens`
}

/** Thousands of input tokens beyond which a record has other prices, the highest where there are several; null for none. */
export function longThresholdK({ fields }: Pick<PriceRecord, 'fields'>): number | null {
  const thresholds = Object.keys(fields).flatMap((field) => /_above_(\d+)k_tokens$/.exec(field)?.[1] ?? []).map(Number)
  return thresholds.length === 0 ? null : Math.max(...thresholds)
}

/** What a record says of a component, in USD per million tokens or per unit, exactly; null where it says nothing. */
export function listedPrice(component: PriceComponent, record: Pick<PriceRecord, 'fields'>): string | null {
  const text = record.fields[componentField(component, longThresholdK(record) ?? 0)]
  if (text === undefined) return null
  return isTokenUnit(component.unit) ? formatUsd(parseUsd(text) * TOKENS) : text
}

function named(prefix: string, unit: PriceUnit): string {
  return prefix + unit.charAt(0).toUpperCase() + unit.slice(1)
}
