import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { csv, type CsvValue } from '../domain/csv.ts'
import { FOCUS_COLUMNS, FOCUS_COSTS, FOCUS_QUANTITIES, type FocusColumn, type FocusRow } from '../domain/focus.ts'
import { parseUsd } from '../domain/money.ts'

export const EXPORT_FORMATS = ['parquet', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const FILE_ENDINGS = { parquet: 'parquet', csv: 'csv.gz' } as const satisfies Record<ExportFormat, string>

/** The rows as a file: the same rows give the same bytes. */
export function focusFile(rows: readonly FocusRow[], format: ExportFormat): Uint8Array {
  return format === 'csv' ? gzipSync(csv(csvRecords(rows))) : parquet(rows)
}

function csvRecords(rows: readonly FocusRow[]): CsvValue[][] {
  return [[...FOCUS_COLUMNS], ...rows.map((row) => FOCUS_COLUMNS.map((column): CsvValue => {
    const value = row[column]
    if (typeof value === 'boolean') return String(value)
    return kindOf(column) === 'cost' ? { decimal: String(value) } : value
  }))]
}

/** Money is a decimal of 38 digits with 18 behind the point, so that nothing is lost. */
const DECIMAL = { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, converted_type: 'DECIMAL', precision: 38, scale: 18 } as const
const ELEMENTS = {
  cost: DECIMAL,
  quantity: { type: 'INT64' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  flag: { type: 'BOOLEAN' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
} as const

function parquet(rows: readonly FocusRow[]): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({
    columnData: FOCUS_COLUMNS.map((name) => ({ name, data: rows.map((row) => stored(kindOf(name), row[name])) })),
    schema: [
      { name: 'focus', num_children: FOCUS_COLUMNS.length },
      ...FOCUS_COLUMNS.map((name) => ({ name, ...ELEMENTS[kindOf(name)], repetition_type: 'OPTIONAL' as const })),
    ],
  }))
}

function kindOf(column: FocusColumn): keyof typeof ELEMENTS {
  if (FOCUS_COSTS.some((cost) => cost === column)) return 'cost'
  if (FOCUS_QUANTITIES.some((quantity) => quantity === column)) return 'quantity'
  if (/Period(Start|End)$/.test(column)) return 'instant'
  return column === 'x_CostIsComplete' ? 'flag' : 'text'
}

function stored(kind: keyof typeof ELEMENTS, value: FocusRow[FocusColumn]): bigint | Date | boolean | string | null {
  switch (kind) {
    case 'cost':
      return parseUsd(String(value))
    case 'quantity':
      return BigInt(Number(value))
    case 'instant':
      return new Date(String(value))
    case 'flag':
      return value === true
    case 'text':
      return value === null ? null : String(value)
  }
}
