import { ageOf } from '../../domain/freshness.ts'
import type { QuarantineReport } from '../pipeline-report.ts'
import type { LatestLine } from '../quarantine-data.ts'
import { exactCount } from './format-count.ts'
import { formatAge } from './format-duration.ts'
import { formatInstant } from './format-time.ts'
import { plural } from './plural.ts'

export interface QuarantineView {
  readonly subtitle: string
  /** Why there is no row. */
  readonly none: string
  readonly rows: readonly QuarantineRow[]
}

export interface QuarantineRow {
  /** The name of the log file, and the folders that it lies in. */
  readonly name: string
  readonly folder: string
  readonly key: string
  readonly line: string
  readonly reason: string
  readonly code: string
  readonly field: string
  readonly instant: string
  readonly at: string
  readonly age: string
}

/** Reasons that a line is in quarantine for, in words; one that is not among them speaks for itself. */
const REASONS: Readonly<Record<string, string>> = {
  not_json: 'is no JSON',
  not_an_object: 'is no object',
  missing_field: 'lacks a field',
  bad_field: 'has a field of another kind',
  bad_timestamp: 'has no readable time',
  future_timestamp: 'is from the future',
  bad_count: 'has a count that is none',
  account_mismatch: 'is of another account',
  foreign_bucket: 'is in a bucket that is not configured',
  truncated: 'ends in the middle',
  corrupt: 'is damaged from here on',
  too_large: 'unfolds to too much',
  further_lines_not_listed: 'is followed by more, not listed',
}

/** The last lines that could not be read: where they stand and why, never what they say. */
export function quarantinePanel({ isPartial, lines, objects, latest }: QuarantineReport, now: Date): QuarantineView {
  const all = `${plural(lines, 'line')} in ${plural(objects, 'log file')}`
  return {
    subtitle: lines > latest.length ? `latest ${exactCount(latest.length)} of ${all}` : lines === 0 ? '' : all,
    none: isPartial ? 'Nobody can tell whose calls a line is about that could not be read: only who may see all callers of an account sees them.'
      : 'Every line of every log file could be read.',
    rows: latest.map((line) => quarantineRow(line, now)),
  }
}

function quarantineRow({ key, line, reason, field, at }: LatestLine, now: Date): QuarantineRow {
  const slash = key.lastIndexOf('/')
  return {
    name: key.slice(slash + 1), folder: key.slice(0, Math.max(0, slash)), key, line: exactCount(line),
    reason: REASONS[reason] ?? reason, code: reason, field: field ?? '',
    instant: at, at: formatInstant(at), age: formatAge(ageOf(at, now.getTime())),
  }
}
