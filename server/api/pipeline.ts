import { z } from 'zod'
import { onlyKnown } from '../../domain/query-parameters.ts'
import { pipelineReport, type PipelineReport } from '../pipeline-report.ts'
import type { QuarantineData } from '../quarantine-data.ts'
import type { UsageData } from '../usage-data.ts'
import type { ApiRoute } from './api-route.ts'
import type { ApiRow } from './listing.ts'
import { LISTING_PARAMETERS } from './send-listing.ts'

const ROW = {
  account: z.string().nullable().describe('Null for log objects that do not say whose they are'),
  region: z.string().nullable(),
  newestEvent: z.string().nullable(),
  state: z.enum(['fresh', 'late', 'stale', 'none']),
  recordsToday: z.int().nullable().describe('Null where not all of them may be seen'),
  duplicatesToday: z.int().nullable(),
  requestsToday: z.int(),
  quarantinedToday: z.int(),
  quarantined: z.int().describe('Lines that could not become usage events'),
}

const RUN = z.object({
  kind: z.string(), state: z.enum(['ok', 'failed', 'overdue', 'never']), startedAt: z.string().nullable(), finishedAt: z.string().nullable(),
  dataUpTo: z.string().nullable(),
})

const ABOUT = {
  state: z.enum(['fresh', 'late', 'stale', 'none']).describe('Of the source that is furthest behind'),
  dataUpTo: z.string().nullable(),
  runs: z.array(RUN),
  quarantine: z.object({ objects: z.int(), lines: z.int(), today: z.int(), byReason: z.record(z.string(), z.int()) }),
  unpriced: z.array(z.object({ model: z.string(), modelScope: z.string(), unpricedCalls: z.int(), partialCalls: z.int() }))
    .describe('Models of the last 30 days with calls that have no price, or none for all of their parts'),
}

/** `/pipeline`: how far the numbers reach, and what they leave out. */
export function pipelineRoute(data: UsageData, quarantine: QuarantineData): ApiRoute {
  return {
    path: '/pipeline',
    summary: 'State of the pipeline',
    description: 'One row per account and region, the one that is furthest behind first. Days are UTC.',
    parameters: {},
    filtersTags: false,
    row: z.object(ROW),
    about: ABOUT,
    async list({ query, access, now }) {
      onlyKnown(new URLSearchParams(query), LISTING_PARAMETERS)
      const report = await pipelineReport(data, quarantine, access, now)
      return { columns: Object.keys(ROW), decimals: [], rows: report.sources.map(sourceRow), about: aboutOf(report) }
    },
  }
}

function sourceRow(of: PipelineReport['sources'][number]): ApiRow {
  const { source, newestEvent, state, records, duplicates, requests, quarantinedToday, quarantined } = of
  return {
    account: source?.accountId ?? null, region: source?.region ?? null, newestEvent, state,
    recordsToday: records, duplicatesToday: duplicates, requestsToday: requests, quarantinedToday, quarantined,
  }
}

function aboutOf({ freshness, runs, quarantine, unpriced }: PipelineReport): z.infer<z.ZodObject<typeof ABOUT>> {
  return {
    state: freshness.state,
    dataUpTo: freshness.newestEvent,
    runs: runs.map(({ kind, state, run }) =>
      ({ kind, state, startedAt: run?.startedAt ?? null, finishedAt: run?.finishedAt ?? null, dataUpTo: run?.dataUpTo ?? null })),
    quarantine: {
      objects: quarantine.objects, lines: quarantine.lines, today: quarantine.today,
      byReason: Object.fromEntries(quarantine.linesByReason),
    },
    unpriced: unpriced.map(({ keys, measures: { unpricedCalls, partialCalls } }) =>
      ({ model: keys.model ?? '', modelScope: keys.modelScope ?? '', unpricedCalls, partialCalls })),
  }
}
