import { draftPrice } from '../../domain/price-draft.ts'
import { priceKeyHref } from '../pricing-links.ts'
import { fieldText } from '../view-models/edit-form.ts'
import { currentPrice, priceFormFields, priceFormView } from '../view-models/price-form.ts'
import type { EditSubject } from './pricing-edits.ts'

/** `/pricing/price`: adds, corrects or voids the price of a key. */
export const PRICE_SUBJECT: EditSubject = {
  draft: draftPrice,
  start: priceFormFields,
  form: priceFormView,
  subjectOf: (fields) => fieldText(fields, 'key') || null,
  current: currentPrice,
  savedHref: ({ subject }) => `${priceKeyHref(subject)}&saved=1`,
}
