import type { PriceRecord } from './price-record.ts'

/** A change of the feed that looks like a mistake: the old price stays until somebody approves it. */
export interface HeldPrice {
  readonly key: string
  /** What the feed says. */
  readonly record: PriceRecord
  /** Why it is held. */
  readonly reason: string
  /** The prices that stay meanwhile, by field; null where the key had none. */
  readonly before: Readonly<Record<string, string>> | null
  /** When the feed first said so, ISO. */
  readonly seenAt: string
  /** Who refused it and when: it is not asked again until the feed says something else. */
  readonly rejected: { readonly at: string; readonly by: string } | null
}
