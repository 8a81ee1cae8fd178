import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { countCell, errorCell, msCell, usdCell, type CellView } from './cell-view.ts'
import { topAndRest, type FoldedRow } from './fold-rows.ts'
import { formatShare } from './format-count.ts'
import { usdToNumber } from './format-usd.ts'
import { cacheWriteTokens, mean } from './measures.ts'
import { OTHER_COLOR } from './palette.ts'

export interface BreakdownView {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly first: string
  readonly columns: readonly { readonly label: string; readonly title: string }[]
  readonly rows: readonly BreakdownRow[]
  readonly totals: readonly CellView[]
}

interface BreakdownRow {
  readonly name: string
  readonly title: string
  readonly badge: string
  readonly href: string | null
  readonly current: boolean
  readonly color: string | null
  readonly shareWidth: string
  readonly cells: readonly CellView[]
}

export interface BreakdownSpec {
  readonly id: string
  readonly title: string
  /** Heading of the first column. */
  readonly first: string
  readonly rows: readonly FoldedRow[]
  readonly total: ReportNumbers
  readonly limit: number
  readonly nameOf: (key: string) => string
  readonly badgeOf: (kinds: readonly string[]) => string
  readonly colorOf: (key: string) => string | null
  /** The view with only this key, or with all again where it is the only one already. */
  readonly hrefOf: (key: string) => string
  readonly isCurrent: (key: string) => boolean
}

const COLUMNS = [
  { label: 'Cost', title: 'Cost at list price' },
  { label: 'Calls', title: 'Invocations, failed ones included' },
  { label: 'Input', title: 'Input tokens outside the cache' },
  { label: 'Output', title: 'Output tokens' },
  { label: 'Cache read', title: 'Tokens read from the cache' },
  { label: 'Cache write', title: 'Tokens written to the cache' },
  { label: 'Latency', title: 'Average latency of the calls that report it' },
  { label: 'Errors', title: 'Calls that ended in an error code' },
] as const

/** A table of the rows that cost most, the rest as one, and the total that they add up to. */
export function breakdown(spec: BreakdownSpec): BreakdownView {
  const { top, rest, sum } = topAndRest(spec.rows, spec.limit)
  const wholeCost = totalCost(spec.total.measures.cost)
  const rows = top.map((row) => ({
    name: spec.nameOf(row.key), title: row.key, badge: spec.badgeOf(row.kinds), href: spec.hrefOf(row.key),
    current: spec.isCurrent(row.key), color: spec.colorOf(row.key),
    shareWidth: shareWidth(row, wholeCost), cells: cells(row, wholeCost),
  }))
  const other = {
    name: `${rest.length} others`, title: `What stands below the first ${top.length}`, badge: '', href: null, current: false,
    color: OTHER_COLOR, shareWidth: shareWidth(sum, wholeCost), cells: cells(sum, wholeCost),
  }
  return {
    id: spec.id,
    title: spec.title,
    subtitle: rest.length > 0 ? `first ${top.length} of ${spec.rows.length} by cost` : `${spec.rows.length} by cost`,
    first: spec.first,
    columns: COLUMNS,
    rows: rest.length > 0 ? [...rows, other] : rows,
    totals: cells(spec.total, wholeCost),
  }
}

function cells({ errors, measures }: ReportNumbers, wholeCost: bigint): CellView[] {
  const cost = totalCost(measures.cost)
  const unpriced = measures.unpricedCalls > 0 ? `, ${measures.unpricedCalls} calls unpriced` : ''
  const share = `, ${formatShare(usdToNumber(cost), usdToNumber(wholeCost))} of all`
  const onlyUnpriced = measures.unpricedCalls > 0 && cost === 0n
  return [
    onlyUnpriced ? { value: 'unpriced', exact: `${measures.unpricedCalls} calls without a known price`, tone: 'warn' }
      : usdCell(cost, share + unpriced),
    countCell(measures.calls),
    countCell(measures.inputTokens),
    countCell(measures.outputTokens),
    countCell(measures.cacheReadTokens),
    countCell(cacheWriteTokens(measures)),
    msCell(mean(measures.latencyMs), measures.latencyMs.count),
    errorCell(errors, measures.calls),
  ]
}

function shareWidth({ measures }: ReportNumbers, wholeCost: bigint): string {
  const whole = usdToNumber(wholeCost)
  return `${whole <= 0 ? 0 : ((100 * usdToNumber(totalCost(measures.cost))) / whole).toFixed(2)}%`
}
