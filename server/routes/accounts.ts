import { accountsReport, type AccountsReport } from '../accounts-report.ts'
import { accountsParameters, parseAccountsState, type AccountsState } from '../accounts-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { accountsView, type AccountsView } from '../view-models/accounts.ts'

/** `/accounts`: every account and region side by side, those that send nothing included. */
export const accountsPage: UsagePage<AccountsState, AccountsReport, AccountsView> = {
  path: '/accounts',
  name: 'accounts',
  title: 'Accounts',
  panels: { 'accounts-summary': 'Summary', 'accounts-table': 'Accounts and regions', 'accounts-trend': 'Usage over time' },
  parse: parseAccountsState,
  own: accountsParameters,
  report: accountsReport,
  view: accountsView,
  tables: (view) => [view.table.csv, view.trend.csv],
}
