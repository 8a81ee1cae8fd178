import { correctPrice, inForceAt, standingRecords } from './correct-price.ts'
import { draftReader, type DraftFields } from './draft-fields.ts'
import { isByHand } from './feed-changes.ts'
import type { HeldPrice } from './held-price.ts'
import type { PriceAudit } from './price-audit.ts'
import type { Draft, DraftContext } from './price-draft.ts'
import type { PriceEdit } from './price-edit.ts'

export const HELD_ACTIONS = ['approve', 'reject'] as const

const GONE = 'the feed says something else by now, or somebody else has decided: look again'
const BY_HAND = 'a price of this key was entered by hand, which stands: correct that one instead'

/**
 * The edit that a decision about a held change comes down to, or everything that is wrong with its fields. The change goes by
 * its `key` and by `recordedAt` of its price, so that what is decided about is what was seen. An approved price replaces all
 * that the feed and the built-in list had for the key from `effectiveFrom` on: since the feed first said so, if left empty.
 * A rejected one changes no price. Without a `reason`, the log says why the change was held.
 */
export function draftHeld(held: readonly HeldPrice[], fields: DraftFields, context: DraftContext): Draft {
  const reader = draftReader(fields, ['action', 'key', 'recordedAt', 'effectiveFrom', 'reason', 'seen'])
  const action = reader.choice('action', HELD_ACTIONS)
  const [key, recordedAt] = [reader.required('key'), reader.required('recordedAt')]
  const from = reader.hourOrEmpty('effectiveFrom')
  if (action === 'reject' && from !== null) reader.fail('effectiveFrom', 'a change that is rejected never holds')
  const reason = (reader.optional('reason') ?? '') === '' ? null : reader.reason('reason')
  const seen = reader.optional('seen') === null ? (context.prices.revisions.get(key ?? '') ?? 0) : reader.wholeNumber('seen')
  if (reader.errors.length > 0 || action === null || seen === null) return { ok: false, errors: reader.errors, isConflict: false }

  const change = findHeld(held, key, recordedAt)
  if (change === undefined) return { ok: false, errors: [{ field: 'key', message: GONE }], isConflict: true }
  const edit = action === 'reject' ? rejection(change, seen, context) : approval(change, seen, context, from)
  if (edit === null) return { ok: false, errors: [{ field: 'key', message: BY_HAND }], isConflict: true }
  return { ok: true, edit: reason === null ? edit : { ...edit, audit: { ...edit.audit, reason } } }
}

export function findHeld(held: readonly HeldPrice[], key: string | null, recordedAt: string | null): HeldPrice | undefined {
  return held.find((change) => change.key === key && change.record.recordedAt === recordedAt)
}

/** Null where a price entered by hand is, or comes into force. */
function approval({ key, record, before, reason }: HeldPrice, seen: number, context: DraftContext, hour: string | null): PriceEdit | null {
  const from = hour ?? record.effectiveFrom
  const standing = standingRecords(context.prices.records, key)
  const correction = correctPrice(standing, { key, from, to: null, fields: record.fields, thresholdInclusive: false, at: context.at })
  const inForce = inForceAt(standing, from)
  if ([...correction.void, ...(inForce === null ? [] : [inForce])].some(isByHand)) return null
  const after = JSON.stringify({ effectiveFrom: from, fields: record.fields })
  return {
    subject: key,
    seen,
    add: correction.add.map(({ recordedAt, leftCensored }) => ({
      ...record, effectiveFrom: from, recordedAt, ...(leftCensored === undefined ? {} : { leftCensored }),
    })),
    void: correction.void,
    discounts: [],
    audit: { ...tellerOf(context), action: 'approve', subject: key, reason: `approved, although ${reason}`, before: told(before), after },
  }
}

/** The price stays what it is. */
function rejection({ key, before, reason }: HeldPrice, seen: number, context: DraftContext): PriceEdit {
  const stays = { before: told(before), after: told(before) }
  const audit = { ...tellerOf(context), action: 'reject', subject: key, reason: `rejected, since ${reason}`, ...stays }
  return { subject: key, seen, add: [], void: [], discounts: [], audit }
}

function tellerOf({ at, by, via, requestId }: DraftContext): Pick<PriceAudit, 'at' | 'by' | 'via' | 'requestId'> {
  return { at, by, via, requestId }
}

function told(fields: HeldPrice['before']): string | null {
  return fields === null ? null : JSON.stringify({ fields })
}
