import { ageOf } from '../../domain/freshness.ts'
import type { MetricFamily } from '../../domain/open-metrics.ts'
import type { PipelineReport } from '../pipeline-report.ts'

/** Sources that have time series of their own: those that are furthest behind. */
const MAX_SOURCES = 100
const RUN_STATES = ['ok', 'failed', 'overdue', 'never'] as const

/** How far the numbers reach, what they leave out, and how the runs fare. */
export function pipelineMetrics({ sources, runs, quarantine, today }: PipelineReport, now: Date): MetricFamily[] {
  const known = sources.flatMap(({ source, newestEvent }) => (source === null || newestEvent === null ? [] : [{ source, newestEvent }]))
  return [
    {
      name: 'bedrock_pipeline_data_age_seconds', type: 'gauge', unit: 'seconds', help: 'Age of the newest event that the numbers hold, by account and region',
      samples: known.slice(0, MAX_SOURCES).map(({ source: { accountId, region }, newestEvent }) =>
        ({ labels: { account: accountId, region }, value: ageOf(newestEvent, now.getTime()) / 1000 })),
    },
    {
      name: 'bedrock_pipeline_run', type: 'stateset', help: 'How the last run of each kind ended, or that runs were missed',
      samples: runs.flatMap(({ kind, state }) =>
        RUN_STATES.map((one) => ({ labels: { kind, bedrock_pipeline_run: one }, value: one === state ? 1 : 0 }))),
    },
    {
      name: 'bedrock_pipeline_run_age_seconds', type: 'gauge', unit: 'seconds', help: 'Time since the last run of each kind began',
      samples: runs.flatMap(({ kind, run }) =>
        (run === null ? [] : [{ labels: { kind }, value: ageOf(run.startedAt, now.getTime()) / 1000 }])),
    },
    {
      name: 'bedrock_pipeline_quarantined_lines', type: 'gauge', help: 'Lines of logs that could not become usage events',
      samples: [{ value: quarantine.lines }],
    },
    {
      name: 'bedrock_pipeline_quarantined_lines_today', type: 'gauge', help: 'Those of them that were quarantined this UTC day',
      samples: [{ value: quarantine.today }],
    },
    {
      name: 'bedrock_pipeline_duplicates_today', type: 'gauge', help: 'Records of this UTC day beyond one per request',
      samples: today.duplicates === null ? [] : [{ value: today.duplicates }],
    },
  ]
}
