import { single } from '../domain/query-parameters.ts'
import { choiceParameter } from './choice-parameter.ts'
import { parsePageState, type OwnParameters, type PageState } from './page-state.ts'
import { parseTableState, tableParameterNames, tableParameters, type TableLayout, type TableState } from './table-state.ts'

/** One thing that a page's address says, by one parameter or several. */
export interface PageParameter<T> {
  /** Of its parameters, for a field of the state that has this name. */
  readonly names: (field: string) => string[]
  /** Throws a QueryError that names the parameter at fault. */
  readonly parse: (parameters: URLSearchParams, field: string) => T
  /** Null for what is as it is by default. */
  readonly format: (value: T, field: string) => OwnParameters
}

/** One of a few words. */
export function wordParameter<const T extends string>(choices: readonly T[], fallback: NoInfer<T>): PageParameter<T> {
  return {
    names: (field) => [field],
    parse: (parameters, field) => choiceParameter(parameters, field, choices, fallback),
    format: (value, field) => ({ [field]: value === fallback ? null : value }),
  }
}

/** A name, or null. */
export const NAME_PARAMETER: PageParameter<string | null> = {
  names: (field) => [field],
  parse: (parameters, field) => single(parameters, field),
  format: (value, field) => ({ [field]: value }),
}

export function tableParameter(layout: TableLayout): PageParameter<TableState> {
  return {
    names: () => tableParameterNames(layout),
    parse: (parameters) => parseTableState(parameters, layout),
    format: (value) => tableParameters(value, layout),
  }
}

type Values = Readonly<Record<string, unknown>>
type ParametersOf<V extends Values> = { readonly [F in keyof V & string]: PageParameter<V[F]> }

/** How the state of a page, beyond what all pages have, is written in its address. */
export interface PageParameters<V> {
  /** Query string → state. Throws a QueryError that names the parameter at fault. */
  readonly parse: (text: string) => PageState & V
  /** State → the page's own parameters; null where it is as it is by default. */
  readonly format: (state: V) => OwnParameters
}

export function pageParameters<V extends Values>(fields: ParametersOf<V>): PageParameters<V> {
  const entries = Object.entries(fields) as [keyof V & string, PageParameter<V[keyof V & string]>][]
  const names = entries.flatMap(([field, { names }]) => names(field))
  return {
    parse(text) {
      const parameters = new URLSearchParams(text)
      const own = Object.fromEntries(entries.map(([field, { parse }]) => [field, parse(parameters, field)])) as V
      return { ...parsePageState(text, names), ...own }
    },
    format: (state) => Object.assign({}, ...entries.map(([field, { format }]) => format(state[field], field))) as OwnParameters,
  }
}
