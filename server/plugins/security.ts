import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * Headers for pages whose every byte comes from here: no inline script or style without this response's nonce, no eval,
 * no frame. What belongs to HTTPS only (HSTS, upgrade-insecure-requests) is left out, because this server speaks HTTP.
 */
export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    // Without a referrer of their own pages, browsers send forms without an origin too.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
    // Browsers ignore these two over plain HTTP, and say so on the console.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })
  // Pages hold what only this person may see; files that never change say otherwise themselves.
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}
