/** Unit prices of one price key from one instant on. Append-only: a correction voids records and adds others. */
export interface PriceRecord {
  /** A model id with its scope prefix (`us.anthropic.…`), or a region key (`bedrock/eu-west-2/…`). */
  readonly key: string
  /** ISO instant, inclusive. Kept as it was written. */
  readonly effectiveFrom: string
  readonly recordedAt: string
  /** Decimal strings in USD per unit, by LiteLLM's field names (`input_cost_per_token`, …). */
  readonly fields: Readonly<Record<string, string>>
  /** The price was already in force before the history began: carry it back without limit. */
  readonly leftCensored?: boolean
  /** False once the feed no longer lists the key; its price stays usable. */
  readonly listedLatest?: boolean
  readonly provider?: string
  readonly mode?: string
  readonly source?: string
  readonly voidedAt?: string | null
  /** The long-context price applies from the threshold on, instead of above it. */
  readonly thresholdInclusive?: boolean
  readonly note?: string
}

/** What tells records apart. */
export function priceRecordId({ key, effectiveFrom, recordedAt }: PriceRecord): string {
  return `${key}\n${effectiveFrom}\n${recordedAt}`
}
