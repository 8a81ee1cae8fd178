import type { CsvValue } from '../../domain/csv.ts'
import type { QueryResult, QueryRun, ResultColumn } from '../../domain/explore-ports.ts'
import { EXPLORE_PATH, exploreHref, type ExploreState } from '../explore-state.ts'
import { chart, type PlotView } from './chart.ts'
import { GAP, type ChartPoint } from './chart-point.ts'
import { formatBytes } from './format-bytes.ts'
import { exactCount, formatCount } from './format-count.ts'
import { formatMs } from './format-duration.ts'
import { plural } from './plural.ts'
import { RUN_STATES } from './query-states.ts'
import type { StateBadge } from './state-badge.ts'
import { csvHref, type CsvTable } from './table-csv.ts'

export interface ExploreResultView {
  readonly state: StateBadge
  readonly subtitle: string
  /** Asked for again and again until the run has ended; null then. */
  readonly pollHref: string | null
  readonly stop: { readonly action: string; readonly run: string } | null
  readonly problem: string | null
  readonly chart: PlotView | null
  readonly table: ResultTableView | null
  readonly csvHref: string | null
}

export interface ResultTableView {
  readonly headings: readonly { readonly label: string; readonly isText: boolean }[]
  readonly rows: readonly (readonly { readonly value: string; readonly isText: boolean; readonly isNull: boolean }[])[]
}

export const RESULT_TABLE = 'explore-result'
export const STOP_PATH = `${EXPLORE_PATH}/stop`
const MAX_BARS = 40

export function exploreResult(state: ExploreState, run: QueryRun, result: QueryResult | null): ExploreResultView {
  const href = exploreHref(state)
  const isRunning = run.status === 'running'
  return {
    state: RUN_STATES[run.status],
    subtitle: subtitleOf(run, result),
    pollHref: isRunning ? href : null,
    stop: isRunning ? { action: STOP_PATH, run: run.id } : null,
    problem: problemOf(run, result),
    chart: result === null ? null : chartOf(state, result),
    table: result === null ? null : tableOf(result),
    csvHref: result === null ? null : csvHref(href, RESULT_TABLE),
  }
}

/** All rows that are shown; numbers as they are, texts so that no spreadsheet takes them for a formula. */
export function resultCsv({ columns, rows }: QueryResult): CsvTable {
  function* records(): Generator<CsvValue[]> {
    yield columns.map(({ name }) => name)
    for (const row of rows) yield row.map((value, index) => csvValueOf(value, columns[index]))
  }
  return { id: RESULT_TABLE, records }
}

function csvValueOf(value: string | null, column: ResultColumn | undefined): CsvValue {
  if (value === null) return null
  return column?.isNumber === true && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? { decimal: value } : value
}

function subtitleOf({ startedAt, endedAt, scannedBytes }: QueryRun, result: QueryResult | null): string {
  const took = endedAt === null ? [] : [`took ${formatMs(Date.parse(endedAt) - Date.parse(startedAt))}`]
  const rows = result === null ? [] : [result.isCut ? `the first ${plural(result.rows.length, 'row')}` : plural(result.rows.length, 'row')]
  const read = scannedBytes === null ? [] : [`read ${formatBytes(scannedBytes)}`]
  return [...rows, ...took, ...read].join(', ')
}

function problemOf({ status, reason }: QueryRun, result: QueryResult | null): string | null {
  if (status === 'running') return null
  if (status !== 'succeeded') return reason ?? 'Nothing is said about why.'
  return result === null ? 'Its answer is no longer kept: run it again.' : null
}

function tableOf({ columns, rows }: QueryResult): ResultTableView {
  return {
    headings: columns.map(({ name, isNumber }) => ({ label: name, isText: !isNumber })),
    rows: rows.map((row) => row.map((value, index) => ({ value: value ?? 'null', isNull: value === null, isText: columns[index]?.isNumber !== true }))),
  }
}

/** A column of numbers over what the first column says, where that is no number itself. */
function chartOf(state: ExploreState, { columns, rows }: QueryResult): PlotView | null {
  const numeric = columns.flatMap((column, index) => (column.isNumber ? [{ ...column, index }] : []))
  const drawn = numeric.find(({ name }) => name === state.column) ?? numeric[0]
  const first = columns[0]
  if (first === undefined || first.isNumber || drawn === undefined || rows.length < 2) return null
  const shown = rows.slice(0, MAX_BARS)
  const labels = shown.map(([value]) => value ?? '(none)')
  const isTime = labels.every((label) => /^\d{4}-\d\d-\d\d/.test(label))
  return chart({
    id: 'explore-chart', kind: 'bar', horizontal: !isTime, unit: 'count', title: drawn.name, first: first.name,
    categories: labels.map((label) => ({ label, tick: label.length > 24 ? `${label.slice(0, 23)}…` : label })),
    series: [{ name: drawn.name, title: drawn.name, color: 'c0', points: shown.map((row) => pointOf(row[drawn.index] ?? null)) }],
    summary: rows.length > shown.length ? `${drawn.name} of the first ${exactCount(shown.length)} rows.` : `${drawn.name} by ${first.name}.`,
    switches: numeric.length < 2 ? [] : [{
      label: 'Column',
      choices: numeric.map(({ name }) => ({ label: name, title: '', current: name === drawn.name, href: exploreHref({ ...state, column: name }) })),
    }],
  })
}

function pointOf(text: string | null): ChartPoint {
  const value = Number(text)
  if (text === null || !Number.isFinite(value)) return GAP
  return { value, cell: { value: Number.isInteger(value) && value >= 0 ? formatCount(value) : String(value), exact: text } }
}
