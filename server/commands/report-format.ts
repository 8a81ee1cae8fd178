import { csv, type CsvValue } from '../../domain/csv.ts'
import type { GroupKey } from '../../domain/group-keys.ts'
import { measureJson, type MeasureJson } from '../../domain/measure-json.ts'
import type { Report, ReportNumbers } from '../../domain/report.ts'
import { textTable } from './text-table.ts'

export const REPORT_FORMATS = ['table', 'json', 'csv'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** Without group keys it is the total alone. A table ends with the total; a CSV does not, so that it can be summed. */
export function formatReport(report: Report, groupBy: readonly GroupKey[], format: ReportFormat): string {
  switch (format) {
    case 'json':
      return jsonReport(report, groupBy)
    case 'csv':
      return csvReport(report, groupBy)
    case 'table':
      return tableReport(report, groupBy)
  }
}

interface Line {
  readonly keys: readonly string[]
  readonly measures: MeasureJson
}

function linesOf(report: Report, groupBy: readonly GroupKey[]): Line[] {
  if (groupBy.length === 0) return []
  return report.rows.map((row) => ({ keys: groupBy.map((key) => row.keys[key] ?? ''), measures: measureJson(row) }))
}

function jsonReport(report: Report, groupBy: readonly GroupKey[]): string {
  const rows = linesOf(report, groupBy).map(({ keys, measures }) => ({
    ...Object.fromEntries(groupBy.map((key, index) => [key, keys[index]])),
    ...measures,
  }))
  return `${JSON.stringify({ rows, total: measureJson(report.total) }, null, 2)}\n`
}

function csvReport(report: Report, groupBy: readonly GroupKey[]): string {
  const lines = groupBy.length === 0 ? [totalLine(report.total, [])] : linesOf(report, groupBy)
  const records = lines.map(({ keys, measures }) => [...keys, ...measureFields(measures)])
  return csv([[...groupBy, ...measureNames(report)], ...records])
}

function measureFields(measures: MeasureJson): CsvValue[] {
  return Object.values(measures).map((value: number | string | null) => (typeof value === 'string' ? { decimal: value } : value))
}

function tableReport(report: Report, groupBy: readonly GroupKey[]): string {
  const total = totalLine(report.total, groupBy.map((_, index) => (index === 0 ? 'total' : '')))
  const lines = [...linesOf(report, groupBy), total]
  const rows = lines.map(({ keys, measures }) => [...keys, ...Object.values(measures).map(tableText)])
  const names = measureNames(report)
  return textTable([...groupBy, ...names], rows, [...groupBy.map(() => false), ...names.map(() => true)])
}

function tableText(value: number | string | null): string {
  return value === null ? '–' : String(value)
}

function totalLine(total: ReportNumbers, keys: readonly string[]): Line {
  return { keys, measures: measureJson(total) }
}

function measureNames({ total }: Report): string[] {
  return Object.keys(measureJson(total))
}
