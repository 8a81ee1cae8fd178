import { draftDiscount } from '../../domain/discount-draft.ts'
import { discountSubject } from '../../domain/price-edit.ts'
import { PRICING_PATH } from '../pricing-state.ts'
import { currentDiscount, discountFormFields, discountFormView } from '../view-models/discount-form.ts'
import { fieldText } from '../view-models/edit-form.ts'
import type { EditSubject } from './pricing-edits.ts'

/** `/pricing/discount`: adds, changes or voids a negotiated factor. */
export const DISCOUNT_SUBJECT: EditSubject = {
  draft: draftDiscount,
  start: discountFormFields,
  form: discountFormView,
  subjectOf: (fields) => (fieldText(fields, 'id') === '' ? null : discountSubject(fieldText(fields, 'id'))),
  current: currentDiscount,
  savedHref: () => `${PRICING_PATH}?saved=1`,
}
