import type { Discount } from './discount.ts'
import type { PriceAudit } from './price-audit.ts'
import { priceRecordId, type PriceRecord } from './price-record.ts'

/** What costs are computed with. */
export interface PriceList {
  readonly records: readonly PriceRecord[]
  readonly discounts: readonly Discount[]
}

/** A change of the price list by hand, of one subject: a price key, or `discount:<id>`. */
export interface PriceEdit {
  readonly subject: string
  /** Revision of the subject that whoever edits has seen, 0 where nobody has edited it yet. */
  readonly seen: number
  readonly add: readonly PriceRecord[]
  /** Records that no longer hold, by their identity: they stay, voided at the instant of the audit. */
  readonly void: readonly PriceRecord[]
  /** Each takes the place of the one with its id. */
  readonly discounts: readonly Discount[]
  readonly audit: PriceAudit
}

/** `conflict`: somebody else edited the subject since; nothing is changed. */
export type PriceEditOutcome =
  | { readonly outcome: 'done'; readonly version: number }
  | { readonly outcome: 'conflict'; readonly revision: number }

export function discountSubject(id: string): string {
  return `discount:${id}`
}

/** The list as an edit leaves it. What is voided already stays as it is, and so does what stands there already. */
export function applyPriceEdit({ records, discounts }: PriceList, edit: PriceEdit): PriceList {
  const voided = new Set(edit.void.map(priceRecordId))
  const known = new Set(records.map(priceRecordId))
  const put = new Set(edit.discounts.map(({ id }) => id))
  return {
    records: [
      ...records.map((record) => (voided.has(priceRecordId(record)) ? { ...record, voidedAt: record.voidedAt ?? edit.audit.at } : record)),
      ...edit.add.filter((record) => !known.has(priceRecordId(record))),
    ],
    discounts: [...discounts.filter(({ id }) => !put.has(id)), ...edit.discounts],
  }
}
