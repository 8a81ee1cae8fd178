import type { ExplainedLine } from '../../domain/explain-cell.ts'
import { COMPONENT_NAMES } from './component-names.ts'
import { exactCount, NO_DATA } from './format-count.ts'
import { exactPrice } from './format-usd.ts'

/** Amount × unit price = cost, all to the last digit. */
export interface LineView {
  readonly name: string
  readonly amount: string
  readonly unitPrice: string
  /** What there is to say of the unit price; empty where it is simply listed. */
  readonly remark: string
  readonly cost: string
  readonly tone: 'warn' | null
}

/** A line of a price; `isOutdated` where the stored cost is not of the prices that are known now. */
export function lineView({ component, amount, unitPrice, flag, cost }: ExplainedLine, isOutdated: boolean): LineView {
  const { name, unit } = COMPONENT_NAMES[component]
  const isMissing = unitPrice === null && !isOutdated
  return {
    name,
    amount: exactCount(amount),
    unitPrice: unitPrice === null ? isMissing ? 'no price' : NO_DATA : priceText(unitPrice, unit),
    remark: flag === null ? '' : 'not listed, derived from the input price',
    cost: isMissing ? NO_DATA : exactPrice(cost),
    tone: isMissing ? 'warn' : null,
  }
}

function priceText(unitPrice: bigint, unit: string): string {
  return unit === 'token' ? `${exactPrice(unitPrice * 1_000_000n)} per 1M` : `${exactPrice(unitPrice)} per ${unit}`
}
