import type { FastifyInstance } from 'fastify'
import { accessibleNames } from '../../domain/access.ts'
import type { Clock } from '../../domain/ports.ts'
import { askedTable, sendCsvTable } from '../csv-download.ts'
import { pipelineReport } from '../pipeline-report.ts'
import { parsePipelineState, pipelineHref } from '../pipeline-state.ts'
import { failureOf, logFailure } from '../plugins/errors.ts'
import { regionOf, varyByRegion } from '../plugins/regions.ts'
import { sendPage } from '../plugins/views.ts'
import type { QuarantineData } from '../quarantine-data.ts'
import type { UsageData } from '../usage-data.ts'
import type { LogSource } from '../view-models/freshness.ts'
import { pipelineCsv } from '../view-models/pipeline-csv.ts'
import { failedPipelineView, PIPELINE_PANELS, pipelineView } from '../view-models/pipeline.ts'
import { csvHrefs } from '../view-models/table-csv.ts'

export interface PipelineRouteOptions {
  readonly data: UsageData
  readonly quarantine: QuarantineData
  readonly clock: Clock
  readonly logSource: LogSource
  readonly accountNames: ReadonlyMap<string, string>
}

/** Ids of the elements that htmx may ask for alone, each a template of the same name in views/partials/. */
export const PIPELINE_REGIONS = ['pipeline', 'freshness', ...Object.keys(PIPELINE_PANELS)]

/** `/pipeline`: how far the numbers reach, what they leave out, and how the runs fare that make them. */
export function addPipelineRoute(app: FastifyInstance, options: PipelineRouteOptions): void {
  const { data, quarantine, clock, logSource, accountNames } = options
  app.get('/pipeline', { onRequest: varyByRegion, config: { access: 'viewer' } }, async (request, reply) => {
    const text = request.url.split('?')[1] ?? ''
    const state = parsePipelineState(text)
    const csvTable = askedTable(text)
    const now = clock()
    const { access } = request
    try {
      const numbers = await pipelineReport(data, quarantine, access, now)
      const tables = pipelineCsv(numbers)
      if (csvTable !== null) return sendCsvTable(reply, tables, csvTable)
      const names = accessibleNames(access, accountNames, await data.sources(access))
      return await sendPage(request, reply, 'pipeline', PIPELINE_REGIONS, {
        ...pipelineView(state, numbers, now, logSource, names), csvHrefs: csvHrefs(pipelineHref(state), tables),
      })
    } catch (error) {
      const failure = failureOf(error)
      const region = regionOf(request, PIPELINE_REGIONS)
      // A panel that is asked for alone has no others around it.
      if (failure === null || (region !== null && region !== 'pipeline')) throw error
      logFailure(request, error)
      reply.code(failure.status).header('x-request-id', request.id)
      const view = failedPipelineView(state, { failure, requestId: request.id, retryHref: request.url })
      return sendPage(request, reply, 'pipeline', PIPELINE_REGIONS, view)
    }
  })
}
