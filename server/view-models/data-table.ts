import type { CsvValue } from '../../domain/csv.ts'
import { firstDirection, NAME_COLUMN, type TableLayout, type TableState } from '../table-state.ts'
import type { CellView } from './cell-view.ts'
import { exactCount, NO_DATA } from './format-count.ts'
import { plural } from './plural.ts'
import { tableControls, type TableControls } from './table-controls.ts'
import { csvHref, tableCsv, type CsvTable } from './table-csv.ts'

/** A column of numbers (or text) N that all rows have. */
export interface TableColumn<N> {
  readonly id: string
  readonly kind: 'number' | 'text'
  readonly isShown: boolean
  readonly label: string
  /** Explains the heading. */
  readonly help: string
  /** What it is sorted by; null comes last whichever way. */
  readonly value: (numbers: N) => number | bigint | string | null
  readonly cell: (numbers: N, whole: N) => CellView
  /** Of the number in a CSV, beside its label. */
  readonly unit?: string
  /** What a CSV says where that is not what it is sorted by. */
  readonly csv?: (numbers: N, whole: N) => CsvValue
  /** Whether a CSV has it even where it is not shown. */
  readonly inCsv?: boolean
}

export interface TableRow<N> {
  /** Exact name: shown on hover, searched, and what equal rows are ordered by. */
  readonly key: string
  readonly name: string
  readonly badges: readonly string[]
  /** Colour class, or null. */
  readonly color: string | null
  /** Where a click on its name leads, and what that is. */
  readonly href: string | null
  readonly hint: string
  /** True of the row that the page is narrowed down to. */
  readonly isCurrent?: boolean
  readonly numbers: N
  /** The page that explains the number in a column; null for numbers that explain themselves. */
  readonly explain: (column: string) => string | null
}

/** A table whose rows add up. */
export interface TableSpec<N> extends ListSpec<N> {
  /** All rows together, and the page that explains its numbers. */
  readonly total: N
  readonly explainTotal: (column: string) => string | null
  /** The same of all rows but these; left out where no page tells those apart. */
  readonly explainRest?: (shown: readonly TableRow<N>[]) => (column: string) => string | null
  readonly sumOf: (rows: readonly N[]) => N
  /** Length of a row's bar, from 0 to 1. */
  readonly share: (numbers: N, whole: N) => number
}

/** A table whose rows do not add up to anything. */
export interface ListSpec<N> {
  readonly id: string
  readonly title: string
  /** What a row is: `model`. */
  readonly noun: string
  /** Heading of the first column. */
  readonly first: string
  readonly layout: Omit<TableLayout, 'columns'>
  readonly columns: readonly TableColumn<N>[]
  readonly rows: readonly TableRow<N>[]
  readonly state: TableState
  readonly hrefOf: (state: TableState) => string
  readonly pageSize?: number
}

export interface DataTableView {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly columns: readonly HeadingView[]
  readonly rows: readonly RowView[]
  /** Null where rows do not add up. */
  readonly totals: readonly CellView[] | null
  readonly controls: TableControls
  readonly csv: CsvTable
  readonly csvHref: string
}

interface HeadingView {
  readonly label: string
  readonly help: string
  readonly isText: boolean
  readonly sort: 'ascending' | 'descending' | 'none'
  readonly href: string
}

interface RowView {
  readonly name: string
  readonly title: string
  readonly badges: readonly string[]
  readonly color: string | null
  readonly href: string | null
  readonly current: boolean
  /** Null where rows do not add up. */
  readonly shareWidth: string | null
  readonly cells: readonly (CellView & { readonly isText: boolean })[]
}

const PAGE_SIZE = 25

/** One page of the rows that match, everything else as one row, and the total that they add up to. */
export function dataTable<N>(spec: TableSpec<N>): DataTableView & { readonly totals: readonly CellView[] } {
  const { total, share, explainTotal } = spec
  const { view, shown, cells } = listed(spec, () => total, ({ numbers }) => percent(share(numbers, total)))
  const rest = withoutAll(spec.rows, shown)
  return {
    ...view,
    rows: [...view.rows, ...(rest.length === 0 ? [] : [otherRow(rest, shown, spec, cells)])],
    totals: cells(total, explainTotal),
  }
}

/** One page of the rows that match. */
export function listTable<N>(spec: ListSpec<N>): DataTableView {
  return listed(spec, (numbers) => numbers, () => null).view
}

