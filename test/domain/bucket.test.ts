import fc from 'fast-check'
import t from 'tap'
import { mergeBuckets, type Bucket } from '../../domain/bucket.ts'
import { mergeCells } from '../../domain/merge-cells.ts'
import { arbitraryCells } from '../fixtures/arbitrary-cell.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'

const DAYS = ['2026-02-01', '2026-02-28']
const arbitraryHours: fc.Arbitrary<Bucket[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...DAYS), fc.constantFrom('00', '07', '23'), arbitraryCells, fc.nat(9)), {
    selector: ([day, hour]) => day + hour, maxLength: 6,
  })
  .map((hours) => hours.map(([day, hour, cells, priceVersion]) => ({
    ...bucketOf(SOURCE_A, 'hour', `${day}T${hour}`, mergeCells(cells)), priceVersion,
  })))

function dayOf(day: string, hours: readonly Bucket[]): Bucket {
  return mergeBuckets('day', day, SOURCE_A, hours.filter((hour) => hour.start.startsWith(day)))
}

t.test('a month of days is the merge of all their hours, with no price instant left', async (t) => {
  fc.assert(fc.property(arbitraryHours, (hours) => {
    const days = DAYS.map((day) => dayOf(day, hours))
    const month = mergeBuckets('month', '2026-02', SOURCE_A, days)
    t.strictSame(month.cells, mergeCells(hours.flatMap((hour) => hour.cells), (key) => ({ ...key, priceFromMs: 0 })))
    t.equal(month.records, hours.reduce((sum, hour) => sum + hour.records, 0))
    t.strictSame(mergeBuckets('month', '2026-02', SOURCE_A, [...days].reverse()), month)
  }), { numRuns: 50 })
})

t.test('a merged bucket is only as new as the oldest prices in it', async (t) => {
  const hours = [3, 2, 5].map((priceVersion, hour) => ({ ...bucketOf(SOURCE_A, 'hour', `2026-02-01T0${hour}`), priceVersion }))
  t.equal(mergeBuckets('day', '2026-02-01', SOURCE_A, hours).priceVersion, 2)
  t.match(mergeBuckets('day', '2026-02-01', SOURCE_A, []), { records: 0, priceVersion: 0, cells: [] })
})

t.test('cells that differ only in the instant of their prices become one', async (t) => {
  const hour = bucketOf(SOURCE_A, 'hour', '2026-02-01T00', [cellOf({ calls: 2 }), cellOf({ calls: 3, priceFromMs: 60_000 })])
  t.strictSame(mergeBuckets('day', '2026-02-01', SOURCE_A, [hour]).cells, [cellOf({ calls: 5 })])
})

t.test('parts that do not belong are refused by name', async (t) => {
  const hour = bucketOf(SOURCE_A, 'hour', '2026-02-01T05')
  const cases: [string, Bucket[], RegExp][] = [
    ['another source', [bucketOf(SOURCE_B, 'hour', '2026-02-01T05')], /222233334444#eu-west-1 hour 2026-02-01T05/],
    ['another period', [bucketOf(SOURCE_A, 'day', '2026-02-01')], /is no hour of/],
    ['another day', [bucketOf(SOURCE_A, 'hour', '2026-02-02T00')], /does not lie in 2026-02-01/],
    ['twice', [hour, hour], /given twice/],
  ]
  for (const [name, parts, message] of cases) t.throws(() => mergeBuckets('day', '2026-02-01', SOURCE_A, parts), message, name)
  t.throws(() => mergeBuckets('day', '2026-02-30', SOURCE_A, []), RangeError)
})
