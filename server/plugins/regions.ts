import type { FastifyReply, FastifyRequest } from 'fastify'

/** Request headers that decide which part of a page answers; every answer varies by them. */
const REGION_HEADERS = 'HX-Request, HX-Target, HX-History-Restore-Request'

/** Announces on every answer, errors too, what selects its content. */
export async function varyByRegion(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('vary', REGION_HEADERS)
}

/**
 * The region that htmx wants to swap, by the id of the element that it swaps into, or null for the whole page:
 * for a browser, a history entry that is restored, and a target that is no region of this page.
 */
export function regionOf(request: FastifyRequest, regions: readonly string[]): string | null {
  if (request.headers['hx-request'] !== 'true') return null
  if (request.headers['hx-history-restore-request'] === 'true') return null
  // `section#trend`, by its id
  const target = String(request.headers['hx-target'] ?? '').split('#', 2)[1] ?? ''
  return regions.includes(target) ? target : null
}

/** Whether htmx sends a form on somebody's behalf. */
export function isFormRequest(request: FastifyRequest): boolean {
  return request.headers['hx-request'] === 'true' && String(request.headers['hx-source'] ?? '').startsWith('form')
}
