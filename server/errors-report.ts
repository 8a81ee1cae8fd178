import { errorKind, ERROR_KINDS, type ErrorKind } from '../domain/error-kind.ts'
import type { GroupKey } from '../domain/group-keys.ts'
import { report, type ReportRow } from '../domain/report.ts'
import { totalCost } from '../domain/total-cost.ts'
import type { ErrorsState } from './errors-state.ts'
import type { WindowWithBuckets } from './usage-window.ts'

/** Failed calls among all calls. */
export interface Failures {
  readonly calls: number
  readonly errors: number
  readonly byKind: Readonly<Record<ErrorKind, number>>
  /** What failed calls cost that put something out before they failed. */
  readonly cost: bigint
}

/** Failures of one error code. */
export interface CodeFailures extends Failures {
  readonly models: number
  readonly callers: number
}

export interface ErrorsReport {
  readonly total: Failures
  readonly byCode: ReadonlyMap<string, CodeFailures>
  readonly byModel: ReadonlyMap<string, Failures>
  readonly byCaller: ReadonlyMap<string, Failures>
  /** By hour, day or month; those without calls are left out. */
  readonly byTime: ReadonlyMap<string, Failures>
  /** How many models and callers have failures, of whichever code. */
  readonly failing: { readonly models: number; readonly callers: number }
  /** Models of the period, whatever the filter. */
  readonly models: readonly string[]
}

export function errorsReport({ query, code }: ErrorsState, { buckets, window: { step } }: WindowWithBuckets): ErrorsReport {
  const spec = { filter: query.filter, timeZone: query.timeZone, histograms: false }
  const rowsBy = (...keys: GroupKey[]) => report(buckets, { ...spec, groupBy: [...keys, 'errorCode'] }).rows
  const [models, callers] = [rowsBy('model'), rowsBy('caller')]
  const isFailure = (failed: string) => failed !== '' && (code === null || failed === code)
  const total = sumFailures(models.map((row) => failuresOf(row, isFailure)))
  return {
    total,
    byCode: codesOf(models, callers, total.calls),
    byModel: failuresBy(models, 'model', isFailure),
    byCaller: failuresBy(callers, 'caller', isFailure),
    byTime: failuresBy(rowsBy(step), step, isFailure),
    failing: { models: failingOf(models, 'model'), callers: failingOf(callers, 'caller') },
    models: [...new Set(buckets.flatMap(({ cells }) => cells.map((cell) => cell.model)))],
  }
}

/** All codes, whichever the page is narrowed down to: they are what is chosen from. */
function codesOf(models: readonly ReportRow[], callers: readonly ReportRow[], calls: number): Map<string, CodeFailures> {
  const codes = new Map<string, CodeFailures>()
  const failures = failuresBy(models, 'errorCode', (code) => code !== '')
  const affected = (rows: readonly ReportRow[], code: string) => rows.filter(({ keys }) => keys.errorCode === code).length
  for (const [code, numbers] of failures) {
    if (code !== '') codes.set(code, { ...numbers, calls, models: affected(models, code), callers: affected(callers, code) })
  }
  return codes
}

function failingOf(rows: readonly ReportRow[], key: 'model' | 'caller'): number {
  return new Set(rows.filter(({ keys }) => keys.errorCode !== '').map(({ keys }) => keys[key])).size
}

function failuresBy(rows: readonly ReportRow[], key: GroupKey, isFailure: (code: string) => boolean): Map<string, Failures> {
  const groups = new Map<string, Failures[]>()
  for (const row of rows) {
    const value = row.keys[key] ?? ''
    groups.set(value, [...groups.get(value) ?? [], failuresOf(row, isFailure)])
  }
  return new Map([...groups].map(([value, parts]) => [value, sumFailures(parts)]))
}

function failuresOf({ keys, measures }: ReportRow, isFailure: (code: string) => boolean): Failures {
  const code = keys.errorCode ?? ''
  const { calls } = measures
  if (!isFailure(code)) return { calls, errors: 0, byKind: NO_KINDS, cost: 0n }
  return { calls, errors: calls, byKind: { ...NO_KINDS, [errorKind(code)]: calls }, cost: totalCost(measures.cost) }
}

const NO_KINDS: Failures['byKind'] = { throttling: 0, request: 0, service: 0, other: 0 }

export function sumFailures(parts: readonly Failures[]): Failures {
  const byKind = { ...NO_KINDS }
  let [calls, errors, cost] = [0, 0, 0n]
  for (const part of parts) {
    calls += part.calls
    errors += part.errors
    cost += part.cost
    for (const kind of ERROR_KINDS) byKind[kind] += part.byKind[kind]
  }
  return { calls, errors, byKind, cost }
}
