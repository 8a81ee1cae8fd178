import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { draftToken, MAX_TOKENS_PER_PERSON } from '../../domain/api-token.ts'
import type { ApiTokens } from '../auth/api-tokens.ts'
import { noParameters } from '../plugins/query-rules.ts'
import { Refused } from '../plugins/refused.ts'
import { renderPage } from '../plugins/views.ts'
import { NO_TOKEN_MADE, tokensView, type TokensState } from '../view-models/tokens.ts'

export const TOKENS_PATH = '/tokens'

const OWN = { config: { access: 'self' } } as const

/** `/tokens`: whoever is signed in makes tokens for programs that ask in their name, and revokes them. */
export function addTokenRoutes(app: FastifyInstance, tokens: ApiTokens): void {
  app.get(TOKENS_PATH, { ...OWN, onRequest: noParameters }, (request, reply) => sendTokens(request, reply, NO_TOKEN_MADE))

  app.post(TOKENS_PATH, OWN, async (request, reply) => {
    const form = { name: field(request, 'name'), days: field(request, 'days') }
    const draft = draftToken(form)
    if (!draft.ok) return sendTokens(request, reply.code(422), { made: null, form, errors: draft.errors })
    const { identity } = request
    if ((await tokens.listOf(identity)).length >= MAX_TOKENS_PER_PERSON) {
      throw new Refused(409, `You have ${MAX_TOKENS_PER_PERSON} tokens: revoke one before you make another.`)
    }
    const token = await tokens.make(identity, draft.name, draft.days)
    return sendTokens(request, reply, { ...NO_TOKEN_MADE, made: { name: draft.name, token } })
  })

  app.post(`${TOKENS_PATH}/revoke`, OWN, async (request, reply) => {
    await tokens.revoke(request.identity, field(request, 'id'))
    return reply.redirect(TOKENS_PATH, 303)
  })

  async function sendTokens(request: FastifyRequest, reply: FastifyReply, state: TokensState): Promise<FastifyReply> {
    const view = tokensView(await tokens.listOf(request.identity), state)
    return reply.type('text/html; charset=utf-8').send(await renderPage(request, reply, 'tokens', view))
  }
}

/** A text of a form that stands once; empty otherwise. */
function field({ body }: FastifyRequest, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : ''
  return typeof value === 'string' ? value : ''
}
