import { DISCOUNT_TARGETS } from '../../domain/discount-draft.ts'
import type { Discount } from '../../domain/discount.ts'
import type { DraftFields } from '../../domain/draft-fields.ts'
import { discountSubject } from '../../domain/price-edit.ts'
import type { StoredPrices } from '../../domain/price-ports.ts'
import { DISCOUNT_FORM_PATH } from '../pricing-links.ts'
import { PRICING_PATH } from '../pricing-state.ts'
import { errorsView, fieldMaker, fieldText, type EditFormInput, type EditFormView, type FieldGroup } from './edit-form.ts'

const TEXTS: ReadonlyMap<string, { readonly title: string; readonly lead: string }> = new Map(Object.entries({
  add: { title: 'Add a discount', lead: 'A factor on all prices of an account, of a provider’s models or of one model. All that apply multiply.' },
  change: { title: 'Change a discount', lead: 'These terms take the place of the former ones, from their beginning on.' },
  void: { title: 'Void a discount', lead: 'As if it had never been: costs are computed without it.' },
}))
const TARGETS = { account: 'An account', provider: 'All models of a provider', model: 'One model, in all its scopes' } as const
const HOUR_HINT = 'UTC, on the full hour: 2026-07-18 or 2026-07-18T05:00.'

export function discountFormView(input: EditFormInput): EditFormView {
  const { fields, errors, conflict, requestId } = input
  const action = fieldText(fields, 'action')
  const groups = groupsOf(input, action)
  const kept = ['action', 'seen', ...(action === 'change' ? ['id'] : [])]
  return {
    ...(TEXTS.get(action) ?? { title: 'Change a discount', lead: '' }), action: DISCOUNT_FORM_PATH, groups, conflict, errors: errorsView(errors, groups),
    hidden: [...kept.map((name) => ({ name, value: fieldText(fields, name) })), { name: 'request', value: requestId }],
    backHref: PRICING_PATH,
  }
}

function groupsOf(input: EditFormInput, action: string): FieldGroup[] {
  const field = fieldMaker(input)
  const reason = field('reason', 'Reason', { kind: 'long', hint: 'For whoever asks later, in 3 to 500 characters.' })
  if (action === 'void') return [{ legend: 'Discount', isFolded: false, fields: [field('id', 'Discount', { kind: 'fixed' }), reason] }]
  return [{
    legend: 'Terms', isFolded: false,
    fields: [
      field('appliesTo', 'Applies to', { kind: 'choice', choices: DISCOUNT_TARGETS.map((value) => ({ value, label: TARGETS[value] })) }),
      field('target', 'Which', { hint: '12 digits, anthropic, or anthropic.claude-sonnet-4-6' }),
      field('factor', 'Factor', { hint: '0.85 takes 15 % off.' }),
      field('effectiveFrom', 'In force from', { hint: HOUR_HINT }),
      field('effectiveTo', 'Until', { hint: 'The same, exclusive; empty: for good.' }),
      reason,
    ],
  }]
}

/** What the form starts with: what was asked for, and the terms that stand. */
export function discountFormFields(asked: DraftFields, prices: StoredPrices): DraftFields {
  if (fieldText(asked, 'action') === 'add') return { ...asked, seen: '0' }
  const id = fieldText(asked, 'id')
  const seen = String(prices.revisions.get(discountSubject(id)) ?? 0)
  return fieldText(asked, 'action') === 'void' ? { ...asked, seen } : { ...currentDiscount(asked, prices), ...asked, seen }
}

/** The terms that stand, for whoever was too late; none of a discount that is gone. */
export function currentDiscount(fields: DraftFields, { discounts }: StoredPrices): Record<string, string> {
  const discount = discounts.find(({ id, voidedAt }) => id === fieldText(fields, 'id') && voidedAt === null)
  return discount === undefined ? {} : termsOf(discount)
}

function termsOf({ applies, factor, effectiveFrom, effectiveTo }: Discount): Record<string, string> {
  const appliesTo = DISCOUNT_TARGETS.find((target) => applies[target] !== null) ?? 'model'
  return { appliesTo, target: applies[appliesTo] ?? '', factor, effectiveFrom, effectiveTo: effectiveTo ?? '' }
}
