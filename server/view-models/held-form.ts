import type { DraftFields } from '../../domain/draft-fields.ts'
import { findHeld } from '../../domain/held-draft.ts'
import type { HeldPrice } from '../../domain/held-price.ts'
import type { StoredPrices } from '../../domain/price-ports.ts'
import { HELD_PATH } from '../pricing-links.ts'
import { PRICING_PATH } from '../pricing-state.ts'
import { errorsView, fieldMaker, fieldText, type EditFormInput, type EditFormView } from './edit-form.ts'
import { formatInstant } from './format-time.ts'

const TITLES: ReadonlyMap<string, string> = new Map([['approve', 'Approve a change of the feed'], ['reject', 'Reject a change of the feed']])

/** Asks from when on a held change is to hold, and why. */
export function heldFormView(held: readonly HeldPrice[], input: EditFormInput): EditFormView {
  const { fields, errors, conflict, requestId } = input
  const field = fieldMaker(input)
  const [action, key] = [fieldText(fields, 'action'), fieldText(fields, 'key')]
  const change = findHeld(held, key, fieldText(fields, 'recordedAt'))
  const since = change === undefined ? '' : `: ${formatInstant(change.record.effectiveFrom)}`
  const groups = [{
    legend: 'Which price, from when on, and why', isFolded: false,
    fields: [
      field('key', 'Price key', { kind: 'fixed' }),
      ...(action === 'reject' ? [] : [field('effectiveFrom', 'In force from', {
        hint: `UTC, on the full hour: 2026-07-18 or 2026-07-18T05:00. Empty: since the feed first said so${since}.`,
      })]),
      field('reason', 'Reason', { kind: 'long', hint: 'For whoever asks later, in 3 to 500 characters. Empty: the reason it was held for.' }),
    ],
  }]
  return {
    title: TITLES.get(action) ?? 'Decide about a change of the feed', lead: change === undefined ? '' : `Held, since ${change.reason}.`,
    action: HELD_PATH, groups, conflict, errors: errorsView(errors, groups), backHref: PRICING_PATH,
    hidden: [
      ...['action', 'recordedAt', 'seen'].map((name) => ({ name, value: fieldText(fields, name) })), { name: 'request', value: requestId },
    ],
  }
}

/** What the form starts with: what was asked for. */
export function heldFormFields(asked: DraftFields, { revisions }: StoredPrices): DraftFields {
  return { ...asked, seen: String(revisions.get(fieldText(asked, 'key')) ?? 0) }
}
