import { choiceParameter } from './choice-parameter.ts'
import { DEFAULT_TREND_METRIC, TREND_METRICS, type TrendMetric } from './overview-state.ts'
import { parsePageState, type OwnParameters, type PageState } from './page-state.ts'
import { parseTableState, tableParameterNames, tableParameters, type TableLayout, type TableState } from './table-state.ts'

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

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parseAccountsState(text: string): AccountsState {
  const parameters = new URLSearchParams(text)
  return {
    ...parsePageState(text, ['metric', ...tableParameterNames(ACCOUNTS_LAYOUT)]),
    metric: choiceParameter(parameters, 'metric', TREND_METRICS, DEFAULT_TREND_METRIC),
    table: parseTableState(parameters, ACCOUNTS_LAYOUT),
  }
}

export function accountsParameters({ metric, table }: AccountsState): OwnParameters {
  return { metric: metric === DEFAULT_TREND_METRIC ? null : metric, ...tableParameters(table, ACCOUNTS_LAYOUT) }
}
