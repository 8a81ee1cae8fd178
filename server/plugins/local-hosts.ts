import type { FastifyInstance } from 'fastify'
import { isLoopback } from '../../domain/auth-settings.ts'
import { Refused } from './refused.ts'

/**
 * For a server that only its own machine reaches, and that asks nobody who they are: refuses what is asked for under the name of
 * another host. Any site can have its own name lead to this machine, and a browser here would let it read along (DNS rebinding).
 * Names of this machine count, and that of `publicUrl`, each with any port. Files that hold no data go to everybody.
 */
export function addLocalHosts(app: FastifyInstance, publicUrl: string | null): void {
  const publicName = publicUrl === null ? null : nameOf(new URL(publicUrl).host)
  app.addHook('onRequest', async ({ headers, routeOptions }) => {
    const name = nameOf(headers.host ?? '')
    if (isLoopback(name) || name === publicName || routeOptions.config.access === 'public') return
    throw new Refused(421, `Nobody signs in here, so this server answers its own machine only, as localhost or 127.0.0.1, and not as "${name}". `
      + 'If that is a name of yours, say it as server.publicUrl in the configuration.')
  })
}

/** The name or address in a Host header, without the port and the brackets of IPv6. */
function nameOf(host: string): string {
  const [, address, name = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host) ?? []
  return (address ?? name).toLowerCase()
}
