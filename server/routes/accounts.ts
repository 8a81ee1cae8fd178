import { accountsReport, type AccountsReport } from '../accounts-report.ts'
import { accountsParameters, parseAccountsState, type AccountsState } from '../accounts-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { accountsView, type AccountsView } from '../view-models/accounts.ts'

/** `/accounts`: every account and region side by side, those that send nothing included. */
export const accountsPage: UsagePage<AccountsState, AccountsReport, AccountsView> = {
  path: '/accounts',
  name: 'accounts',
  title: 'Accounts',
  regions: ['accounts-summary', 'accounts-trend', 'accounts-table'],
  parse: parseAccountsState,
  own: accountsParameters,
  report: accountsReport,
  view: accountsView,
}
