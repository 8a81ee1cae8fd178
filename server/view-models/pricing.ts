import type { PricingReport } from '../pricing-report.ts'
import { discountFormHref, priceFormHref } from '../pricing-links.ts'
import { pricingHref, type PricingState } from '../pricing-state.ts'
import type { DataTableView } from './data-table.ts'
import { auditView, type AuditView } from './pricing-audit.ts'
import { discountsView, type DiscountsView } from './pricing-discounts.ts'
import { estimatedView, type EstimatedView } from './pricing-estimated.ts'
import { heldView, type HeldView } from './pricing-held.ts'
import { priceList } from './pricing-list.ts'
import { repricingView, type RepricingView } from './pricing-repricing.ts'
import { unpricedView, type UnpricedPricesView } from './pricing-unpriced.ts'
import { refreshControl, type RefreshView } from './refresh-control.ts'

/** Ids of the panels, each a template of the same name in views/partials/. */
export const PRICING_PANELS = [
  'pricing-repricing', 'pricing-unpriced', 'pricing-held', 'pricing-prices', 'pricing-discounts', 'pricing-estimated', 'pricing-audit',
] as const

export interface PricingView {
  readonly title: string
  readonly saved: boolean
  /** Null for those who may not change prices. */
  readonly actions: readonly { readonly label: string; readonly href: string }[] | null
  readonly refresh: RefreshView
  readonly repricing: RepricingView
  readonly unpriced: UnpricedPricesView
  readonly held: HeldView
  readonly list: DataTableView
  readonly discounts: DiscountsView
  readonly estimated: EstimatedView
  readonly audit: AuditView | null
}

/** Numbers → everything that the templates of the page about prices print. */
export function pricingView(state: PricingState, report: PricingReport, now: Date): PricingView {
  const panels = report.audit === null ? PRICING_PANELS.filter((panel) => panel !== 'pricing-audit') : PRICING_PANELS
  return {
    title: 'Pricing',
    saved: state.saved,
    actions: !report.mayChange ? null : [
      { label: 'Add a price', href: priceFormHref({ action: 'add' }) }, { label: 'Add a discount', href: discountFormHref({ action: 'add' }) },
    ],
    refresh: refreshControl(state.refresh, (refresh) => pricingHref({ ...state, refresh }), panels),
    repricing: repricingView(report.repricing, report.mayChange),
    unpriced: unpricedView(report.unpriced, report.mayChange, now),
    held: heldView(report.held, report.mayChange),
    list: priceList(state, report.prices.records, now),
    discounts: discountsView(report.discounts, report.mayChange),
    estimated: estimatedView(report.estimated),
    audit: report.audit === null ? null : auditView(report.audit),
  }
}
