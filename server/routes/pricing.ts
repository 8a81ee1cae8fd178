import type { FastifyInstance } from 'fastify'
import { askedTable, sendCsvTable } from '../csv-download.ts'
import { varyByRegion } from '../plugins/regions.ts'
import { sendPage } from '../plugins/views.ts'
import { DISCOUNT_FORM_PATH, HELD_PATH, PRICE_FORM_PATH } from '../pricing-links.ts'
import { pricingReport, type PricingPorts } from '../pricing-report.ts'
import { parsePricingState, pricingHref, PRICING_PATH } from '../pricing-state.ts'
import { pricingCsv } from '../view-models/pricing-csv.ts'
import { PRICING_PANELS, pricingView } from '../view-models/pricing.ts'
import { csvHrefs } from '../view-models/table-csv.ts'
import { DISCOUNT_SUBJECT } from './pricing-discount.ts'
import { addEditRoutes } from './pricing-edits.ts'
import { heldSubject } from './pricing-held.ts'
import { addPriceKeyRoute } from './pricing-key.ts'
import { PRICE_SUBJECT } from './pricing-price.ts'

/** Ids of the elements that htmx may ask for alone, each a template of the same name in views/partials/. */
export const PRICING_REGIONS = ['pricing', ...PRICING_PANELS] as const

/** `/pricing`: what everything costs, where that is from, and how it was changed. */
export function addPricingRoutes(app: FastifyInstance, options: PricingPorts): void {
  app.get(PRICING_PATH, { onRequest: varyByRegion, config: { access: 'viewer' } }, async (request, reply) => {
    const text = request.url.split('?')[1] ?? ''
    const state = parsePricingState(text)
    const csvTable = askedTable(text)
    const report = await pricingReport(options, request.access)
    const view = pricingView(state, report, options.clock())
    const tables = pricingCsv(report)
    if (csvTable !== null) return sendCsvTable(reply, [view.list.csv, ...tables], csvTable)
    return sendPage(request, reply, 'pricing', PRICING_REGIONS, { ...view, csvHrefs: csvHrefs(pricingHref(state), tables) })
  })
  addPriceKeyRoute(app, options)
  addEditRoutes(app, PRICE_FORM_PATH, async () => PRICE_SUBJECT, options)
  addEditRoutes(app, DISCOUNT_FORM_PATH, async () => DISCOUNT_SUBJECT, options)
  addEditRoutes(app, HELD_PATH, () => heldSubject(options.prices), options)
}
