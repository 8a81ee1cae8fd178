import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const HSTS_SECONDS = 365 * 86_400

/**
 * Headers for pages whose every byte comes from here: no inline script or style without this response's nonce, no eval,
 * no frame. What belongs to HTTPS (HSTS, upgrade-insecure-requests and what browsers ignore elsewhere) is sent only where people
 * come through it: without it, it would make pages unusable.
 */
export async function addSecurityHeaders(app: FastifyInstance, publicUrl: string | null): Promise<void> {
  const isHttps = publicUrl?.startsWith('https://') ?? false
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
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // Without a referrer of their own pages, browsers send forms without an origin too.
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isHttps ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
  })
  // Pages hold what only this person may see; files that never change say otherwise themselves.
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}
