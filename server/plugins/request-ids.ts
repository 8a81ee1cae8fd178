import type { FastifyInstance } from 'fastify'

/** Tells with every answer under which id the log has its request. */
export function addRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
}
