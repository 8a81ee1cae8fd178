import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refused } from './refused.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/**
 * Refuses what another site makes a browser send to change something, whatever it is: such a request has to come from a page of
 * this server, or straight from its user. Where a browser does not say so itself (over plain HTTP), its origin has to be that of
 * `publicUrl`, or of the host that was asked where that is not known; without either it is refused.
 */
export function addSameSite(app: FastifyInstance, publicUrl: string | null): void {
  const origin = publicUrl === null ? null : new URL(publicUrl).origin
  app.addHook('onRequest', async (request) => {
    if (SAFE_METHODS.has(request.method) || isSameSite(request, origin)) return
    throw new Refused(403, 'A change has to be sent from a page of this server.')
  })
}

function isSameSite({ headers }: FastifyRequest, publicOrigin: string | null): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  if (headers.origin === undefined) return false
  if (publicOrigin !== null) return headers.origin === publicOrigin
  return headers.host !== undefined && hostOf(headers.origin) === headers.host.toLowerCase()
}

/** Null of an origin that is none, such as the one that browsers call `null`. */
function hostOf(origin: string): string | null {
  return /^https?:\/\//.test(origin) && URL.canParse(origin) ? new URL(origin).host : null
}
