import type { Access } from '../domain/access.ts'
import type { Bucket } from '../domain/bucket.ts'
import { periodHours } from '../domain/calendar.ts'
import type { GroupKey } from '../domain/group-keys.ts'
import { planReads } from '../domain/plan-reads.ts'
import { comparedRanges, type ComparedRanges } from '../domain/previous-range.ts'
import { report, type Report, type ReportNumbers, type ReportSpec } from '../domain/report.ts'
import { totalCost } from '../domain/total-cost.ts'
import type { UsageQuery } from '../domain/usage-query.ts'
import type { UsageData } from './usage-data.ts'
import type { WindowWithBuckets } from './usage-window.ts'

/** A page's period against the one before. Sums compare only hours that are over; rates do not care how long a period is. */
export interface Comparison {
  readonly ranges: ComparedRanges
  /** Calls of hours that still run, to be taken off the period's sums; they are few. */
  readonly running: readonly Bucket[]
  readonly before: readonly Bucket[]
}

/** Reads what came before a window; null where nothing did, or no comparison is asked for. */
export async function readComparison(
  data: UsageData, access: Access, query: UsageQuery, { window, buckets, needs }: WindowWithBuckets, now: Date,
): Promise<Comparison | null> {
  const ranges = query.compare === 'none' ? null : comparedRanges(query, now.getTime(), window.completeTo)
  if (ranges === null) return null
  const before = await data.buckets(access, planReads(ranges.previous, { ...needs, grain: 'total' }))
  if (before.every(({ cells }) => cells.length === 0)) return null
  return { ranges, before, running: buckets.filter(({ period, start }) => periodHours(period, start).from >= ranges.current.to) }
}

/** A sum over the hours that are over, and over as many before. */
export interface Pair<T> {
  readonly now: T
  readonly before: T
}

/** Costs by the values of a key; those without any cost in both are left out. */
export type CostPairs = ReadonlyMap<string, Pair<bigint>>

type Spec = Pick<ReportSpec, 'filter'>

/**
 * How the cost of each value of a key changed, or of each combination of several, joined by a space. `current` holds the
 * rows of the whole period, grouped by the keys among others.
 */
export function costPairs(groupBy: readonly GroupKey[], current: Report, { running, before }: Comparison, spec: Spec): CostPairs {
  const grouped = { ...spec, groupBy, histograms: false }
  const pairs = new Map<string, { now: bigint; before: bigint }>()
  const add = ({ rows }: Report, side: keyof Pair<bigint>, sign: bigint): void => {
    for (const { keys, measures } of rows) {
      const cost = totalCost(measures.cost)
      if (cost === 0n) continue
      const value = groupBy.map((key) => keys[key] ?? '').join(' ')
      const pair = pairs.get(value) ?? { now: 0n, before: 0n }
      pair[side] += sign * cost
      pairs.set(value, pair)
    }
  }
  add(current, 'now', 1n)
  add(report(running, grouped), 'now', -1n)
  add(report(before, grouped), 'before', 1n)
  return pairs
}

/** The sums that cards compare. */
export interface Amounts {
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheTokens: number
  readonly cost: bigint
}

export interface TotalsCompared {
  readonly amounts: Pair<Amounts>
  /** All of the period before, for rates. */
  readonly before: ReportNumbers
}

export function compareTotals(current: ReportNumbers, { running, before }: Comparison, spec: Spec): TotalsCompared {
  const whole = amountsOf(current)
  const unfinished = amountsOf(report(running, { ...spec, groupBy: [], histograms: false }).total)
  const previous = report(before, { ...spec, groupBy: [] }).total
  return { amounts: { now: minus(whole, unfinished), before: amountsOf(previous) }, before: previous }
}

function amountsOf({ measures }: ReportNumbers): Amounts {
  const { calls, inputTokens, outputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, cost } = measures
  return {
    calls, inputTokens, outputTokens, cacheTokens: cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens, cost: totalCost(cost),
  }
}

function minus(a: Amounts, b: Amounts): Amounts {
  return {
    calls: a.calls - b.calls,
    inputTokens: a.inputTokens - b.inputTokens,
    outputTokens: a.outputTokens - b.outputTokens,
    cacheTokens: a.cacheTokens - b.cacheTokens,
    cost: a.cost - b.cost,
  }
}
