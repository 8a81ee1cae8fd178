import type { FastifyInstance } from 'fastify'
import { mayAdminister } from '../../domain/access.ts'
import { QueryError } from '../../domain/query-error.ts'
import { onlyKnown, single } from '../../domain/query-parameters.ts'
import { renderPage } from '../plugins/views.ts'
import { PRICE_KEY_PATH } from '../pricing-links.ts'
import { repricingOf, type PricingPorts } from '../pricing-report.ts'
import { priceKeyView } from '../view-models/price-key.ts'

/** How far back in the log the changes of one price are looked for. */
const AUDIT_LINES = 500

/** `/pricing/key`: the history of one price. */
export function addPriceKeyRoute(app: FastifyInstance, { prices, usage, clock }: PricingPorts): void {
  app.get(PRICE_KEY_PATH, { config: { access: 'viewer' } }, async (request, reply) => {
    const { key, saved } = parse(request.url.split('?')[1] ?? '')
    const [stored, audit, run] = await Promise.all([
      prices.read(), mayAdminister(request.access) ? prices.audit(AUDIT_LINES) : null, usage.lastRun('reprice'),
    ])
    const view = priceKeyView({ key, saved, audit, records: stored.records, repricing: repricingOf(stored, run), now: clock() })
    const html = await renderPage(request, reply, 'pricing-key', view)
    return reply.code(view.prices.length === 0 ? 404 : 200).type('text/html; charset=utf-8').send(html)
  })
}

function parse(text: string): { key: string; saved: boolean } {
  const parameters = new URLSearchParams(text)
  onlyKnown(parameters, ['key', 'saved'])
  const key = single(parameters, 'key')
  if (key === null) throw new QueryError('key', 'wants one price key')
  return { key, saved: single(parameters, 'saved') !== null }
}
