import { QueryError } from '../domain/query-error.ts'
import { single } from '../domain/query-parameters.ts'
import { choiceParameter } from './choice-parameter.ts'

/** How a table is sorted, cut into pages, searched and which columns it shows. */
export interface TableState {
  /** Id of a column, or NAME_COLUMN. */
  readonly sort: string
  readonly direction: 'asc' | 'desc'
  /** From 1 on. */
  readonly page: number
  /** Empty for all rows. */
  readonly search: string
  /** Ids of the columns that are shown. */
  readonly columns: readonly string[]
}

/** What the state of a table can be. */
export interface TableLayout {
  /** Goes before its parameters, where a page holds several tables: `code-`. */
  readonly prefix: string
  readonly columns: readonly ColumnLayout[]
  /** The column that it is sorted by unless told otherwise. */
  readonly sort: string
}

export interface ColumnLayout {
  readonly id: string
  /** Text sorts from A, numbers from the largest. */
  readonly kind: 'number' | 'text'
  /** Whether it is there without being asked for. */
  readonly isShown: boolean
}

/** The first column, which every table has. */
export const NAME_COLUMN = 'name'

/** Between the ids of columns: none of them has one, and URLs leave it as it is. */
const SEPARATOR = '.'
const MAX_PAGE_DIGITS = 6

/** Names of the parameters of a table. */
export function tableParameterNames({ prefix }: Pick<TableLayout, 'prefix'>): string[] {
  return ['sort', 'dir', 'page', 'find', 'columns'].map((name) => prefix + name)
}

/** Parameters → state. Throws a QueryError that names the parameter at fault. */
export function parseTableState(parameters: URLSearchParams, layout: TableLayout): TableState {
  const { prefix } = layout
  const sort = choiceParameter(parameters, `${prefix}sort`, [NAME_COLUMN, ...layout.columns.map(({ id }) => id)], layout.sort)
  return {
    sort,
    direction: choiceParameter(parameters, `${prefix}dir`, ['asc', 'desc'], firstDirection(sort, layout)),
    page: pageParameter(parameters, `${prefix}page`),
    search: (single(parameters, `${prefix}find`) ?? '').trim(),
    columns: columnsParameter(parameters, `${prefix}columns`, layout),
  }
}

/** State → parameters; null where it is as it is by default. */
export function tableParameters(state: TableState, layout: TableLayout): Record<string, string | null> {
  const { prefix } = layout
  const columns = state.columns.join(SEPARATOR)
  return {
    [`${prefix}sort`]: state.sort === layout.sort ? null : state.sort,
    [`${prefix}dir`]: state.direction === firstDirection(state.sort, layout) ? null : state.direction,
    [`${prefix}page`]: state.page === 1 ? null : String(state.page),
    [`${prefix}find`]: state.search === '' ? null : state.search,
    [`${prefix}columns`]: columns === shownColumns(layout).join(SEPARATOR) ? null : columns,
  }
}

/** The direction in which a column is sorted at first. */
export function firstDirection(sort: string, { columns }: Pick<TableLayout, 'columns'>): 'asc' | 'desc' {
  return columns.some(({ id, kind }) => id === sort && kind === 'number') ? 'desc' : 'asc'
}

function shownColumns({ columns }: TableLayout): string[] {
  return columns.filter(({ isShown }) => isShown).map(({ id }) => id)
}

function pageParameter(parameters: URLSearchParams, name: string): number {
  const text = single(parameters, name)
  if (text === null) return 1
  if (!/^[1-9]\d*$/.test(text) || text.length > MAX_PAGE_DIGITS) throw new QueryError(name, `wants a page number from 1 on, not "${text}"`)
  return Number(text)
}

/** As links write it (`calls.cost`) and as a form with a box for each column sends it (once per column). */
function columnsParameter(parameters: URLSearchParams, name: string, layout: TableLayout): string[] {
  const chosen = parameters.getAll(name).flatMap((text) => text.split(SEPARATOR)).filter((id) => id !== '')
  const unknown = chosen.find((id) => !layout.columns.some((column) => column.id === id))
  if (unknown !== undefined) throw new QueryError(name, `the table has no column "${unknown}"`)
  if (chosen.length === 0) return shownColumns(layout)
  return layout.columns.map(({ id }) => id).filter((id) => chosen.includes(id))
}
