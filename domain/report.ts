import type { Bucket } from './bucket.ts'
import { emptyMeasures, mergeMeasuresInto, type Cell, type Measures } from './cell.ts'
import { groupFinder, type GroupValues } from './group-finder.ts'
import { isTimeKey, type GroupKey } from './group-keys.ts'
import { addHistogram, emptyHistogramSum, histogramOf, type HistogramSum } from './histogram-sum.ts'
import { mergeSumsInto } from './merge-sums.ts'
import { totalCost } from './total-cost.ts'
import { ALL_USAGE, usageMatcher, type UsageFilter } from './usage-filter.ts'

export interface ReportSpec {
  /** Gives the rows their keys, in this order; without any there is a single row, and none without calls. */
  readonly groupBy: readonly GroupKey[]
  readonly filter?: UsageFilter
  /** Where days and months are cut, UTC by default. In another zone only hour buckets can be grouped by day or month. */
  readonly timeZone?: string
  /** False leaves all histograms empty, for a page without latencies: they are most of the work. */
  readonly histograms?: boolean
}

export interface ReportNumbers {
  /** Calls that ended in an error; they are among measures.calls. */
  errors: number
  readonly measures: Measures
}

export interface ReportRow extends ReportNumbers {
  readonly keys: GroupValues
}

export interface Report {
  /** By time, oldest first, where there is a time key; then by cost, highest first; then by keys. */
  readonly rows: ReportRow[]
  readonly total: ReportNumbers
}

/** Sums of the calls in the buckets that pass the filter, per group and in all. Every hour must be covered at most once. */
export function report(buckets: Iterable<Bucket>, spec: ReportSpec): Report {
  const builder = reportBuilder(spec)
  for (const bucket of buckets) builder.add(bucket)
  return builder.finish()
}

/** The same, bucket by bucket, for buckets that come one after the other. Finish it once. */
export interface ReportBuilder {
  add(bucket: Bucket): void
  finish(): Report
}

export function reportBuilder({ groupBy, filter = ALL_USAGE, timeZone = 'UTC', histograms = true }: ReportSpec): ReportBuilder {
  const matcher = usageMatcher(filter)
  const finder = groupFinder(groupBy, timeZone, openGroup)

  function add(bucket: Bucket): void {
    if (!matcher.source(bucket.source)) return
    const groupOf = finder.inBucket(bucket)
    for (const cell of bucket.cells) {
      if (!matcher.cell(cell)) continue
      const group = groupOf(cell)
      addSums(group, cell)
      if (histograms) addHistograms(group, cell)
    }
  }

  function finish(): Report {
    const rows = finder.groups().map(closeGroup)
    return { rows: rows.sort(rowOrder(groupBy)), total: sumOf(rows) }
  }

  return { add, finish }
}

/** A row in the making: its measures get their histograms when all cells are in. */
interface Group extends ReportRow {
  readonly latencyMs: HistogramSum
  readonly timeToFirstTokenMs: HistogramSum
  readonly outputTokensPerKs: HistogramSum
}

function openGroup(keys: GroupValues): Group {
  return {
    keys,
    errors: 0,
    measures: emptyMeasures(),
    latencyMs: emptyHistogramSum(),
    timeToFirstTokenMs: emptyHistogramSum(),
    outputTokensPerKs: emptyHistogramSum(),
  }
}

function addSums(group: Group, cell: Cell): void {
  if (cell.errorCode !== '') group.errors += cell.calls
  mergeSumsInto(group.measures, cell)
}

function addHistograms(group: Group, cell: Cell): void {
  addHistogram(group.latencyMs, cell.latencyMs)
  addHistogram(group.timeToFirstTokenMs, cell.timeToFirstTokenMs)
  addHistogram(group.outputTokensPerKs, cell.outputTokensPerKs)
}

function closeGroup({ keys, errors, measures, latencyMs, timeToFirstTokenMs, outputTokensPerKs }: Group): ReportRow {
  measures.latencyMs = histogramOf(latencyMs)
  measures.timeToFirstTokenMs = histogramOf(timeToFirstTokenMs)
  measures.outputTokensPerKs = histogramOf(outputTokensPerKs)
  return { keys, errors, measures }
}

function sumOf(rows: readonly ReportRow[]): ReportNumbers {
  const total = { errors: 0, measures: emptyMeasures() }
  for (const { errors, measures } of rows) {
    total.errors += errors
    mergeMeasuresInto(total.measures, measures)
  }
  return total
}

function rowOrder(groupBy: readonly GroupKey[]): (a: ReportRow, b: ReportRow) => number {
  const timeKeys = groupBy.filter(isTimeKey)
  return (a, b) =>
    compareKeys(timeKeys, a, b) ||
    compare(totalCost(b.measures.cost), totalCost(a.measures.cost)) ||
    compareKeys(groupBy, a, b)
}

function compareKeys(keys: readonly GroupKey[], a: ReportRow, b: ReportRow): number {
  for (const key of keys) {
    const order = compare(a.keys[key] ?? '', b.keys[key] ?? '')
    if (order !== 0) return order
  }
  return 0
}

function compare<T extends string | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
