import type { FastifyInstance } from 'fastify'
import type { UsageStore } from '../../domain/ports.ts'

const PUBLIC = { config: { access: 'public' } } as const

/** `/healthz`: the process answers. `/readyz`: so does the store behind it. Without any detail, for machines. */
export function addHealthRoutes(app: FastifyInstance, usage: UsageStore): void {
  app.get('/healthz', PUBLIC, (_request, reply) => reply.type('text/plain').send('ok\n'))

  app.get('/readyz', PUBLIC, async (request, reply) => {
    try {
      await usage.lastRun('compute-cost')
      return reply.type('text/plain').send('ready\n')
    } catch (error) {
      request.log.error({ err: error }, 'not ready')
      return reply.code(503).type('text/plain').send('not ready\n')
    }
  })
}
