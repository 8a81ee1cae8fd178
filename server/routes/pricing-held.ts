import { draftHeld, findHeld } from '../../domain/held-draft.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import { decideHeld } from '../../functions/review-held-price.ts'
import { priceKeyHref } from '../pricing-links.ts'
import { PRICING_PATH } from '../pricing-state.ts'
import { fieldText } from '../view-models/edit-form.ts'
import { heldFormFields, heldFormView } from '../view-models/held-form.ts'
import type { EditSubject } from './pricing-edits.ts'

/** `/pricing/held`: approves or rejects a change of the feed that is held, as it was when it was shown. */
export async function heldSubject(prices: PriceStore): Promise<EditSubject> {
  const held = await prices.held()
  return {
    draft: (fields, context) => draftHeld(held, fields, context),
    start: heldFormFields,
    form: (input) => heldFormView(held, input),
    subjectOf: (fields) => fieldText(fields, 'key') || null,
    current: () => ({}),
    async save(edit, fields) {
      const change = findHeld(held, edit.subject, fieldText(fields, 'recordedAt'))
      return change === undefined ? { outcome: 'conflict', revision: edit.seen } : decideHeld({ prices }, change, edit)
    },
    savedHref: ({ subject, audit }) => (audit.action === 'approve' ? `${priceKeyHref(subject)}&saved=1` : PRICING_PATH),
  }
}
