import type { FastifyInstance } from 'fastify'
import type { UsageStore } from '../../domain/ports.ts'
import type { Authenticator } from '../auth/authenticator.ts'
import { noParameters } from '../plugins/query-rules.ts'

/** They come every few seconds: the log has them only where something is wrong. */
const PUBLIC = { onRequest: noParameters, config: { access: 'public' }, logLevel: 'warn' } as const

/** `/healthz`: the process answers. `/readyz`: people can be identified, and the store answers too. Without any detail, for machines. */
export function addHealthRoutes(app: FastifyInstance, usage: Pick<UsageStore, 'lastRun'>, authenticator: Pick<Authenticator, 'ready'>): void {
  app.get('/healthz', PUBLIC, (_request, reply) => reply.type('text/plain').send('ok\n'))

  app.get('/readyz', PUBLIC, async (request, reply) => {
    try {
      await Promise.all([usage.lastRun('compute-cost'), authenticator.ready()])
      return reply.type('text/plain').send('ready\n')
    } catch (error) {
      request.log.error({ err: error }, 'not ready')
      return reply.code(503).type('text/plain').send('not ready\n')
    }
  })
}
