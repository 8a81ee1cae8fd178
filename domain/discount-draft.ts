import { factorUnits, type Discount } from './discount.ts'
import { draftReader, shown, type DraftFields, type DraftReader } from './draft-fields.ts'
import { IN_REGION, parseModelRef } from './model-id.ts'
import type { Draft, DraftContext } from './price-draft.ts'
import { discountSubject } from './price-edit.ts'

export const DISCOUNT_ACTIONS = ['add', 'change', 'void'] as const
export const DISCOUNT_TARGETS = ['account', 'provider', 'model'] as const
type Target = (typeof DISCOUNT_TARGETS)[number]

export const DISCOUNT_DRAFT_FIELDS: readonly string[] = [
  'action', 'id', 'appliesTo', 'target', 'factor', 'effectiveFrom', 'effectiveTo', 'reason', 'seen',
]

/**
 * The edit that fields ask for, or everything that is wrong with them. `add` names the discount after its target, `change`
 * replaces all of the one with the `id`, `void` takes it away as if it had never been.
 */
export function draftDiscount(fields: DraftFields, context: DraftContext): Draft {
  const reader = draftReader(fields, DISCOUNT_DRAFT_FIELDS)
  const action = reader.choice('action', DISCOUNT_ACTIONS)
  const before = action === null ? null : readStanding(reader, action, context.prices.discounts)
  const [reason, seen] = [reader.reason('reason'), reader.wholeNumber('seen')]
  const after = action === 'void' ? voided(reader, before, context.at) : readDiscount(reader, context, before, reason ?? '')
  if (reader.errors.length > 0 || action === null || after === null || reason === null || seen === null) {
    return { ok: false, errors: reader.errors }
  }
  const { at, by, via, requestId } = context
  const subject = discountSubject(after.id)
  const audit = { at, by, via, requestId, action, subject, reason, before: told(before), after: action === 'void' ? null : told(after) }
  return { ok: true, edit: { subject, seen, add: [], void: [], discounts: [after], audit } }
}

function readStanding(reader: DraftReader, action: 'add' | 'change' | 'void', discounts: readonly Discount[]): Discount | null {
  if (action === 'add') return reader.optional('id') === null ? null : reader.fail('id', 'a discount that is added gets its own id')
  const id = reader.required('id')
  if (id === null) return null
  return discounts.find((discount) => discount.id === id && discount.voidedAt === null) ?? reader.fail('id', `there is no discount "${shown(id)}"`)
}

/** Only what is of use to void a discount may be sent. */
function voided(reader: DraftReader, before: Discount | null, at: string): Discount | null {
  for (const field of ['appliesTo', 'target', 'factor', 'effectiveFrom', 'effectiveTo']) {
    if (reader.optional(field) !== null) reader.fail(field, 'a discount that is voided has no new terms')
  }
  return before === null ? null : { ...before, voidedAt: at }
}

function readDiscount(reader: DraftReader, { prices, at, by }: DraftContext, before: Discount | null, reason: string): Discount | null {
  const kind = reader.choice('appliesTo', DISCOUNT_TARGETS)
  const target = kind === null ? null : readTarget(reader, kind)
  const factor = readFactor(reader)
  const effectiveFrom = reader.hour('effectiveFrom')
  const effectiveTo = reader.hourOrEmpty('effectiveTo')
  if (effectiveFrom !== null && effectiveTo !== null && effectiveTo <= effectiveFrom) reader.fail('effectiveTo', `must be later than ${effectiveFrom}`)
  if (kind === null || target === null || factor === null || effectiveFrom === null) return null
  return {
    id: before?.id ?? newId(target, prices.discounts),
    applies: { account: null, provider: null, model: null, [kind]: target },
    factor, effectiveFrom, effectiveTo, recordedAt: at, by, reason, voidedAt: null,
  }
}

const MODEL = /^[a-z][a-z0-9]*\.[\w.:-]{1,150}$/

function readTarget(reader: DraftReader, kind: Target): string | null {
  const target = reader.required('target')
  if (target === null) return null
  if (kind === 'account') return /^\d{12}$/.test(target) ? target : reader.fail('target', `"${shown(target)}" is not the 12 digits of an account`)
  if (kind === 'provider') {
    return /^[a-z][a-z0-9]{1,39}$/.test(target) ? target : reader.fail('target', `"${shown(target)}" is not a provider such as anthropic`)
  }
  if (!MODEL.test(target)) return reader.fail('target', `"${shown(target)}" is not a model such as anthropic.claude-sonnet-4-6`)
  const { modelId, scope } = parseModelRef(target)
  return scope === IN_REGION ? target : reader.fail('target', `a discount holds for a model in all its scopes: write ${shown(modelId)}`)
}

function readFactor(reader: DraftReader): string | null {
  const factor = reader.required('factor')
  if (factor === null) return null
  const message = `"${shown(factor)}" is no factor: write a decimal above 0 and at most 10 with at most 4 decimals, such as 0.85 for 15 % off`
  return factorUnits(factor) === null ? reader.fail('factor', message) : factor
}

/** Readable, since costs are explained by it: `anthropic-1`. */
function newId(target: string, discounts: readonly Discount[]): string {
  const known = new Set(discounts.map(({ id }) => id))
  let number = 1
  while (known.has(`${target}-${number}`)) number++
  return `${target}-${number}`
}

function told(discount: Discount | null): string | null {
  if (discount === null) return null
  const { applies, factor, effectiveFrom, effectiveTo } = discount
  return JSON.stringify({ applies, factor, effectiveFrom, effectiveTo })
}
