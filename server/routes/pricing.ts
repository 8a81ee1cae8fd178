import type { FastifyInstance } from 'fastify'
import { varyByRegion } from '../plugins/regions.ts'
import { sendPage } from '../plugins/views.ts'
import { pricingReport, type PricingPorts } from '../pricing-report.ts'
import { parsePricingState, PRICING_PATH } from '../pricing-state.ts'
import { PRICING_PANELS, pricingView } from '../view-models/pricing.ts'
import { DISCOUNT_SUBJECT } from './pricing-discount.ts'
import { addEditRoutes } from './pricing-edits.ts'
import { addHeldRoute } from './pricing-held.ts'
import { addPriceKeyRoute } from './pricing-key.ts'
import { PRICE_SUBJECT } from './pricing-price.ts'

/** Ids of the elements that htmx may ask for alone, each a template of the same name in views/partials/. */
export const PRICING_REGIONS = ['pricing', ...PRICING_PANELS] as const

/** `/pricing`: what everything costs, where that is from, and how it was changed. */
export function addPricingRoutes(app: FastifyInstance, options: PricingPorts): void {
  app.get(PRICING_PATH, { onRequest: varyByRegion, config: { access: 'viewer' } }, async (request, reply) => {
    const state = parsePricingState(request.url.split('?')[1] ?? '')
    const report = await pricingReport(options, request.access)
    return sendPage(request, reply, 'pricing', PRICING_REGIONS, pricingView(state, report, options.clock()))
  })
  addPriceKeyRoute(app, options)
  addEditRoutes(app, PRICE_SUBJECT, options)
  addEditRoutes(app, DISCOUNT_SUBJECT, options)
  addHeldRoute(app, options)
}
