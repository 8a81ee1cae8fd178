import type { FastifyReply, FastifyRequest } from 'fastify'

/** What went wrong, for programs (RFC 9457), and the id to find it by in the log of the server. */
export interface Problem {
  /** `about:blank`: there is no more to it than the status says. */
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  /** For people; never holds anything internal. */
  readonly detail: string
  readonly requestId: string
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'This address cannot be read',
  401: 'Sign in to go on',
  403: 'This is not allowed',
  404: 'There is no such page',
  405: 'This is not done that way',
  408: 'This took too long to arrive',
  409: 'It is not as it was any more',
  413: 'This is too much to send',
  414: 'This address is too long',
  415: 'This form of data is not read',
  421: 'This is not the address of this server',
  422: 'Something has to be corrected',
  429: 'Too many requests',
  503: 'Not available right now',
}

export function titleOf(status: number): string {
  return TITLES[status] ?? (status >= 500 ? 'This page could not be made' : 'This request cannot be answered')
}

/** Below it, nobody reads pages. */
const API_PATH = '/api/'

/** Whether a program asks, by the route, by the address, by what it sends, or by wanting JSON and no page. */
export function isApiRequest({ url, headers, routeOptions }: FastifyRequest): boolean {
  if (routeOptions.config.tokens === true) return true
  if (url.startsWith(API_PATH) || /^application\/json\b/.test(headers['content-type'] ?? '')) return true
  return /\bjson\b/.test(headers.accept ?? '') && !/\bhtml\b/.test(headers.accept ?? '')
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, status: number, detail: string): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="Bedrock usage"')
  const problem: Problem = { type: 'about:blank', title: titleOf(status), status, detail, requestId: request.id }
  return reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}
