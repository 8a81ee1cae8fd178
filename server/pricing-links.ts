import { PRICING_PATH } from './pricing-state.ts'

export const PRICE_FORM_PATH = `${PRICING_PATH}/price`
export const DISCOUNT_FORM_PATH = `${PRICING_PATH}/discount`
export const PRICE_KEY_PATH = `${PRICING_PATH}/key`
export const HELD_PATH = `${PRICING_PATH}/held`

/** The page of one price key: all its prices. */
export function priceKeyHref(key: string): string {
  return `${PRICE_KEY_PATH}?${new URLSearchParams({ key }).toString()}`
}

/** The form that does something to a price. */
export function priceFormHref(fields: Readonly<Record<string, string>>): string {
  return `${PRICE_FORM_PATH}?${new URLSearchParams(fields).toString()}`
}

/** The form that does something to a discount. */
export function discountFormHref(fields: Readonly<Record<string, string>>): string {
  return `${DISCOUNT_FORM_PATH}?${new URLSearchParams(fields).toString()}`
}

/** The form that decides about a held change of the feed. */
export function heldFormHref(fields: Readonly<Record<string, string>>): string {
  return `${HELD_PATH}?${new URLSearchParams(fields).toString()}`
}
