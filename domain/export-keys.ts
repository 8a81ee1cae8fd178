/** Forms of exported files; CSV is compressed with gzip. */
export const EXPORT_FORMATS = ['parquet', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Query engines take it for a column: the month that a charge is billed in. */
export const EXPORT_PARTITION = 'billing_period'

const ENDINGS = { parquet: 'parquet', csv: 'csv.gz' } as const satisfies Record<ExportFormat, string>

/** All files of a format and nothing else, so that it can be queried as a table as it stands. */
export function exportFolder(format: ExportFormat): string {
  return `focus/${format}/`
}

/** `focus/parquet/billing_period=2026-07/2026-07-18.parquet`: a UTC day has one key, whenever it is written. */
export function exportKey(format: ExportFormat, day: string): string {
  return `${exportFolder(format)}${EXPORT_PARTITION}=${day.slice(0, 7)}/${day}.${ENDINGS[format]}`
}

/** The day that a key is of; null for what is no exported file. */
export function exportedDay(format: ExportFormat, key: string): string | null {
  const [day] = /\d{4}-\d{2}-\d{2}(?=[^/]*$)/.exec(key) ?? []
  return day !== undefined && exportKey(format, day) === key ? day : null
}
