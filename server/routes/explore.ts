import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actorName, identityKey } from '../../domain/identity.ts'
import type { Clock } from '../../domain/ports.ts'
import { SAVED_QUESTIONS } from '../../domain/saved-questions.ts'
import { guardedSql, SqlRefused } from '../../domain/sql-guard.ts'
import { startQuery, stopQuery, type QueryPorts } from '../../functions/run-query.ts'
import { askedTable, sendCsvTable } from '../csv-download.ts'
import { estimateQuery, exploreReport, questionRange, type QueryEstimate } from '../explore-report.ts'
import { EXPLORE_PATH, exploreHref, parseExploreState, type ExploreState } from '../explore-state.ts'
import { Refused } from '../plugins/refused.ts'
import { varyByRegion } from '../plugins/regions.ts'
import { sendPage } from '../plugins/views.ts'
import type { UsageData } from '../usage-data.ts'
import { exploreView, LARGE_SCAN_BYTES, type EditorInput } from '../view-models/explore.ts'
import { resultCsv, STOP_PATH } from '../view-models/explore-result.ts'

export interface ExploreRouteOptions {
  readonly data: UsageData
  readonly queries: QueryPorts['queries']
  readonly history: QueryPorts['history']
  readonly clock: Clock
}

/** Ids of the elements that htmx may ask for alone, each a template of the same name in views/partials/. */
export const EXPLORE_REGIONS = ['explore-result'] as const

const ADMIN = { config: { access: 'admin' } } as const

/** `/explore`: SQL on the event table, for those who may see all of it. */
export function addExploreRoutes(app: FastifyInstance, { data, clock, ...stores }: ExploreRouteOptions): void {
  const ports: QueryPorts = {
    ...stores, clock,
    log: {
      info: (message, fields) => app.log.info(fields ?? {}, message),
      warn: (message, fields) => app.log.warn(fields ?? {}, message),
      error: (message, fields) => app.log.error(fields ?? {}, message),
    },
  }

  app.get(EXPLORE_PATH, { ...ADMIN, onRequest: varyByRegion }, async (request, reply) => {
    const text = request.url.split('?')[1] ?? ''
    const state = parseExploreState(text)
    const numbers = await exploreReport(ports, identityKey(request.identity), state)
    if (state.run !== null && numbers.run === null) throw new Refused(404, 'You have run no such query.')
    const asked = askedTable(text)
    if (asked !== null) return sendCsvTable(reply, numbers.result === null ? [] : [resultCsv(numbers.result)], asked)
    const sql = numbers.run?.sql ?? (state.question ?? SAVED_QUESTIONS[0])?.sql(questionRange(state, clock())) ?? ''
    return send(request, reply, state, { sql, problem: null, estimate: null })
  })

  app.post(EXPLORE_PATH, ADMIN, async (request, reply) => {
    const state = parseExploreState('')
    const sql = field(request, 'sql')
    try {
      const estimate = await largeScan(request, guardedSql(sql))
      if (estimate !== null && field(request, 'confirm') !== 'yes') {
        return await send(request, reply.code(422), state, { sql, problem: null, estimate })
      }
      const run = await startQuery(ports, { user: identityKey(request.identity), by: actorName(request.identity) }, sql)
      if (run !== null) return await reply.redirect(exploreHref({ run: run.id }), 303)
      return await send(request, reply.code(409), state, { sql, estimate: null, problem: 'Another query of yours is under way: wait for it, or stop it.' })
    } catch (error) {
      if (!(error instanceof SqlRefused)) throw error
      return send(request, reply.code(422), state, { sql, problem: error.message, estimate: null })
    }
  })

  app.post(STOP_PATH, ADMIN, async (request, reply) => {
    const run = await ports.history.find(identityKey(request.identity), field(request, 'run'))
    if (run === null) throw new Refused(404, 'You have run no such query.')
    await stopQuery(ports, run)
    return reply.redirect(exploreHref({ run: run.id }), 303)
  })

  /** Null where a query costs nothing worth asking about. */
  async function largeScan(request: FastifyRequest, sql: string): Promise<QueryEstimate | null> {
    if (!ports.queries.isBilled) return null
    const estimate = await estimateQuery(data, request.access, sql, clock())
    return estimate.bytes > LARGE_SCAN_BYTES ? estimate : null
  }

  async function send(request: FastifyRequest, reply: FastifyReply, state: ExploreState, editor: EditorInput): Promise<FastifyReply> {
    const numbers = await exploreReport(ports, identityKey(request.identity), state)
    return sendPage(request, reply, 'explore', EXPLORE_REGIONS, exploreView(state, numbers, editor, ports.queries.isBilled, clock()))
  }
}

/** A text of a form that stands once; empty otherwise. */
function field({ body }: FastifyRequest, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : ''
  return typeof value === 'string' ? value : ''
}
