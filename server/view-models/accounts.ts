import type { Source } from '../../domain/source.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { UsageFilter } from '../../domain/usage-filter.ts'
import type { AccountsReport } from '../accounts-report.ts'
import { accountsParameters, ACCOUNTS_LAYOUT, type AccountsState } from '../accounts-state.ts'
import { explainHref } from '../explain-state.ts'
import { pageHref } from '../page-state.ts'
import type { PageContext } from '../usage-view.ts'
import { accountCards } from './account-cards.ts'
import { accountColumns, sumAccounts, type AccountNumbers } from './account-columns.ts'
import { accountName } from './account-name.ts'
import { sourceExtras, type SourceExtras } from './account-extras.ts'
import type { CardView } from './card-view.ts'
import type { PlotView } from './chart.ts'
import { comparedWith } from './compared-with.ts'
import { dataTable, type DataTableView, type TableRow } from './data-table.ts'
import { explainColumns } from './explain-links.ts'
import { narrowed } from './filter-links.ts'
import { usdToNumber } from './format-usd.ts'
import { colorsFor, OTHER_COLOR } from './palette.ts'
import type { PageView } from './shell.ts'
import { trend } from './trend.ts'

export interface AccountsView extends PageView {
  readonly cards: readonly CardView[]
  readonly trend: PlotView
  readonly table: DataTableView
  /** What a row has besides numbers, by its title. */
  readonly extras: Readonly<Record<string, SourceExtras>>
  /** What changes are against; null where nothing is compared. */
  readonly comparedWith: string | null
}

/** A row's source; no region where only the account is known. */
export type RowSource = Pick<Source, 'accountId'> & { readonly region: string | null }

export function accountsView(state: AccountsState, numbers: AccountsReport, now: Date, context: PageContext): AccountsView {
  const { usage: { window }, accountNames } = context
  const { timeZone } = state.query
  const href = (changed: Partial<AccountsState>) => {
    const next = { ...state, ...changed }
    return pageHref('/accounts', next, accountsParameters(next))
  }
  const rows = [...knownSources(numbers), ...silentAccounts(numbers, state, accountNames)]
  const colors = colorsFor(rows.map(({ source }) => source.accountId))
  const extras = rows.map(({ source, numbers: { newestEvent } }) =>
    [rowKey(source), sourceExtras({ source, newestEvent, state, rows: numbers.byTime.rows, now, context })] as const)
  return {
    isEmpty: rows.length === 0,
    cards: accountCards(rows, explainHref(state), now, context),
    trend: trend({
      id: 'accounts-trend', metric: state.metric, state, window, rows: numbers.byTime.rows, key: 'account', values: byCost(rows),
      nameOf: (id) => accountName(id, accountNames), colorOf: (id) => colors.get(id) ?? OTHER_COLOR, hrefOf: (metric) => href({ metric }),
    }),
    table: dataTable({
      id: 'accounts-table', title: 'Accounts and regions', noun: 'source', first: 'Account and region', layout: ACCOUNTS_LAYOUT,
      columns: accountColumns(now, timeZone), rows: rows.map((row) => tableRow(row, state, accountNames, colors, new Map(extras))),
      total: sumAccounts(rows.map((row) => row.numbers)), explainTotal: explainColumns(state), sumOf: sumAccounts, share: shareOfCost,
      state: state.table, hrefOf: (table) => href({ table }),
    }),
    extras: Object.fromEntries(extras),
    comparedWith: numbers.change && comparedWith(numbers.change.ranges, window.range, timeZone),
  }
}

export interface AccountRow {
  readonly source: RowSource
  readonly numbers: AccountNumbers
}

function knownSources({ sources, change }: AccountsReport): AccountRow[] {
  return sources.map(({ source, newestEvent, errors, measures }) => ({
    source,
    numbers: { errors, measures, newestEvent, pair: change && (change.costs.get(rowKey(source)) ?? { now: 0n, before: 0n }) },
  }))
}

/** Accounts that the configuration names and nothing ever came from. */
function silentAccounts(
  { sources }: AccountsReport, { query: { filter } }: AccountsState, names: ReadonlyMap<string, string>,
): AccountRow[] {
  if (filter.regions.include.length > 0) return []
  const { include, exclude } = filter.accounts
  const heard = new Set(sources.map(({ source }) => source.accountId))
  return [...names.keys()]
    .filter((id) => !heard.has(id))
    .filter((id) => (include.length === 0 || include.includes(id)) && !exclude.includes(id))
    .map((accountId) => ({ source: { accountId, region: null }, numbers: { ...sumAccounts([]), newestEvent: null } }))
}

function tableRow(
  { source, numbers }: AccountRow, state: AccountsState, names: ReadonlyMap<string, string>, colors: ReadonlyMap<string, string>,
  extras: ReadonlyMap<string, SourceExtras>,
): TableRow<AccountNumbers> {
  const key = rowKey(source)
  return {
    key, numbers, name: accountName(source.accountId, names), badges: [source.region ?? 'no region yet'],
    color: colors.get(source.accountId) ?? null, href: extras.get(key)?.links[0]?.href ?? null, hint: '',
    explain: explainColumns({ ...state, query: { ...state.query, filter: ofSource(state.query.filter, source) } }),
  }
}

function ofSource(filter: UsageFilter, { accountId, region }: RowSource): UsageFilter {
  const ofAccount = narrowed(filter, 'accounts', accountId)
  return region === null ? ofAccount : narrowed(ofAccount, 'regions', region)
}

/** `111122223333 us-east-1` */
function rowKey({ accountId, region }: RowSource): string {
  return region === null ? accountId : `${accountId} ${region}`
}

function byCost(rows: readonly AccountRow[]): string[] {
  const costs = new Map<string, bigint>()
  for (const { source, numbers } of rows) {
    if (numbers.measures.calls === 0) continue
    costs.set(source.accountId, (costs.get(source.accountId) ?? 0n) + totalCost(numbers.measures.cost))
  }
  return [...costs].sort(([a, costA], [b, costB]) => (costA === costB ? (a < b ? -1 : 1) : costA > costB ? -1 : 1)).map(([id]) => id)
}

function shareOfCost({ measures }: AccountNumbers, whole: AccountNumbers): number {
  const all = usdToNumber(totalCost(whole.measures.cost))
  return all <= 0 ? 0 : usdToNumber(totalCost(measures.cost)) / all
}
