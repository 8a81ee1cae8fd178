import { emptyMeasures, mergeMeasuresInto } from '../../domain/cell.ts'
import type { GroupKey } from '../../domain/group-keys.ts'
import type { ReportNumbers, ReportRow } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'

/** Rows of a report that share the value of one key, summed. */
export interface FoldedRow extends ReportNumbers {
  readonly key: string
  /** The values of the second key among them, in order. */
  readonly kinds: readonly string[]
}

interface TopAndRest {
  readonly top: FoldedRow[]
  readonly rest: FoldedRow[]
  readonly sum: ReportNumbers
}

/** Sums rows that were grouped by two keys over the second one; highest cost first. */
export function foldRows(rows: readonly ReportRow[], key: GroupKey, kind: GroupKey): FoldedRow[] {
  const folded = new Map<string, { numbers: ReportNumbers; kinds: Set<string> }>()
  for (const row of rows) {
    const value = row.keys[key] ?? ''
    const group = folded.get(value) ?? { numbers: noNumbers(), kinds: new Set<string>() }
    addNumbers(group.numbers, row)
    group.kinds.add(row.keys[kind] ?? '')
    folded.set(value, group)
  }
  return [...folded]
    .map(([value, { numbers, kinds }]) => ({ ...numbers, key: value, kinds: [...kinds].sort() }))
    .sort((a, b) => compare(totalCost(b.measures.cost), totalCost(a.measures.cost))
      || compare(b.measures.calls, a.measures.calls) || compare(a.key, b.key))
}

/** The first rows and the sum of the rest, so that the parts add up to the whole; a rest of one is a row of its own. */
export function topAndRest(rows: readonly FoldedRow[], count: number): TopAndRest {
  const cut = rows.length <= count + 1 ? rows.length : count
  const rest = rows.slice(cut)
  return { top: rows.slice(0, cut), rest, sum: sumNumbers(rest) }
}

export function sumNumbers(rows: readonly ReportNumbers[]): ReportNumbers {
  const sum = noNumbers()
  for (const row of rows) addNumbers(sum, row)
  return sum
}

function noNumbers(): ReportNumbers {
  return { errors: 0, measures: emptyMeasures() }
}

function addNumbers(target: ReportNumbers, other: ReportNumbers): void {
  mergeMeasuresInto(target.measures, other.measures)
  target.errors += other.errors
}

function compare<T extends string | bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
