import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import type { HourCount } from '../../domain/ports.ts'
import { coveringRanges } from '../../functions/hours-to-compute.ts'
import { SOURCE_A } from '../fixtures/bucket.ts'

function countOf(hour: number, records = 1): HourCount {
  return { ...SOURCE_A, hour, records, newestMs: 0 }
}

const MANY = 1_000_000

t.test('ranges hold every wanted hour once, in order, within their limits, from a wanted hour to a wanted hour', async () => {
  const arbitraryCounts = fc.uniqueArray(fc.record({ hour: fc.nat(60), records: fc.nat(50) }), { selector: ({ hour }) => hour })
  const arbitraryHours = fc.integer({ min: 1, max: 30 })
  fc.assert(fc.property(arbitraryCounts, fc.func(fc.boolean()), arbitraryHours, fc.nat(200), (all, isWanted, hours, records) => {
    const counts = all.map((count) => countOf(count.hour, count.records))
    const wanted = counts.filter((count) => isWanted(count.hour))
    const ranges = coveringRanges(wanted, counts, { hours, records })
    for (const { hour } of wanted) assert.equal(ranges.filter(({ from, to }) => hour >= from && hour < to).length, 1)
    for (const [index, { from, to }] of ranges.entries()) {
      assert.ok(to - from <= hours)
      assert.ok([from, to - 1].every((edge) => wanted.some(({ hour }) => hour === edge)))
      assert.ok(from >= (ranges[index - 1]?.to ?? -1))
      const inside = counts.filter(({ hour }) => hour >= from && hour < to).reduce((sum, count) => sum + count.records, 0)
      assert.ok(inside <= records || to - from === 1)
    }
  }))
})

t.test('a short gap is bridged, a long one is not', async (t) => {
  const cases: [number[], [number, number][]][] = [
    [[], []],
    [[5], [[5, 6]]],
    [[7, 5, 6, 5], [[5, 8]]],
    [[5, 9], [[5, 10]]],
    [[5, 10], [[5, 6], [10, 11]]],
  ]
  for (const [hours, ranges] of cases) {
    const wanted = hours.map((hour) => countOf(hour))
    t.strictSame(coveringRanges(wanted, wanted, { hours: 24, records: MANY }), ranges.map(([from, to]) => ({ from, to })), hours.join())
  }
})
