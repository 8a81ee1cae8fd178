import type { CsvValue } from '../../domain/csv.ts'
import type { ReportRow } from '../../domain/report.ts'
import type { PipelineReport } from '../pipeline-report.ts'
import type { CsvTable } from './table-csv.ts'

const RUN_HEADING = ['Run', 'State', 'Started', 'Ended', 'Data up to', 'Buckets written', 'Message']

/** The tables of the pipeline page as CSV: instants in UTC, null where something is not known. */
export function pipelineCsv({ sources, runs, quarantine, unpriced }: PipelineReport): CsvTable[] {
  return [
    listCsv('pipeline-sources', ['Account', 'Region', 'State', 'Newest call', 'Lag (ms)', 'Records today', 'Duplicates today', 'Requests today',
      'Quarantined today', 'Quarantined'], () => sources.map(({ source, newestEvent, state, lagMs, records, duplicates, requests, ...bad }) => [
      source?.accountId ?? null, source?.region ?? null, state, newestEvent, lagMs, records, duplicates, requests,
      bad.quarantinedToday, bad.quarantined,
    ])),
    listCsv('pipeline-runs', RUN_HEADING, () => runs.map(({ kind, state, run }) => [
      kind, state, run?.startedAt ?? null, run?.finishedAt ?? null, run?.dataUpTo ?? null, run?.bucketsWritten ?? null,
      run?.message ?? null,
    ])),
    listCsv('pipeline-quarantine', ['Log file', 'Line', 'Reason', 'Field', 'Found'],
      () => quarantine.latest.map(({ key, line, reason, field, at }) => [key, line, reason, field, at])),
    unpricedCsv('pipeline-unpriced', unpriced),
  ]
}

/** Models with calls that no price is known for. */
export function unpricedCsv(id: string, rows: readonly ReportRow[]): CsvTable {
  return listCsv(id, ['Model', 'Scope', 'Unpriced calls', 'Priced in part', 'Calls'], () => rows.map(({ keys, measures }) => [
    keys.model ?? '', keys.modelScope ?? '', measures.unpricedCalls, measures.partialCalls, measures.calls,
  ]))
}

export function listCsv(id: string, heading: readonly string[], rows: () => readonly (readonly CsvValue[])[]): CsvTable {
  return { id, records: () => [heading, ...rows()] }
}
