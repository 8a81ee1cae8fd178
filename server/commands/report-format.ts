import { csv } from '../../domain/csv.ts'
import type { GroupKey } from '../../domain/group-keys.ts'
import { measureJson, type MeasureJson } from '../../domain/measure-json.ts'
import { reportRecords, reportRows } from '../../domain/report-rows.ts'
import type { Report, ReportNumbers } from '../../domain/report.ts'
import { textTable } from './text-table.ts'

export const REPORT_FORMATS = ['table', 'json', 'csv'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** Without group keys it is the total alone. A table ends with the total; a CSV does not, so that it can be summed. */
export function formatReport(report: Report, groupBy: readonly GroupKey[], format: ReportFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ rows: reportRows(report, groupBy), total: measureJson(report.total) }, null, 2)}\n`
    case 'csv':
      return csv(reportRecords(report, groupBy))
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
