import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { csv, type CsvValue } from '../domain/csv.ts'
import type { ExportFormat } from '../domain/export-keys.ts'
import { FOCUS_COLUMNS, focusKind, type FocusColumn, type FocusKind } from '../domain/focus-columns.ts'
import type { FocusRow } from '../domain/focus.ts'
import { parseUsd } from '../domain/money.ts'

/** The rows as a file: the same rows give the same bytes. */
export function focusFile(rows: readonly FocusRow[], format: ExportFormat): Uint8Array {
  return format === 'csv' ? gzipSync(csv(csvRecords(rows))) : parquet(rows)
}

function csvRecords(rows: readonly FocusRow[]): CsvValue[][] {
  return [[...FOCUS_COLUMNS], ...rows.map((row) => FOCUS_COLUMNS.map((column): CsvValue => {
    const value = row[column]
    if (typeof value === 'boolean') return String(value)
    return focusKind(column) === 'cost' ? { decimal: String(value) } : value
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
} as const satisfies Record<FocusKind, object>

function parquet(rows: readonly FocusRow[]): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({
    columnData: FOCUS_COLUMNS.map((name) => ({ name, data: rows.map((row) => stored(focusKind(name), row[name])) })),
    schema: [
      { name: 'focus', num_children: FOCUS_COLUMNS.length },
      ...FOCUS_COLUMNS.map((name) => ({ name, ...ELEMENTS[focusKind(name)], repetition_type: 'OPTIONAL' as const })),
    ],
  }))
}

function stored(kind: FocusKind, value: FocusRow[FocusColumn]): bigint | Date | boolean | string | null {
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
