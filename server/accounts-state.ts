import { TREND_METRIC, type TrendMetric } from './overview-state.ts'
import { pageParameters, tableParameter } from './page-parameters.ts'
import type { PageState } from './page-state.ts'
import type { TableLayout, TableState } from './table-state.ts'

/** What the page of accounts shows. */
export interface AccountsState extends PageState {
  readonly metric: TrendMetric
  readonly table: TableState
}

export const ACCOUNTS_LAYOUT: TableLayout = {
  prefix: '',
  sort: 'cost',
  columns: [
    { id: 'cost', kind: 'number', isShown: true },
    { id: 'share', kind: 'number', isShown: true },
    { id: 'change', kind: 'number', isShown: true },
    { id: 'calls', kind: 'number', isShown: true },
    { id: 'tokens', kind: 'number', isShown: true },
    { id: 'errors', kind: 'number', isShown: true },
    { id: 'newest', kind: 'number', isShown: true },
  ],
}

export const { parse: parseAccountsState, format: accountsParameters } = pageParameters({
  metric: TREND_METRIC, table: tableParameter(ACCOUNTS_LAYOUT),
})
