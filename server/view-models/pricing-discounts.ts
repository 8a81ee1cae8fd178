import type { Discount } from '../../domain/discount.ts'
import { discountFormHref } from '../pricing-links.ts'
import { formatInstant } from './format-time.ts'
import { plural } from './plural.ts'

export interface DiscountsView {
  readonly subtitle: string
  readonly rows: readonly DiscountRow[]
}

interface DiscountRow {
  readonly id: string
  readonly target: string
  readonly factor: string
  readonly percent: string
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly by: string
  readonly links: readonly { readonly label: string; readonly href: string }[]
}

export function discountsView(discounts: readonly Discount[], mayChange: boolean): DiscountsView {
  return {
    subtitle: discounts.length === 0 ? 'none' : plural(discounts.length, 'discount'),
    rows: discounts.map(({ id, applies, factor, effectiveFrom, effectiveTo, reason, by }) => ({
      id, factor, reason, by, target: targetText(applies), percent: percentOff(factor),
      from: formatInstant(effectiveFrom), to: effectiveTo === null ? 'for good' : formatInstant(effectiveTo),
      links: !mayChange ? [] : [
        { label: 'Change', href: discountFormHref({ action: 'change', id }) }, { label: 'Void', href: discountFormHref({ action: 'void', id }) },
      ],
    })),
  }
}

export function targetText({ account, provider, model }: Discount['applies']): string {
  if (account !== null) return `account ${account}`
  return provider !== null ? `all models of ${provider}` : (model ?? '')
}

/** `15% off`, `10% on top`: of a factor as text, exactly. */
function percentOff(factor: string): string {
  const [whole = '0', fraction = ''] = factor.split('.')
  const tenThousandths = Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'))
  const percent = Math.abs(tenThousandths - 10_000) / 100
  if (percent === 0) return 'as listed'
  return `${percent}% ${tenThousandths < 10_000 ? 'off' : 'on top'}`
}
