import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { QueryError } from '../../domain/query-error.ts'
import { AccessDenied, SignInNeeded } from '../auth/auth-errors.ts'
import { deniedMessage } from '../auth/denied-message.ts'
import { leadToSignIn } from '../auth/lead-to-sign-in.ts'
import { NotAllowed } from './same-site.ts'
import { varyByRegion } from './regions.ts'
import { renderPage } from './views.ts'

const TITLES: Readonly<Record<number, string>> = {
  400: 'This address cannot be read',
  401: 'Sign in to go on',
  403: 'This is not allowed',
  404: 'There is no such page',
  503: 'Not available right now',
}

const FAILURE = 'Something went wrong on our side. The details are in the log of the server, under the id below.'
const MESSAGES: Readonly<Record<number, string>> = {
  401: 'This server does not know who you are: come through the address that your company signs you in at.',
  503: 'The data behind this page cannot be reached right now. It usually can be again within moments.',
}

/** One place that turns errors into answers: a page, or a fragment for htmx, never with anything internal in it. */
export function addErrorPages(app: FastifyInstance): void {
  app.setNotFoundHandler({ preHandler: varyByRegion }, (request, reply) =>
    sendError(request, reply, 404, `Nothing is served under ${request.url.split('?', 1)[0] ?? '/'}.`))

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    // A query that cannot be read says which parameter is at fault, to the person who wrote it.
    if (error instanceof QueryError) return sendError(request, reply, 400, error.message)
    if (error instanceof SignInNeeded && leadToSignIn(request, reply)) return reply
    if (error instanceof AccessDenied) return sendError(request, reply, error.statusCode, deniedMessage(error, request.identity))
    if (error instanceof NotAllowed) return sendError(request, reply, error.statusCode, error.message)
    const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500
    if (status >= 500) request.log.error({ err: error }, 'request failed')
    return sendError(request, reply, status, MESSAGES[status] ?? (status >= 500 ? FAILURE : 'The request is not valid.'))
  })
}

async function sendError(request: FastifyRequest, reply: FastifyReply, status: number, message: string): Promise<FastifyReply> {
  const view = {
    status,
    title: TITLES[status] ?? (status >= 500 ? 'This page could not be made' : 'This request cannot be answered'),
    message,
    requestId: request.id,
    retryHref: status >= 500 ? request.url : null,
    target: targetId(request),
  }
  const html = view.target === null ? await renderPage(request, reply, 'error', view) : await reply.viewAsync('partials/error', view)
  // The whole page is asked for once more, so that the login can take its place.
  if (status === 401 && view.target !== null) reply.header('hx-refresh', 'true')
  return reply.code(status).header('x-request-id', request.id).type('text/html; charset=utf-8').send(html)
}

/** Id of the element that htmx will put the answer into, so that the error takes its place and can be retried. */
function targetId(request: FastifyRequest): string | null {
  if (request.headers['hx-request'] !== 'true' || request.headers['hx-history-restore-request'] === 'true') return null
  const id = /#([a-z][a-z0-9-]*)$/.exec(String(request.headers['hx-target'] ?? ''))?.[1]
  return id ?? null
}
