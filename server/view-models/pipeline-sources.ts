import { ageOf } from '../../domain/freshness.ts'
import type { PipelineReport, SourceReport } from '../pipeline-report.ts'
import { countCell, OF_ALL_CALLERS, type CellView } from './cell-view.ts'
import { NO_DATA } from './format-count.ts'
import { formatAge, formatSpan } from './format-duration.ts'
import { formatInstant } from './format-time.ts'
import type { LogSource } from './freshness.ts'
import { plural } from './plural.ts'
import { freshnessBadge, type StateBadge } from './state-badge.ts'

export interface SourcesView {
  readonly subtitle: string
  readonly columns: readonly { readonly label: string; readonly title: string }[]
  readonly rows: readonly SourceRow[]
  readonly totals: readonly CellView[]
}

export interface SourceRow {
  readonly name: string
  readonly region: string
  readonly state: StateBadge
  /** ISO instant; null before any event. */
  readonly instant: string | null
  readonly newest: string
  readonly age: string
  readonly cells: readonly CellView[]
}

const COLUMNS = [
  { label: 'Lag', title: 'How old the newest call was when usage was last computed: large where the source is behind, small where computing is' },
  { label: 'Records today', title: 'Lines of log files since 00:00 UTC, duplicates included' },
  { label: 'Requests today', title: 'Calls since 00:00 UTC, each counted once' },
  { label: 'Duplicates today', title: 'Records beyond one per request' },
  { label: 'Quarantined today', title: 'Lines that could not be read, by when that was found' },
  { label: 'Quarantined in all', title: 'Lines that could not be read, and are kept in the list below' },
] as const

export function sourcesTable(
  { sources, today, quarantine }: PipelineReport, now: Date, logSource: LogSource, accountNames: ReadonlyMap<string, string>,
): SourcesView {
  return {
    subtitle: plural(sources.length, 'source'),
    columns: COLUMNS,
    rows: sources.map((source) => sourceRow(source, now, logSource, accountNames)),
    totals: [
      { value: '', exact: '' }, recordsCell(today.records), countCell(today.requests), recordsCell(today.duplicates),
      ...[quarantine.today, quarantine.lines].map((lines) => (quarantine.isPartial ? OF_ALL_CALLERS : quarantineCell(lines))),
    ],
  }
}

function sourceRow(
  source: SourceReport, now: Date, logSource: LogSource, accountNames: ReadonlyMap<string, string>,
): SourceRow {
  const { newestEvent, lagMs } = source
  const accountId = source.source?.accountId ?? ''
  return {
    name: (accountNames.get(accountId) ?? accountId) || 'Unknown account',
    region: source.source?.region ?? '',
    state: freshnessBadge(source.state, logSource === 'folder' || source.isPartial),
    instant: newestEvent,
    newest: newestEvent === null ? NO_DATA : formatInstant(newestEvent),
    age: newestEvent === null ? '' : formatAge(ageOf(newestEvent, now.getTime())),
    cells: [
      lagMs === null ? { value: NO_DATA, exact: 'Not known' } : { value: formatSpan(lagMs), exact: `${Math.round(lagMs / 1000)} s` },
      recordsCell(source.records),
      countCell(source.requests),
      recordsCell(source.duplicates),
      source.isPartial ? OF_ALL_CALLERS : quarantineCell(source.quarantinedToday),
      source.isPartial ? OF_ALL_CALLERS : quarantineCell(source.quarantined),
    ],
  }
}

function recordsCell(count: number | null): CellView {
  return count === null ? OF_ALL_CALLERS : countCell(count)
}

function quarantineCell(lines: number): CellView {
  return lines > 0 ? { ...countCell(lines), tone: 'warn' } : countCell(lines)
}
