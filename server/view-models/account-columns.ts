import { changeOfUsd } from '../../domain/change.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { Pair } from '../comparison.ts'
import { isoInZone } from '../../domain/local-time.ts'
import { countCell, errorTone, type CellView } from './cell-view.ts'
import { changeView } from './change.ts'
import { costCell } from './cost-cell.ts'
import type { TableColumn } from './data-table.ts'
import { sumNumbers } from './fold-rows.ts'
import { exactCount, formatShare, NO_DATA } from './format-count.ts'
import { formatAge } from './format-duration.ts'
import { formatInstant } from './format-time.ts'
import { exactUsd, usdToNumber } from './format-usd.ts'
import { totalTokens } from './measures.ts'

/** What a row of the table of accounts is made of. */
export interface AccountNumbers extends ReportNumbers {
  /** ISO instant; null where nothing ever came. */
  readonly newestEvent: string | null
  /** Cost against the period before; null without a comparison. */
  readonly pair: Pair<bigint> | null
}

type Column = TableColumn<AccountNumbers>

/** Numbers of sources that never sent anything are not known, and not 0. */
const UNKNOWN: CellView = { value: NO_DATA, exact: 'No data so far' }

export function accountColumns(now: Date, timeZone: string): Column[] {
  return [
    number('cost', 'Cost', 'At list price. ≥ where calls without a price are missing from it, ≈ where some are estimated',
      ({ measures }) => totalCost(measures.cost), ({ measures }, whole) => costCell(measures, totalCost(whole.measures.cost)), 'USD'),
    {
      ...number('share', 'Share', 'Part of the cost of all', ({ measures }) => totalCost(measures.cost), shareCell, 'share'),
      csv: (numbers, whole) => shareOf(numbers, whole),
    },
    number('change', 'Change', 'Cost against the period before', ({ pair }) => pair && pair.now - pair.before, changeCell, 'USD'),
    number('calls', 'Calls', 'Invocations, failed ones included', ({ measures }) => measures.calls, ({ measures }) => countCell(measures.calls)),
    number('tokens', 'Tokens', 'Input, output, and what was read from and written to the cache',
      ({ measures }) => totalTokens(measures), ({ measures }) => countCell(totalTokens(measures))),
    number('errors', 'Errors', 'Share of calls that ended in an error code',
      ({ errors, measures }) => (measures.calls === 0 ? null : errors / measures.calls), errorRateCell, 'share'),
    {
      id: 'newest', kind: 'number', isShown: true, label: 'Newest call', help: 'How old the newest call is that numbers hold',
      value: ({ newestEvent }) => (newestEvent === null ? null : Date.parse(newestEvent)),
      csv: ({ newestEvent }) => (newestEvent === null ? null : isoInZone(Date.parse(newestEvent), timeZone)),
      cell: ({ newestEvent }) => newestEvent === null ? UNKNOWN
        : { value: formatAge(Math.max(0, now.getTime() - Date.parse(newestEvent))), exact: formatInstant(newestEvent, timeZone) },
    },
  ]
}

function number(id: string, label: string, help: string, value: Column['value'], cell: Column['cell'], unit?: string): Column {
  return {
    id, kind: 'number', isShown: true, label, help, ...(unit !== undefined && { unit }),
    value: (numbers) => (numbers.newestEvent === null ? null : value(numbers)),
    cell: (numbers, whole) => (numbers.newestEvent === null ? UNKNOWN : cell(numbers, whole)),
  }
}

function shareOf({ newestEvent, measures }: AccountNumbers, whole: AccountNumbers): number | null {
  const all = usdToNumber(totalCost(whole.measures.cost))
  return newestEvent === null || all === 0 ? null : usdToNumber(totalCost(measures.cost)) / all
}

function shareCell({ measures }: AccountNumbers, whole: AccountNumbers): CellView {
  const [cost, all] = [totalCost(measures.cost), totalCost(whole.measures.cost)]
  return { value: formatShare(usdToNumber(cost), usdToNumber(all)), exact: `${exactUsd(cost)} of ${exactUsd(all)}` }
}

function errorRateCell({ errors, measures: { calls } }: AccountNumbers): CellView {
  const tone = errorTone(errors, calls)
  return { value: formatShare(errors, calls), exact: `${exactCount(errors)} of ${exactCount(calls)} calls`, ...(tone && { tone }) }
}

function changeCell({ pair }: AccountNumbers): CellView {
  const change = pair && changeView(changeOfUsd(pair.now, pair.before), 'down', `${exactUsd(pair.now)}, before ${exactUsd(pair.before)}`)
  if (change === null) return { value: NO_DATA, exact: 'Nothing to compare' }
  const { arrow, text, title, tone } = change
  return { value: `${arrow} ${text}`.trim(), exact: title, ...(tone !== 'quiet' && { tone }) }
}

export function sumAccounts(rows: readonly AccountNumbers[]): AccountNumbers {
  const instants = rows.map(({ newestEvent }) => newestEvent).filter((instant) => instant !== null)
  const pairs = rows.map(({ pair }) => pair).filter((pair) => pair !== null)
  return {
    ...sumNumbers(rows),
    newestEvent: instants.sort().at(-1) ?? null,
    pair: pairs.length === 0 ? null : pairs.reduce((sum, pair) => ({ now: sum.now + pair.now, before: sum.before + pair.before })),
  }
}
