import { freshnessOf } from '../../domain/freshness.ts'
import type { ReportRow } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { UsageQuery } from '../../domain/usage-query.ts'
import type { AccountsState } from '../accounts-state.ts'
import { NAVIGATION } from '../navigation.ts'
import { pageHref } from '../page-state.ts'
import type { PageContext } from '../usage-view.ts'
import type { RowSource } from './accounts.ts'
import { usdToNumber } from './format-usd.ts'
import { slots } from './slots.ts'
import { sparkline, type SparklineView } from './sparkline.ts'
import { freshnessBadge, type StateBadge } from './state-badge.ts'

/** What a source's row has besides its numbers. */
export interface SourceExtras {
  /** The account's id where the row goes by a name; else empty. */
  readonly id: string
  readonly state: StateBadge
  readonly sparkline: SparklineView | null
  /** The other pages, with only this source in them; the overview comes first. */
  readonly links: readonly { readonly label: string; readonly href: string }[]
}

export interface ExtrasSpec {
  readonly source: RowSource
  readonly newestEvent: string | null
  readonly state: AccountsState
  /** By time, account and region. */
  readonly rows: readonly ReportRow[]
  readonly now: Date
  readonly context: PageContext
}

export function sourceExtras({ source, newestEvent, state, rows, now, context }: ExtrasSpec): SourceExtras {
  const { usage: { window: { step, times, partialTimes }, sources }, accountNames, logSource } = context
  const own = rows.filter(({ keys }) => keys.account === source.accountId && keys.region === source.region)
  const values = slots(own, times, step).map((numbers) => (numbers === null ? 0 : usdToNumber(totalCost(numbers.measures.cost))))
  // That some callers are quiet says nothing about the source.
  const isPartial = sources.some((one) => one.isPartial && one.accountId === source.accountId)
  const fresh = newestEvent === null ? 'none' : freshnessOf(newestEvent, now.getTime())
  return {
    id: accountNames.has(source.accountId) ? source.accountId : '',
    state: freshnessBadge(fresh, logSource === 'folder' || isPartial),
    sparkline: own.length === 0 ? null
      : sparkline({ label: `Cost by ${step}`, values, isLastPartial: partialTimes.includes(times.at(-1) ?? '') }),
    links: linksTo(onlyFrom(source, state.query), state),
  }
}

function onlyFrom({ accountId, region }: RowSource, query: UsageQuery): UsageQuery {
  const accounts = { include: [accountId], exclude: [] }
  const regions = region === null ? query.filter.regions : { include: [region], exclude: [] }
  return { ...query, filter: { ...query.filter, accounts, regions } }
}

function linksTo(query: UsageQuery, { refresh }: AccountsState): SourceExtras['links'] {
  return NAVIGATION.filter(({ path, isUsage }) => isUsage && path !== '/accounts')
    .map(({ path, label }) => ({ label, href: pageHref(path, { query, refresh }) }))
}
