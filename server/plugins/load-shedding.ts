import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Limits } from '../limits.ts'
import { Refused } from './refused.ts'

const RETRY_AFTER_SECONDS = 5
/** Whoever asks whether the process lives must not end it for being busy. */
const EXEMPT = '/healthz'

/** Turns requests away at once while the process is too busy to answer them in time. */
export async function addLoadShedding(app: FastifyInstance, { eventLoopDelayMs }: Limits): Promise<void> {
  if (eventLoopDelayMs === null) return
  await app.register(underPressure, { maxEventLoopDelay: eventLoopDelayMs, pressureHandler: turnAway })
}

async function turnAway(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.routeOptions.url === EXEMPT) return
  reply.header('retry-after', RETRY_AFTER_SECONDS)
  throw new Refused(503, 'The server has more to do than it can do right now. Try again in a moment.')
}
