import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { QueryError } from '../../domain/query-error.ts'
import { standingOf } from '../auth/add-auth.ts'
import { AccessDenied, SignInNeeded } from '../auth/auth-errors.ts'
import { deniedMessage } from '../auth/denied-message.ts'
import { leadToSignIn } from '../auth/lead-to-sign-in.ts'
import { methodsOf } from './methods.ts'
import { isApiRequest, sendProblem, titleOf } from './problem.ts'
import { Refused } from './refused.ts'
import type { Failure } from '../view-models/panel-failures.ts'
import { standingView } from '../view-models/standing.ts'
import { varyByRegion } from './regions.ts'
import { renderPage } from './views.ts'

const FAILURE = 'Something went wrong on our side. The details are in the log of the server, under the id below.'
const MESSAGES: Readonly<Record<number, string>> = {
  401: 'This server does not know who you are: come through the address that your company signs you in at.',
  408: 'It did not arrive in time. Send it again.',
  413: 'What was sent is larger than this server takes.',
  415: 'It was sent in a form that this server does not read.',
  503: 'The data behind this page cannot be reached right now. It usually can be again within moments.',
}

/**
 * One place that turns errors into answers: a page, a fragment for htmx, or a problem document for a program, never with
 * anything internal in it.
 */
export function addErrorPages(app: FastifyInstance): void {
  app.setNotFoundHandler({ preHandler: varyByRegion }, (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const methods = methodsOf(app, path)
    if (methods.length === 0) return sendError(request, reply, 404, `Nothing is served under ${path}.`)
    reply.header('allow', methods.join(', '))
    return sendError(request, reply, 405, `${path} takes ${methods.join(', ')}.`)
  })

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    // A query that cannot be read says which parameter is at fault, to the person who wrote it.
    if (error instanceof QueryError) return sendError(request, reply, 400, error.message)
    if (error instanceof SignInNeeded && leadToSignIn(request, reply)) return reply
    if (error instanceof AccessDenied) return sendError(request, reply, error.statusCode, deniedMessage(error, request.identity))
    if (error instanceof Refused) return sendError(request, reply, error.statusCode, error.message)
    const failure = failureOf(error)
    if (failure !== null) logFailure(request, error)
    const status = failure?.status ?? statusOf(error)
    return sendError(request, reply, status, failure?.message ?? MESSAGES[status] ?? 'The request is not valid.')
  })
}

/** What to tell of an error that is not the fault of whoever asks; null for all others. */
export function failureOf(error: unknown): Failure | null {
  const status = statusOf(error)
  if (status < 500 || error instanceof QueryError) return null
  return { status, title: titleOf(status), message: MESSAGES[status] ?? FAILURE }
}

export function logFailure(request: FastifyRequest, error: unknown): void {
  request.log.error({ err: error }, 'request failed')
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 ? status : 500
}

async function sendError(request: FastifyRequest, reply: FastifyReply, status: number, message: string): Promise<FastifyReply> {
  if (isApiRequest(request)) return sendProblem(request, reply, status, message)
  const target = targetId(request)
  const view = {
    status,
    title: titleOf(status),
    message,
    requestId: request.id,
    retryHref: status >= 500 ? request.url : null,
    target,
    retryTarget: target,
    role: 'alert',
    home: standingView(request.server.authenticator, standingOf(request)).home,
  }
  const html = target === null ? await renderPage(request, reply, 'error', view) : await reply.viewAsync('partials/error', view)
  // The whole page is asked for once more, so that the login can take its place.
  if (status === 401 && target !== null) reply.header('hx-refresh', 'true')
  return reply.code(status).type('text/html; charset=utf-8').send(html)
}

/** Id of the element that htmx will put the answer into, so that the error takes its place and can be retried. */
function targetId(request: FastifyRequest): string | null {
  if (request.headers['hx-request'] !== 'true' || request.headers['hx-history-restore-request'] === 'true') return null
  const id = /#([a-z][a-z0-9-]*)$/.exec(String(request.headers['hx-target'] ?? ''))?.[1]
  return id ?? null
}
