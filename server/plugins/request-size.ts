import type { FastifyInstance } from 'fastify'
import { Refused } from './refused.ts'

/** In one request: what a form or a program sends, all headers (a proxy may add several tokens), and its address. */
export const MAX_BODY_BYTES = 64 * 1024
export const MAX_HEADER_BYTES = 64 * 1024
const MAX_ADDRESS_CHARACTERS = 8 * 1024
const MAX_PARAMETERS = 1_000

/** Refuses addresses that nobody could have come to by choosing on pages, before anything looks into them. */
export function addAddressLimit(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ url }) => {
    if (url.length > MAX_ADDRESS_CHARACTERS || parameters(url) > MAX_PARAMETERS) {
      throw new Refused(414, 'Choose less at a time: this address holds more than the server reads.')
    }
  })
}

function parameters(url: string): number {
  let count = 0
  for (let at = url.indexOf('&'); at !== -1; at = url.indexOf('&', at + 1)) count += 1
  return count
}
