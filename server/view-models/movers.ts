import { changeOfUsd } from '../../domain/change.ts'
import type { CsvValue } from '../../domain/csv.ts'
import { formatUsd } from '../../domain/money.ts'
import type { CostPairs, Pair } from '../comparison.ts'
import type { CellView } from './cell-view.ts'
import { changeView, type ChangeView } from './change.ts'
import { usdPoint } from './chart-point.ts'
import { exactUsd, formatUsdShort, usdToNumber } from './format-usd.ts'
import type { CsvTable } from './table-csv.ts'

/** What changed most against the period before: models, callers and accounts whose cost rose or fell by most dollars. */
export interface MoversView {
  readonly groups: readonly MoverGroup[]
  readonly note: string
  readonly csv: CsvTable
}

interface MoverGroup {
  readonly title: string
  readonly rows: readonly MoverRow[]
}

interface MoverRow {
  readonly name: string
  readonly title: string
  readonly href: string
  /** What it cost in both periods, each with a link to what that is made of. */
  readonly before: CellView
  readonly now: CellView
  readonly difference: CellView
  readonly change: ChangeView | null
  readonly tone: 'good' | 'bad'
  /** Where its bar starts and how long it is, in percent of a line whose middle is no change. */
  readonly from: string
  readonly width: string
}

export interface MoverSpec {
  readonly title: string
  readonly pairs: CostPairs
  readonly nameOf: (key: string) => string
  readonly hrefOf: (key: string) => string
  readonly explainOf: (key: string, side: keyof Pair<bigint>) => string
}

const ROWS = 4

export function movers(specs: readonly MoverSpec[], note: string): MoversView {
  const groups = specs.map((spec) => ({ ...spec, moved: largest(spec.pairs) }))
  const lengths = groups.flatMap(({ moved }) => moved.map(({ pair }) => Math.abs(usdToNumber(difference(pair)))))
  const widest = Math.max(Number.MIN_VALUE, ...lengths)
  return {
    note, csv: { id: 'movers', records: () => csvRecords(specs) },
    groups: groups.filter(({ moved }) => moved.length > 0).map(({ moved, ...spec }) => ({
      title: spec.title, rows: moved.map(({ key, pair }) => moverRow(key, pair, spec, widest)),
    })),
  }
}

/** Everything that changed, not the largest ones alone. */
function csvRecords(specs: readonly MoverSpec[]): CsvValue[][] {
  return [['Of', 'Name', 'Id', 'Before (USD)', 'Now (USD)', 'Change (USD)'], ...specs.flatMap(({ title, pairs, nameOf }) =>
    [...pairs].filter(([, pair]) => difference(pair) !== 0n).map(([key, pair]): CsvValue[] => [
      title, nameOf(key), key, ...[pair.before, pair.now, difference(pair)].map((units) => ({ decimal: formatUsd(units) })),
    ]))]
}

function largest(pairs: CostPairs): { key: string; pair: Pair<bigint> }[] {
  return [...pairs].map(([key, pair]) => ({ key, pair, by: magnitude(difference(pair)) }))
    .filter(({ by }) => by > 0n)
    .sort((a, b) => (a.by === b.by ? (a.key < b.key ? -1 : 1) : a.by > b.by ? -1 : 1))
    .slice(0, ROWS)
}

function moverRow(key: string, pair: Pair<bigint>, { nameOf, hrefOf, explainOf }: MoverSpec, widest: number): MoverRow {
  const by = difference(pair)
  const title = `${exactUsd(pair.now)}, before ${exactUsd(pair.before)}`
  const half = (50 * Math.abs(usdToNumber(by))) / widest
  return {
    name: nameOf(key), href: hrefOf(key), title: key,
    before: usdPoint(pair.before, () => explainOf(key, 'before')).cell,
    now: usdPoint(pair.now, () => explainOf(key, 'now')).cell,
    difference: { value: `${by > 0n ? '+' : ''}${formatUsdShort(by)}`, exact: `${exactUsd(by)}: ${title}` },
    change: changeView(changeOfUsd(pair.now, pair.before), 'down', title),
    tone: by > 0n ? 'bad' : 'good',
    from: `${(by > 0n ? 50 : 50 - half).toFixed(2)}%`,
    width: `${half.toFixed(2)}%`,
  }
}

function difference({ now, before }: Pair<bigint>): bigint {
  return now - before
}

function magnitude(units: bigint): bigint {
  return units < 0n ? -units : units
}
