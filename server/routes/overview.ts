import type { FastifyInstance } from 'fastify'
import type { Access } from '../../domain/access.ts'
import type { Clock } from '../../domain/ports.ts'
import { overviewReport } from '../overview-report.ts'
import { parseOverviewState } from '../overview-state.ts'
import { varyByRegion } from '../plugins/regions.ts'
import { sendPage } from '../plugins/views.ts'
import type { UsageData } from '../usage-data.ts'
import type { LogSource } from '../view-models/freshness.ts'
import { overviewView } from '../view-models/overview.ts'

export interface OverviewRouteOptions {
  readonly data: UsageData
  readonly clock: Clock
  readonly access: Access
  readonly logSource: LogSource
}

/** Ids of the elements that htmx may ask for alone, each a template of the same name in views/partials/. */
export const OVERVIEW_REGIONS = ['view', 'summary', 'trend', 'by-model', 'by-caller'] as const

/** `/`: what was spent, on which models, by whom, how fast it was and what failed. */
export function addOverviewRoute(app: FastifyInstance, { data, clock, access, logSource }: OverviewRouteOptions): void {
  app.get('/', { onRequest: varyByRegion }, async (request, reply) => {
    const state = parseOverviewState(request.url.split('?')[1] ?? '')
    const now = clock()
    const numbers = await overviewReport(data, access, state.query, now)
    return sendPage(request, reply, 'overview', OVERVIEW_REGIONS, overviewView(state, numbers, now, logSource))
  })
}
