import { correctPrice, inForceAt, standingRecords } from '../domain/correct-price.ts'
import { isByHand } from '../domain/feed-changes.ts'
import type { HeldPrice } from '../domain/held-price.ts'
import type { PriceEdit } from '../domain/price-edit.ts'
import type { PriceStore, StoredPrices } from '../domain/price-ports.ts'

export interface Approval {
  readonly by: string
  /** ISO instant. */
  readonly at: string
  /** Sent twice, it is done once. */
  readonly requestId: string
  /** From when on the price holds, ISO; since the feed first said so if left out. */
  readonly effectiveFrom?: string
}

/** gone: nothing is held of the key any more. by-hand: its price was entered by hand, which stands. conflict: edited at the same time. */
export type ApprovalOutcome =
  | { readonly outcome: 'done'; readonly version: number }
  | { readonly outcome: 'conflict'; readonly revision: number }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'by-hand' }

/** Takes over a held change: it replaces all that the feed and the built-in list had for the key from then on. */
export async function approveHeld({ prices }: { prices: PriceStore }, key: string, approval: Approval): Promise<ApprovalOutcome> {
  const held = await heldOf(prices, key)
  if (held === null) return { outcome: 'gone' }
  const edit = approvalEdit(held, await prices.read(), approval)
  if (edit === null) return { outcome: 'by-hand' }
  const outcome = await prices.edit(edit)
  if (outcome.outcome === 'done') await prices.dropHeld(key)
  return outcome
}

/** Leaves the price as it is; it is not asked again until the feed says something else. Resolves to false if nothing is held of the key. */
export async function rejectHeld({ prices }: { prices: PriceStore }, key: string, rejected: { by: string; at: string }): Promise<boolean> {
  const held = await heldOf(prices, key)
  if (held === null) return false
  await prices.saveHeld({ ...held, rejected: { by: rejected.by, at: rejected.at } })
  return true
}

/** The edit that an approval comes down to, to preview it; null where a price entered by hand is or comes into force. */
export function approvalEdit(held: HeldPrice, { records, revisions }: StoredPrices, approval: Approval): PriceEdit | null {
  const { key, record } = held
  const { at, by, requestId, effectiveFrom: from = record.effectiveFrom } = approval
  const standing = standingRecords(records, key)
  const correction = correctPrice(standing, { key, from, to: null, fields: record.fields, thresholdInclusive: false, at })
  const before = inForceAt(standing, from)
  if ([...correction.void, ...(before === null ? [] : [before])].some(isByHand)) return null
  return {
    subject: key,
    seen: revisions.get(key) ?? 0,
    add: correction.add.map(({ leftCensored }) => ({
      ...record, effectiveFrom: from, recordedAt: at, ...(leftCensored === undefined ? {} : { leftCensored }),
    })),
    void: correction.void,
    discounts: [],
    audit: {
      at, by, via: 'form', requestId, action: 'approve', subject: key, reason: `approved, although ${held.reason}`,
      before: held.before === null ? null : JSON.stringify(held.before), after: JSON.stringify(record.fields),
    },
  }
}

async function heldOf(prices: PriceStore, key: string): Promise<HeldPrice | null> {
  return (await prices.held()).find((held) => held.key === key) ?? null
}
