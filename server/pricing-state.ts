import { onlyKnown, single } from '../domain/query-parameters.ts'
import { CSV_PARAMETERS } from './csv-download.ts'
import { DEFAULT_REFRESH, refreshParameter, type RefreshChoice } from './refresh-choice.ts'
import { NAME_COLUMN, parseTableState, tableParameterNames, tableParameters, type TableLayout, type TableState } from './table-state.ts'
import { PRICE_COLUMNS } from './view-models/pricing-columns.ts'

/** All there is to say about what the page about prices shows. */
export interface PricingState {
  readonly table: TableState
  readonly refresh: RefreshChoice
  /** A change was saved just now. */
  readonly saved: boolean
}

export const PRICING_PATH = '/pricing'
export const PRICE_TABLE: TableLayout = { prefix: '', columns: PRICE_COLUMNS, sort: NAME_COLUMN }

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parsePricingState(text: string): PricingState {
  const parameters = new URLSearchParams(text)
  onlyKnown(parameters, ['refresh', 'saved', ...CSV_PARAMETERS, ...tableParameterNames(PRICE_TABLE)])
  return { table: parseTableState(parameters, PRICE_TABLE), refresh: refreshParameter(parameters), saved: single(parameters, 'saved') !== null }
}

/** State → link; what is as it is by default is left out. */
export function pricingHref({ table, refresh }: Omit<PricingState, 'saved'>): string {
  const own = { ...tableParameters(table, PRICE_TABLE), refresh: refresh === DEFAULT_REFRESH ? null : refresh }
  const said = Object.entries(own).flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]]))
  return said.length === 0 ? PRICING_PATH : `${PRICING_PATH}?${new URLSearchParams(said).toString()}`
}
