import type { FastifyInstance } from 'fastify'
import { maySeeEverything } from '../../domain/access.ts'
import { hourOf, nextDay, periodId } from '../../domain/calendar.ts'
import { openMetrics } from '../../domain/open-metrics.ts'
import type { Clock } from '../../domain/ports.ts'
import { report } from '../../domain/report.ts'
import { pipelineReport } from '../pipeline-report.ts'
import { noParameters } from '../plugins/query-rules.ts'
import { processMetrics } from '../process-metrics.ts'
import type { QuarantineData } from '../quarantine-data.ts'
import type { UsageData } from '../usage-data.ts'
import { pipelineMetrics } from '../view-models/pipeline-metrics.ts'
import { usageMetrics } from '../view-models/usage-metrics.ts'

export interface MetricsOptions {
  readonly data: UsageData
  readonly quarantine: QuarantineData
  readonly clock: Clock
}

export const METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/**
 * `/metrics`: today's usage and the state of the pipeline, for Prometheus, as far as whoever asks may see them; how the process
 * fares, for those who may see everything. A scraper asks with a token.
 */
export function addMetricsRoute(app: FastifyInstance, { data, quarantine, clock }: MetricsOptions): void {
  const ofProcess = processMetrics()
  app.addHook('onClose', async () => ofProcess.stop())

  app.get('/metrics', { onRequest: noParameters, config: { access: 'viewer', tokens: true } }, async ({ access }, reply) => {
    const now = clock()
    const today = periodId('day', hourOf(now.getTime()))
    const [hours, pipeline] = await Promise.all([
      data.buckets(access, [{ period: 'hour', from: `${today}T00`, to: `${nextDay(today)}T00` }]),
      pipelineReport(data, quarantine, access, now),
    ])
    const usage = report(hours, { groupBy: ['account', 'model'], histograms: false })
    return reply.type(METRICS_TYPE).send(openMetrics([
      ...usageMetrics(usage), ...pipelineMetrics(pipeline, now), ...(maySeeEverything(access) ? ofProcess.read() : []),
    ]))
  })
}
