import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Limits } from '../limits.ts'
import { Refused } from './refused.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route that takes a proof of who somebody is: it may be guessed at a few times only. */
    isSignIn?: boolean
  }
}

const EXEMPT = '/healthz'

/** Turns away an address that asks too often, for whatever it is: unknown addresses and those without a proof count too. */
export async function addRateLimit(app: FastifyInstance, { requestsPerMinute, signInsPerMinute }: Limits): Promise<void> {
  await app.register(rateLimit, { global: false, timeWindow: '1 minute' })
  if (requestsPerMinute !== null) {
    const limit = app.createRateLimit({ max: requestsPerMinute })
    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url !== EXEMPT) await count(limit, request, reply)
    })
  }
  if (signInsPerMinute !== null) {
    const limit = app.createRateLimit({ max: signInsPerMinute })
    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.config.isSignIn === true && request.method === 'POST') await count(limit, request, reply)
    })
  }
}

type Limit = ReturnType<FastifyInstance['createRateLimit']>

async function count(limit: Limit, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const used = await limit(request)
  if (used.isAllowed || !used.isExceeded) return
  reply.header('retry-after', used.ttlInSeconds)
  throw new Refused(429, `So many requests came from your address that this one is not answered. Try again in ${used.ttlInSeconds} seconds.`)
}
