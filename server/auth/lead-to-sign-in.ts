import type { FastifyReply, FastifyRequest } from 'fastify'
import { isApiRequest } from '../plugins/problem.ts'

/** Sends whoever is not signed in to the sign-in page, if there is one of ours; out of a partial refresh, the whole page goes there. */
export function leadToSignIn(request: FastifyRequest, reply: FastifyReply): boolean {
  const { signInHref } = request.server.authenticator
  if (signInHref === null || isApiRequest(request)) return false
  const isPartial = request.headers['hx-request'] === 'true'
  const shown = isPartial ? pathOf(request.headers['hx-current-url']) : request.url
  const href = signInHref(request.method === 'GET' || isPartial ? shown : '/')
  if (isPartial) void reply.code(401).header('hx-redirect', href).send()
  else void reply.redirect(href, 303)
  return true
}

function pathOf(url: unknown): string {
  if (typeof url !== 'string' || !URL.canParse(url)) return '/'
  const { pathname, search } = new URL(url)
  return pathname + search
}
