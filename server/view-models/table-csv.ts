import type { CsvValue } from '../../domain/csv.ts'
import { formatUsd } from '../../domain/money.ts'
import type { TableColumn, TableRow } from './data-table.ts'

/** A table as a CSV: its heading and all of its rows, also those of other pages of it. */
export interface CsvTable {
  readonly id: string
  /** Made as they are asked for. */
  readonly records: () => Iterable<readonly CsvValue[]>
}

/** The link to the CSV of a table, from the link to what the page shows. */
export function csvHref(href: string, tableId: string): string {
  return `${href}${href.includes('?') ? '&' : '?'}${new URLSearchParams({ format: 'csv', table: tableId }).toString()}`
}

/** The links to those of a page's tables that have a row, by their ids. */
export function csvHrefs(href: string, tables: readonly CsvTable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tables.filter(hasRows).map(({ id }) => [id, csvHref(href, id)]))
}

function hasRows({ records }: CsvTable): boolean {
  const [heading, first] = records()
  return heading !== undefined && first !== undefined
}

interface CsvSpec<N> {
  readonly id: string
  readonly first: string
  /** Those that are shown, and those that every CSV has. */
  readonly columns: readonly TableColumn<N>[]
  /** All that match, in their order. */
  readonly rows: readonly TableRow<N>[]
  /** What a row is a part of. */
  readonly wholeOf: (numbers: N) => N
}

/** Numbers raw and money exact, without a total, so that it can be summed. Rows have their exact name beside the one that is shown. */
export function tableCsv<N>({ id, first, columns, rows, wholeOf }: CsvSpec<N>): CsvTable {
  function* records(): Generator<CsvValue[]> {
    yield [first, 'Id', 'Labels', ...columns.map(({ label, unit }) => (unit === undefined ? label : `${label} (${unit})`))]
    for (const { name, key, badges, numbers } of rows) {
      const whole = wholeOf(numbers)
      const values = columns.map(({ csv, value }) => (csv === undefined ? csvValue(value(numbers)) : csv(numbers, whole)))
      yield [name, key, badges.join(', '), ...values]
    }
  }
  return { id, records }
}

/** Amounts of money are bigints. */
export function csvValue(value: number | bigint | string | null): CsvValue {
  return typeof value === 'bigint' ? { decimal: formatUsd(value) } : value
}
