import type { FastifyInstance } from 'fastify'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long connections that are cut off may take to be gone. */
const CUT_OFF_MS = 500

/** Takes no more requests, and lets those on their way end; those that have not after `patienceMs` are cut off. */
export async function closeInTime(app: FastifyInstance, patienceMs: number): Promise<void> {
  const closing = app.close().then(() => true)
  if (await Promise.race([closing, sleep(patienceMs, false, { ref: false })])) return
  app.log.warn('requests that took too long are cut off')
  app.server.closeAllConnections()
  await Promise.race([closing, sleep(CUT_OFF_MS)])
}
