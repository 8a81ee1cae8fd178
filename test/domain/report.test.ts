import fc from 'fast-check'
import t from 'tap'
import { mergeBuckets, type Bucket } from '../../domain/bucket.ts'
import { emptyMeasures, mergeMeasuresInto, type Cell, type Measures } from '../../domain/cell.ts'
import type { GroupKey } from '../../domain/group-keys.ts'
import { fromValues } from '../../domain/histogram.ts'
import { report, type ReportRow } from '../../domain/report.ts'
import { ALL_USAGE, ALL_VALUES } from '../../domain/usage-filter.ts'
import { arbitraryCells } from '../fixtures/arbitrary-cell.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'

const ALL_KEYS: GroupKey[] = [
  'account', 'region', 'hour', 'day', 'month', 'model', 'modelScope', 'caller', 'callerKind', 'serviceTier', 'errorCode', 'tag:team',
]
const arbitraryBuckets: fc.Arbitrary<Bucket[]> = fc.array(
  fc.tuple(fc.constantFrom(SOURCE_A, SOURCE_B), fc.constantFrom('2026-07-17T23', '2026-07-18T05'), arbitraryCells)
    .map(([source, start, cells]) => bucketOf(source, 'hour', start, cells)),
  { maxLength: 4 },
)
const groupings = fc.uniqueArray(fc.constantFrom(...ALL_KEYS), { maxLength: 4 })

function sumOf(cells: readonly Measures[]): Measures {
  const sum = emptyMeasures()
  for (const cell of cells) mergeMeasuresInto(sum, cell)
  return sum
}

function keysOf(rows: readonly ReportRow[]): unknown[] {
  return rows.map((row) => Object.values(row.keys))
}

function costing(input: bigint, overrides: Partial<Cell>): Cell {
  return cellOf({ ...overrides, cost: { ...cellOf().cost, input } })
}

t.test('the total is the sum of all cells, and so is the sum of the rows of any grouping', async (t) => {
  fc.assert(fc.property(arbitraryBuckets, groupings, (buckets, groupBy) => {
    const { rows, total } = report(buckets, { groupBy })
    t.strictSame(total.measures, sumOf(buckets.flatMap((bucket) => bucket.cells)))
    t.strictSame(sumOf(rows.map((row) => row.measures)), total.measures)
    t.equal(new Set(rows.map((row) => JSON.stringify(row.keys))).size, rows.length)
  }), { numRuns: 60 })
})

t.test('the order of the buckets does not matter', async (t) => {
  fc.assert(fc.property(arbitraryBuckets, groupings, (buckets, groupBy) => {
    t.strictSame(report([...buckets].reverse(), { groupBy }), report(buckets, { groupBy }))
  }), { numRuns: 60 })
})

t.test('day buckets report what their hours do', async (t) => {
  fc.assert(fc.property(arbitraryCells, arbitraryCells, (early, late) => {
    const hours = [bucketOf(SOURCE_A, 'hour', '2026-07-18T05', early), bucketOf(SOURCE_A, 'hour', '2026-07-18T06', late)]
    const day = mergeBuckets('day', '2026-07-18', SOURCE_A, hours)
    t.strictSame(report([day], { groupBy: ['day', 'model'] }), report(hours, { groupBy: ['day', 'model'] }))
  }), { numRuns: 30 })
})

t.test('rows bear the keys they are grouped by, in that order', async (t) => {
  const cell = cellOf({ errorCode: 'X', tags: '{"team":"search"}' })
  const { rows } = report([bucketOf(SOURCE_B, 'hour', '2026-07-18T05', [cell])], { groupBy: [...ALL_KEYS].reverse() })
  t.strictSame(rows.map((row) => row.keys), [{
    'tag:team': 'search', errorCode: 'X', serviceTier: 'standard', callerKind: 'sso-user', caller: 'alice@example.com',
    modelScope: 'global', model: 'anthropic.claude-sonnet-4-6', month: '2026-07', day: '2026-07-18', hour: '2026-07-18T05',
    region: 'eu-west-1', account: '222233334444',
  }])
  t.strictSame(Object.keys(rows[0]?.keys ?? {}), [...ALL_KEYS].reverse())
})

