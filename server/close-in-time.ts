import type { FastifyInstance } from 'fastify'
import { setTimeout as sleep } from 'node:timers/promises'

/** Connections are kept open for a next request; a server that stops looks this often which of them have become idle. */
const IDLE_CHECK_MS = 50
/** How long connections that are cut off may take to be gone. */
const CUT_OFF_MS = 500

/** Takes no more requests, and lets those on their way end; those that have not after `patienceMs` are cut off. */
export async function closeInTime(app: FastifyInstance, patienceMs: number): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS)
  const closing = app.close().then(() => true).finally(() => clearInterval(idle))
  if (await Promise.race([closing, sleep(patienceMs, false, { ref: false })])) return
  app.log.warn('requests that took too long are cut off')
  app.server.closeAllConnections()
  await Promise.race([closing, sleep(CUT_OFF_MS)])
}
