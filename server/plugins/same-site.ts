import type { FastifyRequest } from 'fastify'

/** What is asked for is refused to whoever asks; the message says why, and is for them to read. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
  readonly statusCode = 403
}

/**
 * Refuses what another site makes a browser send: a request has to come from a page of this server, or straight from its user.
 * Where a browser does not say so itself (over plain HTTP), its origin has to be this host.
 */
export async function onlySameSite(request: FastifyRequest): Promise<void> {
  if (!isSameSite(request)) throw new NotAllowed('A change has to be sent from a page of this server.')
}

function isSameSite({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return headers.origin !== undefined && headers.host !== undefined && hostOf(headers.origin) === headers.host.toLowerCase()
}

/** Null of an origin that is none, such as the one that browsers call `null`. */
function hostOf(origin: string): string | null {
  return /^https?:\/\//.test(origin) && URL.canParse(origin) ? new URL(origin).host : null
}
