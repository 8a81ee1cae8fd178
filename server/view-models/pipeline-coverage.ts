import { ageOf, freshnessOf } from '../../domain/freshness.ts'
import type { ReportRow } from '../../domain/report.ts'
import type { PipelineReport, RunReport } from '../pipeline-report.ts'
import { exactCount } from './format-count.ts'
import { formatAge, formatSpan } from './format-duration.ts'
import { FOLDER_HINT, sourceName, type LogSource } from './freshness.ts'
import { plural } from './plural.ts'

/** Something that the numbers may lack. */
export interface CoverageItem {
  readonly tone: 'bad' | 'warn' | 'info'
  readonly title: string
  readonly text: string
}

/** Lines that are JSON but not as documented: the format may have changed. */
const FORMAT_REASONS = ['not_an_object', 'missing_field', 'bad_field', 'bad_count', 'bad_timestamp'] as const
const NAMED_SOURCES = 3

/** What the numbers leave out, worst first. */
export function coverage(numbers: PipelineReport, now: Date, logSource: LogSource): CoverageItem[] {
  const items = [
    ...numbers.runs.map((report) => runItem(report, now)),
    logSource === 'folder' ? folderItem(numbers, now) : silenceItem(numbers, now),
    quarantineItem(numbers),
    formatItem(numbers),
    unpricedItem(numbers.unpriced),
    profilesItem(numbers.unpriced),
    NOT_LOGGED,
  ].filter((item) => item !== null)
  return (['bad', 'warn', 'info'] as const).flatMap((tone) => items.filter((item) => item.tone === tone))
}

const NOT_LOGGED: CoverageItem = {
  tone: 'info',
  title: 'What Bedrock does not log is not here',
  text: 'Calls through the bedrock-mantle endpoint and batch inference jobs are in no invocation log, nor are those made while logging was off.',
}

const CONSEQUENCES = {
  'compute-cost': 'Calls made since then are in no number.',
  'aggregate-stats': 'Numbers are complete; long ranges are read hour by hour, and may be slow.',
  'sync-pricing': 'New models stay without a price, and changed prices as they were.',
} as const

function runItem({ kind, run, state }: RunReport, now: Date): CoverageItem | null {
  if (run === null || state === 'ok' || state === 'never') return null
  const title = state === 'failed' ? `The last run of ${kind} failed` : `Runs of ${kind} are overdue`
  return { tone: 'bad', title, text: `The last one ended ${formatAge(ageOf(run.finishedAt, now.getTime()))}. ${CONSEQUENCES[kind]}` }
}

function folderItem({ freshness: { newestEvent, behind } }: PipelineReport, now: Date): CoverageItem {
  const age = newestEvent === null ? 'No call was found in it so far.'
    : behind.length === 0 ? '' : `Its newest call was made ${formatAge(ageOf(newestEvent, now.getTime()))}: the numbers end there.`
  return { tone: 'info', title: 'The logs are files in a folder', text: `${age} ${FOLDER_HINT}`.trim() }
}

function silenceItem({ freshness: { behind } }: PipelineReport, now: Date): CoverageItem | null {
  const [furthest] = behind
  if (furthest === undefined) return null
  const named = behind.slice(0, NAMED_SOURCES)
    .map((source) => `${sourceName(source)} for ${formatSpan(ageOf(source.newestEvent, now.getTime()))}`)
  const others = behind.length > NAMED_SOURCES ? ` and ${exactCount(behind.length - NAMED_SOURCES)} more` : ''
  return {
    tone: freshnessOf(furthest.newestEvent, now.getTime()) === 'stale' ? 'bad' : 'warn',
    title: `No calls from ${plural(behind.length, 'source')}`,
    text: `${named.join(', ')}${others}. Either nobody calls models there, or logging, delivery or the spoke has stopped.`,
  }
}

function quarantineItem({ quarantine: { lines, objects } }: PipelineReport): CoverageItem | null {
  if (lines === 0) return null
  return {
    tone: 'warn',
    title: `${plural(lines, 'line')} could not be read`,
    text: `Their calls are in no number. They stand in ${plural(objects, 'log file')}, listed below, and can be parsed again after a fix.`,
  }
}

function formatItem({ quarantine: { linesByReason } }: PipelineReport): CoverageItem | null {
  const lines = FORMAT_REASONS.reduce((sum, reason) => sum + (linesByReason.get(reason) ?? 0), 0)
  if (lines === 0) return null
  return {
    tone: 'warn',
    title: `${plural(lines, 'record')} of an unknown form`,
    text: 'They are JSON but not what is documented: the schema of the logs may have changed.',
  }
}

function unpricedItem(rows: readonly ReportRow[]): CoverageItem | null {
  const unpriced = sumOf(rows, (row) => row.measures.unpricedCalls)
  const partial = sumOf(rows, (row) => row.measures.partialCalls)
  if (unpriced + partial === 0) return null
  return {
    tone: 'warn',
    title: `${plural(unpriced + partial, 'call')} not or not fully priced in the last 30 days of usage`,
    text: 'Cost is understated by what they cost. They are priced as soon as a price is known.',
  }
}

function profilesItem(rows: readonly ReportRow[]): CoverageItem | null {
  const unresolved = rows.filter((row) => row.keys.modelScope === 'application-profile')
  if (unresolved.length === 0) return null
  return {
    tone: 'warn',
    title: `${plural(unresolved.length, 'application inference profile')} without a known model`,
    text: `${plural(sumOf(unresolved, (row) => row.measures.calls), 'call')} in the last 30 days of usage. Which model stands behind a profile was not permitted to be read, or the profile is gone.`,
  }
}

function sumOf(rows: readonly ReportRow[], value: (row: ReportRow) => number): number {
  return rows.reduce((sum, row) => sum + value(row), 0)
}
