import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { coveringRanges } from '../../functions/hours-to-compute.ts'

t.test('ranges hold every hour once, in order, none longer than asked, each starting and ending with an hour that is asked for', () => {
  fc.assert(fc.property(fc.array(fc.nat(200)), fc.integer({ min: 1, max: 30 }), (hours, length) => {
    const ranges = coveringRanges(hours, length)
    for (const hour of hours) assert.equal(ranges.filter(({ from, to }) => hour >= from && hour < to).length, 1)
    for (const [index, { from, to }] of ranges.entries()) {
      assert.ok(to - from <= length)
      assert.ok(hours.includes(from) && hours.includes(to - 1))
      assert.ok(from >= (ranges[index - 1]?.to ?? -1))
    }
  }))
  return Promise.resolve()
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
    t.strictSame(coveringRanges(hours, 24), ranges.map(([from, to]) => ({ from, to })), hours.join())
  }
})
