import { changeOfUsd } from '../../domain/change.ts'
import type { CsvValue } from '../../domain/csv.ts'
import { formatUsd } from '../../domain/money.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { CostPairs, Pair } from '../comparison.ts'
import { countCell, errorTone, type CellView } from './cell-view.ts'
import { changeView, type ChangeView } from './change.ts'
import { costCell } from './cost-cell.ts'
import { topAndRest, type FoldedRow } from './fold-rows.ts'
import { exactCount, formatShare } from './format-count.ts'
import { exactUsd, usdToNumber } from './format-usd.ts'
import { totalTokens } from './measures.ts'
import { OTHER_COLOR } from './palette.ts'
import type { CsvTable } from './table-csv.ts'

export interface BreakdownView {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly first: string
  readonly columns: readonly { readonly label: string; readonly title: string }[]
  readonly rows: readonly BreakdownRow[]
  readonly totals: readonly CellView[]
  readonly csv: CsvTable
  /** The page with all of them; null where there is none. */
  readonly allHref: string | null
}

interface BreakdownRow {
  readonly name: string
  readonly title: string
  readonly badge: string
  readonly href: string | null
  readonly current: boolean
  readonly color: string | null
  readonly shareWidth: string
  readonly change: ChangeView | null
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
  /** Costs against the period before; null without a comparison. */
  readonly pairs: CostPairs | null
  readonly allHref: string | null
  readonly nameOf: (key: string) => string
  readonly badgeOf: (kinds: readonly string[]) => string
  readonly colorOf: (key: string) => string | null
  /** The view with only this key, or with all again where it is the only one already. */
  readonly hrefOf: (key: string) => string
  readonly isCurrent: (key: string) => boolean
  /** The page that says what the cost of this key is made of; null: of all. */
  readonly explainOf: (key: string | null) => string
  /** The same of all but these. */
  readonly explainRest: (keys: readonly string[]) => string
}

const COLUMNS = [
  { label: 'Cost', title: 'At list price. ≥ where calls without a price are missing from it, ≈ where some are estimated' },
  { label: 'Share', title: 'Part of the cost of all' },
  { label: 'Calls', title: 'Invocations, failed ones included' },
  { label: 'Tokens', title: 'Input, output, and what was read from and written to the cache' },
  { label: 'Errors', title: 'Share of calls that ended in an error code' },
] as const

/** A table of the rows that cost most, the rest as one, and the total that they add up to. */
export function breakdown(spec: BreakdownSpec): BreakdownView {
  const { pairs } = spec
  const { top, rest, sum } = topAndRest(spec.rows, spec.limit)
  const whole = totalCost(spec.total.measures.cost)
  const rows = top.map((row) => ({
    name: spec.nameOf(row.key), title: row.key, badge: spec.badgeOf(row.kinds), href: spec.hrefOf(row.key),
    current: spec.isCurrent(row.key), color: spec.colorOf(row.key), shareWidth: shareWidth(row, whole),
    change: pairs && costChange(pairs.get(row.key)), cells: cells(row, whole, spec.explainOf(row.key)),
  }))
  const other = {
    name: `Other (${exactCount(rest.length)})`, title: `What stands below the first ${top.length}`, badge: '', href: null, current: false,
    color: OTHER_COLOR, shareWidth: shareWidth(sum, whole), cells: cells(sum, whole, spec.explainRest(top.map(({ key }) => key))),
    change: pairs && costChange(sumOfPairs(rest.map(({ key }) => pairs.get(key)))),
  }
  return {
    id: spec.id,
    title: spec.title,
    subtitle: rest.length > 0 ? `first ${top.length} of ${exactCount(spec.rows.length)} by cost` : `${exactCount(spec.rows.length)} by cost`,
    first: spec.first,
    columns: COLUMNS,
    rows: rest.length > 0 ? [...rows, other] : rows,
    totals: cells(spec.total, whole, spec.explainOf(null)),
    allHref: spec.allHref,
    csv: { id: spec.id, records: () => csvRecords(spec) },
  }
}

/** All rows, not the first ones alone. */
function csvRecords({ first, rows, pairs, nameOf, badgeOf }: BreakdownSpec): CsvValue[][] {
  const heading = [first, 'Id', 'Labels', 'Cost (USD)', 'Calls', 'Tokens', 'Errors', ...(pairs === null ? [] : ['Cost before (USD)'])]
  return [heading, ...rows.map(({ key, kinds, errors, measures }): CsvValue[] => [
    nameOf(key), key, badgeOf(kinds), { decimal: formatUsd(totalCost(measures.cost)) }, measures.calls, totalTokens(measures), errors,
    ...(pairs === null ? [] : [{ decimal: formatUsd(pairs.get(key)?.before ?? 0n) }]),
  ])]
}

function cells({ errors, measures }: ReportNumbers, whole: bigint, explain: string): CellView[] {
  const cost = totalCost(measures.cost)
  const tone = errorTone(errors, measures.calls)
  return [
    { ...costCell(measures, whole), explain },
    { value: formatShare(usdToNumber(cost), usdToNumber(whole)), exact: `${exactUsd(cost)} of ${exactUsd(whole)}` },
    countCell(measures.calls),
    countCell(totalTokens(measures)),
    {
      value: formatShare(errors, measures.calls), exact: `${exactCount(errors)} of ${exactCount(measures.calls)} calls`,
      ...(tone && { tone }),
    },
  ]
}

function costChange(pair: Pair<bigint> | undefined): ChangeView | null {
  if (pair === undefined) return null
  return changeView(changeOfUsd(pair.now, pair.before), 'down', `${exactUsd(pair.now)}, before ${exactUsd(pair.before)}`)
}

function sumOfPairs(pairs: readonly (Pair<bigint> | undefined)[]): Pair<bigint> {
  return pairs.reduce<Pair<bigint>>(
    (sum, pair) => ({ now: sum.now + (pair?.now ?? 0n), before: sum.before + (pair?.before ?? 0n) }), { now: 0n, before: 0n },
  )
}

function shareWidth({ measures }: ReportNumbers, whole: bigint): string {
  const wholeUsd = usdToNumber(whole)
  return `${wholeUsd <= 0 ? 0 : ((100 * usdToNumber(totalCost(measures.cost))) / wholeUsd).toFixed(2)}%`
}
