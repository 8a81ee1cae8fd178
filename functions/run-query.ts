import { createHash, randomUUID } from 'node:crypto'
import type { EventQueries, QueryHistory, QueryRun } from '../domain/explore-ports.ts'
import type { Clock, Log } from '../domain/ports.ts'
import { guardedSql } from '../domain/sql-guard.ts'

export interface QueryPorts {
  readonly queries: EventQueries
  readonly history: QueryHistory
  readonly clock: Clock
  readonly log: Log
}

export interface QueryAuthor {
  /** Unique; and for people to read. */
  readonly user: string
  readonly by: string
}

/** A run that was begun longer ago has ended, whatever is recorded of it: engines stop queries earlier. */
const LONGEST_MS = 40_000
const MAX_REASON = 1_000

/**
 * Begins a query that somebody wrote. Throws SqlRefused for one that may do more than read, before any engine has seen it;
 * resolves to null where another one of the same person is still under way.
 */
export async function startQuery(
  { queries, history, clock, log }: QueryPorts, { user, by }: QueryAuthor, sql: string,
): Promise<QueryRun | null> {
  const guarded = guardedSql(sql)
  const now = clock()
  const startedAt = now.toISOString()
  const run: QueryRun = {
    id: `${startedAt.replace(/[-:.]/g, '')}-${randomUUID()}`, user, by, sql, sqlHash: createHash('sha256').update(guarded).digest('hex'), startedAt,
    engineId: null, status: 'running', endedAt: null, scannedBytes: null, reason: null,
  }
  if (await history.begin(run, new Date(now.getTime() - LONGEST_MS).toISOString()) === 'busy') return null
  log.info('query started', { by, query: run.id, sqlHash: run.sqlHash })
  try {
    const started = { ...run, engineId: await queries.start(guarded) }
    await history.update(started)
    return started
  } catch (error) {
    await history.update({ ...run, status: 'failed', endedAt: clock().toISOString(), reason: 'It could not be started.' })
    throw error
  }
}

/** The run as it is now; once it has ended, that is recorded, and the person may begin another one. */
export async function currentRun(ports: QueryPorts, run: QueryRun): Promise<QueryRun> {
  if (run.status !== 'running') return run
  const state = await stateOf(ports, run)
  if (state.status === 'running') return run
  const ended = { ...run, ...state, reason: state.reason?.slice(0, MAX_REASON) ?? null, endedAt: ports.clock().toISOString() }
  await ports.history.update(ended)
  const { by, id, sqlHash, status, scannedBytes } = ended
  ports.log.info('query ended', { by, query: id, sqlHash, status, scannedBytes })
  return ended
}

export async function stopQuery(ports: QueryPorts, run: QueryRun): Promise<void> {
  if (run.status === 'running' && run.engineId !== null) await ports.queries.stop(run.engineId)
}

async function stateOf({ queries, clock }: QueryPorts, { engineId, startedAt }: QueryRun): Promise<Pick<QueryRun, 'status' | 'scannedBytes' | 'reason'>> {
  const isOld = clock().getTime() - Date.parse(startedAt) > LONGEST_MS
  if (engineId === null) return { status: isOld ? 'failed' : 'running', scannedBytes: null, reason: isOld ? 'It was never started.' : null }
  try {
    return await queries.state(engineId)
  } catch (error) {
    if (!isOld) throw error
    return { status: 'failed', scannedBytes: null, reason: 'Nothing is known of it any more.' }
  }
}
