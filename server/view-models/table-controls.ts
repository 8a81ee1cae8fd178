import type { TableLayout, TableState } from '../table-state.ts'
import { formTo, type FormView } from './form.ts'
import { exactCount } from './format-count.ts'

/** What goes with a table: search, a choice of columns, pages. All of it works as plain forms and links. */
export interface TableControls {
  /** Null for a table so short that nobody needs it. */
  readonly search: FormView & { readonly name: string; readonly value: string; readonly label: string } | null
  /** Null where there is nothing to choose. */
  readonly columns: FormView & { readonly name: string; readonly choices: readonly ColumnChoice[] } | null
  /** Null for a single page. */
  readonly pages: PagesView | null
}

interface ColumnChoice {
  readonly id: string
  readonly label: string
  readonly title: string
  readonly checked: boolean
}

interface PagesView {
  /** `26–50 of 1,204` */
  readonly label: string
  readonly first: string | null
  readonly previous: string | null
  readonly next: string | null
  readonly last: string | null
}

export interface ControlsSpec {
  readonly layout: TableLayout
  readonly columns: readonly { readonly id: string; readonly label: string; readonly help: string; readonly isShown: boolean }[]
  readonly state: TableState
  readonly hrefOf: (state: TableState) => string
  readonly noun: string
  readonly total: number
  readonly matching: number
  readonly pageSize: number
}

const SHORT = 8

export function tableControls(spec: ControlsSpec): TableControls {
  const { layout, columns, state, hrefOf, noun, total } = spec
  const [find, chosen] = [`${layout.prefix}find`, `${layout.prefix}columns`]
  return {
    search: total <= SHORT && state.search === '' ? null : {
      ...formTo(hrefOf({ ...state, search: '', page: 1 }), (name) => name === find), name: find, value: state.search, label: `Search ${noun}s`,
    },
    columns: columns.every(({ isShown }) => isShown) ? null : {
      ...formTo(hrefOf({ ...state, page: 1 }), (name) => name === chosen),
      name: chosen,
      choices: columns.map(({ id, label, help }) => ({ id, label, title: help, checked: state.columns.includes(id) })),
    },
    pages: pagesOf(spec),
  }
}

function pagesOf({ state, hrefOf, matching, pageSize }: ControlsSpec): PagesView | null {
  const last = Math.ceil(matching / pageSize)
  if (last <= 1) return null
  const link = (page: number) => (page < 1 || page > last || page === state.page ? null : hrefOf({ ...state, page }))
  const from = (state.page - 1) * pageSize
  return {
    label: `${exactCount(from + 1)}–${exactCount(Math.min(matching, from + pageSize))} of ${exactCount(matching)}`,
    first: link(1), previous: link(state.page - 1), next: link(state.page + 1), last: link(last),
  }
}
