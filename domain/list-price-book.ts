import { standingDiscounts } from './discount.ts'
import { createPriceBook, type PriceBook } from './price-book.ts'
import type { StoredPrices } from './price-ports.ts'

/** The prices without any discount; null where none stands, so that there is nothing to leave out. */
export function listPriceBook({ records, version, discounts }: Pick<StoredPrices, 'records' | 'version' | 'discounts'>): PriceBook | null {
  return standingDiscounts(discounts, null).length === 0 ? null : createPriceBook(records, { version, discounts: [] })
}
