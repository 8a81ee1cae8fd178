import { ageOf, freshnessOf } from '../../domain/freshness.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { PageContext } from '../usage-view.ts'
import { sumAccounts } from './account-columns.ts'
import { accountName } from './account-name.ts'
import type { AccountRow } from './accounts.ts'
import type { CardView } from './card-view.ts'
import { costCard } from './cost-card.ts'
import { OF_ALL_CALLERS } from './cell-view.ts'
import { exactCount, formatCount, formatShare, NO_DATA } from './format-count.ts'
import { formatSpan } from './format-duration.ts'
import { exactUsd, usdToNumber } from './format-usd.ts'
import { plural } from './plural.ts'

/** The cards on top of the page of accounts. */
export function accountCards(rows: readonly AccountRow[], explain: string, now: Date, context: PageContext): CardView[] {
  const { measures } = sumAccounts(rows.map(({ numbers }) => numbers))
  return [
    costCard(measures, explain), accounts(rows), regions(rows), largest(rows, totalCost(measures.cost), context),
    newest(rows, now, context),
  ]
}

function accounts(rows: readonly AccountRow[]): CardView {
  const all = new Set(rows.map(({ source }) => source.accountId)).size
  const active = new Set(withCalls(rows).map(({ source }) => source.accountId)).size
  return {
    label: 'Accounts with calls', value: `${formatCount(active)} of ${formatCount(all)}`, exact: `${exactCount(active)} of ${exactCount(all)} accounts`,
    details: [{ text: all === active ? 'Every account is in use' : `${plural(all - active, 'account')} without calls`, title: 'In this period, with these filters' }],
  }
}

function regions(rows: readonly AccountRow[]): CardView {
  const active = withCalls(rows)
  const names = [...new Set(active.map(({ source }) => source.region ?? ''))].sort()
  return {
    label: 'Regions with calls', value: formatCount(names.length), exact: names.length === 0 ? 'None' : names.join(', '),
    details: [{ text: `${plural(active.length, 'source')} with calls`, title: 'A source is an account and a region' }],
  }
}

function largest(rows: readonly AccountRow[], whole: bigint, { accountNames }: PageContext): CardView {
  const [first] = withCalls(rows).sort((a, b) => Number(totalCost(a.numbers.measures.cost) < totalCost(b.numbers.measures.cost)) * 2 - 1)
  const label = 'Largest share'
  if (first === undefined) return { label, value: NO_DATA, exact: 'No calls', details: [] }
  const cost = totalCost(first.numbers.measures.cost)
  return {
    label, value: formatShare(usdToNumber(cost), usdToNumber(whole)), exact: `${exactUsd(cost)} of ${exactUsd(whole)}`,
    details: [{ text: `${accountName(first.source.accountId, accountNames)} ${first.source.region ?? ''}`, title: first.source.accountId }],
  }
}

function newest(rows: readonly AccountRow[], now: Date, { logSource, accountNames, usage }: PageContext): CardView {
  if (usage.window.freshness.isPartial) return { label: 'Fresh sources', ...OF_ALL_CALLERS, details: [] }
  const heard = rows.flatMap(({ source, numbers: { newestEvent } }) => (newestEvent === null ? [] : [{ source, newestEvent }]))
  const [quietest] = heard.sort((a, b) => Date.parse(a.newestEvent) - Date.parse(b.newestEvent))
  const fresh = heard.filter(({ newestEvent }) => freshnessOf(newestEvent, now.getTime()) === 'fresh').length
  const silent = rows.length - heard.length
  return {
    label: 'Fresh sources', value: `${formatCount(fresh)} of ${formatCount(rows.length)}`,
    exact: 'A source is fresh if its newest call is at most 15 minutes old',
    details: [
      quietest === undefined || fresh === heard.length ? { text: fresh === 0 ? 'No calls so far' : 'All that send are up to date', title: '' } : {
        text: `${accountName(quietest.source.accountId, accountNames)} ${quietest.source.region ?? ''}: `
          + `${formatSpan(ageOf(quietest.newestEvent, now.getTime()))} without a call`,
        title: 'The source whose newest call is oldest',
      },
      ...(silent === 0 ? [] : [{ text: `${plural(silent, 'account')} never sent a call`, title: 'Named in the configuration, without any logs so far' }]),
    ],
    ...(logSource === 's3' && fresh < rows.length && { tone: 'warn' as const }),
  }
}

function withCalls(rows: readonly AccountRow[]): AccountRow[] {
  return rows.filter(({ numbers }) => numbers.measures.calls > 0)
}
