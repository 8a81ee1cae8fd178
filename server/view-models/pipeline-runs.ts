import { RUN_INTERVAL_MINUTES } from '../../domain/contract.ts'
import { ageOf } from '../../domain/freshness.ts'
import type { ScheduledRun } from '../../domain/run-state.ts'
import type { RunReport } from '../pipeline-report.ts'
import { countCell, type CellView } from './cell-view.ts'
import { NO_DATA } from './format-count.ts'
import { formatAge, formatMs, formatSpan } from './format-duration.ts'
import { formatInstant } from './format-time.ts'
import type { LogSource } from './freshness.ts'
import { runBadge, type StateBadge } from './state-badge.ts'

export interface RunRow {
  readonly name: string
  readonly purpose: string
  readonly state: StateBadge
  readonly instant: string | null
  readonly ended: string
  readonly age: string
  readonly duration: string
  readonly buckets: CellView
  readonly message: string
}

const PURPOSES: Readonly<Record<ScheduledRun, string>> = {
  'compute-cost': 'hours from events',
  'aggregate-stats': 'days and months from hours',
  'sync-pricing': 'prices from the feed',
}

const MAX_MESSAGE = 240

export function runRows(runs: readonly RunReport[], now: Date, logSource: LogSource): RunRow[] {
  return runs.map((report) => runRow(report, now, logSource))
}

function runRow({ kind, run, state }: RunReport, now: Date, logSource: LogSource): RunRow {
  const name = { name: kind, purpose: `${PURPOSES[kind]}, ${interval(kind, logSource)}`, state: runBadge(state) }
  if (run === null) {
    return { ...name, instant: null, ended: NO_DATA, age: '', duration: NO_DATA, buckets: { value: NO_DATA, exact: '' }, message: '' }
  }
  return {
    ...name,
    instant: run.finishedAt,
    ended: formatInstant(run.finishedAt),
    age: formatAge(ageOf(run.finishedAt, now.getTime())),
    duration: formatMs(Date.parse(run.finishedAt) - Date.parse(run.startedAt)),
    buckets: run.bucketsWritten === null ? { value: NO_DATA, exact: 'Only shown to who may see everything' } : countCell(run.bucketsWritten),
    message: shortened(run.message ?? ''),
  }
}

function interval(kind: ScheduledRun, logSource: LogSource): string {
  if (logSource === 'folder') return kind === 'sync-pricing' ? 'not in use here' : 'as files arrive'
  return `every ${formatSpan(RUN_INTERVAL_MINUTES[kind] * 60_000)}`
}

function shortened(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`
}