t.test('rows stand by time, then by cost from the highest, then by keys', async (t) => {
  const cells = [costing(5n, { model: 'b' }), costing(5n, { model: 'a' }), costing(9n, { model: 'c' })]
  const buckets = ['2026-07-18T05', '2026-07-18T04'].map((start) => bucketOf(SOURCE_A, 'hour', start, cells))
  t.strictSame(keysOf(report(buckets, { groupBy: ['model'] }).rows), [['c'], ['a'], ['b']])
  t.strictSame(keysOf(report(buckets, { groupBy: ['model', 'hour'] }).rows).slice(0, 4), [
    ['c', '2026-07-18T04'], ['a', '2026-07-18T04'], ['b', '2026-07-18T04'], ['c', '2026-07-18T05'],
  ])
})

t.test('errors are the calls of cells with an error code', async (t) => {
  const cells = [cellOf({ calls: 7 }), cellOf({ calls: 2, errorCode: 'ThrottlingException' }), cellOf({ calls: 1, errorCode: 'X' })]
  const { rows, total } = report([bucketOf(SOURCE_A, 'hour', '2026-07-18T05', cells)], { groupBy: ['errorCode'] })
  t.equal(total.errors, 3)
  t.equal(total.measures.calls, 10)
  t.strictSame(rows.map((row) => [row.keys.errorCode, row.errors]).sort(), [['', 0], ['ThrottlingException', 2], ['X', 1]])
})

t.test('what the filter leaves out is in no row and not in the total', async (t) => {
  const cells = [cellOf({ model: 'a', calls: 1 }), cellOf({ model: 'b', calls: 10 })]
  const buckets = [bucketOf(SOURCE_A, 'hour', '2026-07-18T05', cells), bucketOf(SOURCE_B, 'hour', '2026-07-18T05', cells)]
  const filter = {
    ...ALL_USAGE, regions: { include: ['eu-west-1'], exclude: [] }, models: { include: [], exclude: ['b'] },
  }
  const { rows, total } = report(buckets, { groupBy: ['account', 'model'], filter })
  t.strictSame(keysOf(rows), [['222233334444', 'a']])
  t.equal(total.measures.calls, 1)
  t.strictSame(report(buckets, { groupBy: [], filter: { ...filter, callers: { ...ALL_VALUES, include: ['nobody'] } } }).rows, [])
})

t.test('in another zone hours count for the local day; longer buckets cannot', async (t) => {
  const hour = bucketOf(SOURCE_A, 'hour', '2026-07-17T23')
  t.strictSame(keysOf(report([hour], { groupBy: ['hour', 'day', 'month'], timeZone: 'Europe/Berlin' }).rows), [
    ['2026-07-17T23', '2026-07-18', '2026-07'],
  ])
  const day = bucketOf(SOURCE_A, 'day', '2026-07-17')
  t.throws(() => report([day], { groupBy: ['day'], timeZone: 'Europe/Berlin' }), /one day \(2026-07-17\) cannot be grouped by day in Europe/)
  t.throws(() => report([day], { groupBy: ['hour'] }), /one day \(2026-07-17\) cannot be grouped by hour/)
  t.throws(() => report([bucketOf(SOURCE_A, 'month', '2026-07')], { groupBy: ['day'] }), /one month \(2026-07\) cannot be grouped by day/)
})

t.test('histograms are left out on request, and nothing else is', async (t) => {
  const buckets = [bucketOf(SOURCE_A, 'hour', '2026-07-18T05', [cellOf({ calls: 3, latencyMs: fromValues([1, 2, 3]) })])]
  const full = report(buckets, { groupBy: ['model'] })
  const { rows } = report(buckets, { groupBy: ['model'], histograms: false })
  t.equal(full.rows[0]?.measures.latencyMs.count, 3)
  t.strictSame(rows[0]?.measures, { ...full.rows[0]?.measures, latencyMs: fromValues([]) })
})

t.test('cells stay as they were', async (t) => {
  const cell = cellOf({ latencyMs: fromValues([1]) })
  report([bucketOf(SOURCE_A, 'hour', '2026-07-18T05', [cell, cell])], { groupBy: [] })
  t.strictSame(cell, cellOf({ latencyMs: fromValues([1]) }))
})
