import type { CsvValue } from './csv.ts'
import type { GroupKey } from './group-keys.ts'
import { measureJson, type MeasureJson } from './measure-json.ts'
import type { Report, ReportNumbers, ReportRow } from './report.ts'

/** A row as it leaves the program: the values of its keys, then its measures, each by its name. */
export type ReportRowJson = MeasureJson & Readonly<Partial<Record<GroupKey, string>>>

/** Without group keys there are no rows besides the total. */
export function reportRows(report: Report, groupBy: readonly GroupKey[]): ReportRowJson[] {
  if (groupBy.length === 0) return []
  return report.rows.map((row) => ({
    ...Object.fromEntries(groupBy.map((key) => [key, row.keys[key] ?? ''])), ...measureJson(row),
  }))
}

/** The heading and a record per row, without the total, so that they can be summed; without group keys the total alone. */
export function reportRecords(report: Report, groupBy: readonly GroupKey[]): CsvValue[][] {
  const lines: readonly (ReportNumbers | ReportRow)[] = groupBy.length === 0 ? [report.total] : report.rows
  return [
    [...groupBy, ...Object.keys(measureJson(report.total))],
    ...lines.map((line) => [
      ...groupBy.map((key) => 'keys' in line ? line.keys[key] ?? '' : ''), ...Object.values(measureJson(line)).map(measureValue),
    ]),
  ]
}

/** Texts among measures are decimals. */
function measureValue(value: number | string | null): CsvValue {
  return typeof value === 'string' ? { decimal: value } : value
}