function listed<N>(spec: ListSpec<N>, wholeOf: (numbers: N) => N, shareWidth: (row: TableRow<N>) => string | null) {
  const { state, pageSize = PAGE_SIZE } = spec
  const layout = { ...spec.layout, columns: spec.columns }
  const columns = spec.columns.filter(({ id }) => state.columns.includes(id))
  const matching = sorted(spec.rows.filter((row) => matches(row, state.search)), spec)
  const page = Math.min(state.page, Math.max(1, Math.ceil(matching.length / pageSize)))
  const shown = matching.slice((page - 1) * pageSize, page * pageSize)
  const cells = (numbers: N, explain: TableRow<N>['explain']) => columns.map(({ id, kind, cell }) => {
    const view = cell(numbers, wholeOf(numbers))
    const href = view.value === NO_DATA ? null : explain(id)
    return { ...view, isText: kind === 'text', ...(href === null ? {} : { explain: href }) }
  })
  const rowView = (row: TableRow<N>): RowView => ({
    name: row.name, title: row.hint === '' ? row.key : `${row.key}: ${row.hint}`, badges: row.badges, color: row.color, href: row.href,
    current: row.isCurrent === true, shareWidth: shareWidth(row), cells: cells(row.numbers, row.explain),
  })
  const view: DataTableView = {
    id: spec.id,
    title: spec.title,
    subtitle: state.search === '' ? plural(spec.rows.length, spec.noun)
      : `${exactCount(matching.length)} of ${plural(spec.rows.length, spec.noun)} match “${state.search}”`,
    columns: [
      heading({ id: NAME_COLUMN, kind: 'text', label: spec.first, help: '' }, spec, layout),
      ...columns.map((column) => heading(column, spec, layout)),
    ],
    rows: shown.map(rowView),
    totals: null,
    controls: tableControls({
      layout, columns: spec.columns, state: { ...state, page }, hrefOf: spec.hrefOf, noun: spec.noun,
      total: spec.rows.length, matching: matching.length, pageSize,
    }),
    csv: tableCsv({
      id: spec.id, first: spec.first, rows: matching, wholeOf,
      columns: spec.columns.filter(({ id, inCsv }) => state.columns.includes(id) || inCsv === true),
    }),
    csvHref: csvHref(spec.hrefOf({ ...state, page: 1 }), spec.id),
  }
  return { view, shown, cells }
}

function otherRow<N>(
  rest: readonly TableRow<N>[], shown: readonly TableRow<N>[], { sumOf, share, total, explainRest }: TableSpec<N>,
  cells: (numbers: N, explain: TableRow<N>['explain']) => RowView['cells'],
): RowView {
  const numbers = sumOf(rest.map((row) => row.numbers))
  return {
    name: `Other (${exactCount(rest.length)})`, title: 'All that this page of the table does not show', badges: [], color: 'c-other', href: null,
    current: false, shareWidth: percent(share(numbers, total)), cells: cells(numbers, explainRest?.(shown) ?? (() => null)),
  }
}

function heading<N>(
  { id, kind, label, help }: Pick<TableColumn<N>, 'id' | 'kind' | 'label' | 'help'>, { state, hrefOf }: ListSpec<N>, layout: TableLayout,
): HeadingView {
  const isSorted = state.sort === id
  const first = firstDirection(id, layout)
  const direction = !isSorted ? first : state.direction === 'asc' ? 'desc' : 'asc'
  return {
    label, help, isText: kind === 'text',
    sort: !isSorted ? 'none' : state.direction === 'asc' ? 'ascending' : 'descending',
    href: hrefOf({ ...state, sort: id, direction, page: 1 }),
  }
}

function matches<N>({ key, name, badges }: TableRow<N>, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/)
  const text = [key, name, ...badges].join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}

function sorted<N>(rows: readonly TableRow<N>[], { state, columns }: ListSpec<N>): TableRow<N>[] {
  const column = columns.find(({ id }) => id === state.sort)
  const value = (row: TableRow<N>) => (column === undefined ? row.name.toLowerCase() : column.value(row.numbers))
  const sign = state.direction === 'asc' ? 1 : -1
  return rows.map((row) => ({ row, value: value(row) }))
    .sort((a, b) => order(a.value, b.value, sign) || order(a.row.key, b.row.key, 1))
    .map(({ row }) => row)
}

type Sortable = number | bigint | string | null

function order(a: Sortable, b: Sortable, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a < b ? -sign : a > b ? sign : 0
}

function withoutAll<T>(all: readonly T[], some: readonly T[]): T[] {
  const out = new Set(some)
  return all.filter((one) => !out.has(one))
}

function percent(share: number): string {
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`
}
