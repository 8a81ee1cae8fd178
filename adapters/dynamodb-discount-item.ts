import type { Discount } from '../domain/discount.ts'
import { itemKey, sortKeyOf, textAttribute, type Item } from './dynamodb-item.ts'

const DISCOUNT = 'DISCOUNT'
const TARGETS = ['account', 'provider', 'model'] as const
const TEXTS = ['factor', 'effectiveFrom', 'effectiveTo', 'recordedAt', 'by', 'reason', 'voidedAt'] as const

/** `DISCOUNT` / `<id>`; what is null is left out. */
export function toDiscountItem(discount: Discount): Item {
  const item = itemKey(DISCOUNT, discount.id)
  for (const name of TARGETS) if (discount.applies[name] !== null) item[name] = { S: discount.applies[name] }
  for (const name of TEXTS) if (discount[name] !== null) item[name] = { S: discount[name] }
  return item
}

export function isDiscountItem(item: Item): boolean {
  return item.pk?.S === DISCOUNT
}

export function toDiscount(item: Item): Discount {
  const optional = (name: string) => item[name]?.S ?? null
  return {
    id: sortKeyOf(item),
    applies: { account: optional('account'), provider: optional('provider'), model: optional('model') },
    factor: textAttribute(item, 'factor'),
    effectiveFrom: textAttribute(item, 'effectiveFrom'),
    effectiveTo: optional('effectiveTo'),
    recordedAt: textAttribute(item, 'recordedAt'),
    by: textAttribute(item, 'by'),
    reason: textAttribute(item, 'reason'),
    voidedAt: optional('voidedAt'),
  }
}
