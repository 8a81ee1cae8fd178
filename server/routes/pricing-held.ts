import type { FastifyInstance } from 'fastify'
import { draftReader } from '../../domain/draft-fields.ts'
import { actorName } from '../../domain/identity.ts'
import { approveHeld, rejectHeld } from '../../functions/review-held-price.ts'
import { editRequest } from '../edit-request.ts'
import { onlySameSite } from '../plugins/same-site.ts'
import { renderPage } from '../plugins/views.ts'
import { HELD_PATH, priceKeyHref } from '../pricing-links.ts'
import type { PricingPorts } from '../pricing-report.ts'
import { PRICING_PATH } from '../pricing-state.ts'

const PROBLEMS = {
  'gone': 'The feed says something else by now, or somebody else has decided: look again.',
  'conflict': 'Somebody else changed this price at the same time: look again.',
  'by-hand': 'A price of this key was entered by hand, which stands. Correct that one instead.',
} as const

/** `POST /pricing/held`: approves or rejects a change of the feed that is held, as it was when it was shown. */
export function addHeldRoute(app: FastifyInstance, { prices, clock }: PricingPorts): void {
  app.post(HELD_PATH, { onRequest: onlySameSite, config: { access: 'admin' } }, async (request, reply) => {
    const { via, requestId, fields, errors } = editRequest(request)
    const reader = draftReader(fields, ['action', 'key', 'recordedAt'])
    const action = reader.choice('action', ['approve', 'reject'])
    const [key, recordedAt] = [reader.required('key'), reader.required('recordedAt')]
    const wrong = [...errors, ...reader.errors]
    if (wrong.length > 0 || action === null || key === null) {
      const message = wrong.map((error) => `${error.field} ${error.message}`).join('; ')
      return via === 'api' ? reply.code(422).send({ errors: wrong }) : problem(422, message)
    }
    const review = { by: actorName(request.identity), at: clock().toISOString() }
    const outcome = await decide(action, key, recordedAt, review)
    if (outcome !== 'done') {
      return via === 'api' ? reply.code(409).send({ conflict: { reason: outcome, message: PROBLEMS[outcome] } }) : problem(409, PROBLEMS[outcome])
    }
    if (via === 'api') return reply.send({ saved: true })
    return reply.redirect(action === 'approve' ? `${priceKeyHref(key)}&saved=1` : PRICING_PATH, 303)

    async function problem(status: number, message: string) {
      const view = { status, title: 'Nothing was changed', message, requestId: request.id, retryHref: PRICING_PATH }
      return reply.code(status).type('text/html; charset=utf-8').send(await renderPage(request, reply, 'error', view))
    }

    async function decide(
      decision: 'approve' | 'reject', of: string, shownAt: string | null, by: { by: string; at: string },
    ): Promise<'done' | keyof typeof PROBLEMS> {
      const held = (await prices.held()).find((change) => change.key === of)
      if (held === undefined || held.record.recordedAt !== shownAt) return 'gone'
      if (decision === 'reject') return (await rejectHeld({ prices }, of, by)) ? 'done' : 'gone'
      return (await approveHeld({ prices }, of, { ...by, requestId })).outcome
    }
  })
}
