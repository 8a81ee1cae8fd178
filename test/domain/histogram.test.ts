import fc from 'fast-check'
import t from 'tap'
import {
  addValue, binOf, copyHistogram, emptyHistogram, fromValues, mergeInto, quantile, sameHistogram, ZERO_BIN, type Histogram,
} from '../../domain/histogram.ts'
import { arbitraryHistogram, arbitraryValue } from '../fixtures/arbitrary-cell.ts'

const QUANTILES = [0, 0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 1]
const values = fc.array(arbitraryValue, { maxLength: 200 })

function merged(...parts: Histogram[]): Histogram {
  const target = emptyHistogram()
  for (const part of parts) mergeInto(target, part)
  return target
}

function exactQuantile(numbers: readonly number[], q: number): number | null {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted.find((_, index) => index + 1 >= q * sorted.length) ?? null
}

function assertBound(histogram: Histogram, numbers: readonly number[]): void {
  for (const q of QUANTILES) {
    const exact = exactQuantile(numbers, q)
    const found = quantile(histogram, q)
    if (exact === null || found === null) {
      if (exact !== found) throw new Error(`${q}: ${found} instead of ${exact}`)
    } else if (Math.abs(found - exact) > 0.05 * exact) throw new Error(`${q}: ${found} is too far from ${exact}`)
  }
}

t.test('a value lies in the bin whose edges enclose it', async (t) => {
  for (const [value, bin] of [[0, ZERO_BIN], [1, 0], [2, 7], [3, 11], [1000, 70], [Number.MAX_SAFE_INTEGER, 368]] as const) {
    t.equal(binOf(value), bin, String(value))
  }
  fc.assert(fc.property(fc.integer({ min: 1, max: 10 ** 9 }), (value) => {
    const bin = binOf(value)
    return value > Math.exp((bin - 1) / 10) * (1 - 1e-12) && value <= Math.exp(bin / 10) * (1 + 1e-12)
  }))
})

t.test('a quantile is off by at most 5 %, however the values were split and merged', async () => {
  fc.assert(fc.property(fc.array(values, { maxLength: 6 }), (parts) => {
    assertBound(merged(...parts.map(fromValues)), parts.flat())
  }), { numRuns: 300 })
})

t.test('a quantile never leaves the range of the values, and never falls as q grows', async () => {
  fc.assert(fc.property(values.filter((numbers) => numbers.length > 0), (numbers) => {
    const histogram = fromValues(numbers)
    const found = QUANTILES.map((q) => quantile(histogram, q) ?? NaN)
    return found[0] === Math.min(...numbers) && found.at(-1) === Math.max(...numbers)
      && found.every((value, index) => index === 0 || value >= (found[index - 1] ?? NaN))
  }))
})

t.test('quantiles of a few values', async (t) => {
  const cases: [number[], number, number | null][] = [
    [[], 0.5, null],
    [[0], 0.5, 0],
    [[7], 0.95, 7],
    [[1, 2, 3], 0.5, 2],
    [[0, 0, 0, 9], 0.5, 0],
    [[5, 6, 7, 8], 0.5, 6],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.07, 7],
    [[108, 108, 108, 109], 0.5, 108],
    [[100, 300, 300, 900], 0.95, 900],
  ]
  for (const [numbers, q, expected] of cases) t.equal(quantile(fromValues(numbers), q), expected, `${q} of ${String(numbers)}`)
})

t.test('merging is associative and commutative, with the empty histogram as identity', async () => {
  fc.assert(fc.property(arbitraryHistogram, arbitraryHistogram, arbitraryHistogram, (a, b, c) => {
    return sameHistogram(merged(merged(a, b), c), merged(a, merged(b, c)))
      && sameHistogram(merged(a, b), merged(b, a))
      && sameHistogram(merged(a, emptyHistogram()), a)
  }))
})

t.test('merging histograms is the histogram of all values together', async () => {
  fc.assert(fc.property(values, values, (a, b) => sameHistogram(merged(fromValues(a), fromValues(b)), fromValues([...a, ...b]))))
})

t.test('what is merged stays as it was', async (t) => {
  const part = fromValues([1, 2])
  const target = merged(part)
  addValue(target, 3)
  const copy = copyHistogram(part)
  addValue(copy, 3)
  t.ok(sameHistogram(part, fromValues([1, 2])))
  t.ok(sameHistogram(copy, target))
})

t.test('histograms differ if anything about them does', async (t) => {
  const base = fromValues([10, 20])
  for (const other of [[10], [10, 21], [11, 20], [10, 20, 20], []]) t.notOk(sameHistogram(base, fromValues(other)), String(other))
  t.notOk(sameHistogram(base, { ...base, bins: new Map([[1, 2]]) }))
  t.notOk(sameHistogram(base, { ...base, bins: new Map([[1, 1], [2, 1]]) }))
})

t.test('only non-negative safe integers are values, and only 0 to 1 are quantiles', async (t) => {
  for (const value of [-1, 0.5, NaN, Infinity, 2 ** 53]) t.throws(() => fromValues([value]), RangeError, String(value))
  for (const q of [-0.1, 1.1, NaN]) t.throws(() => quantile(fromValues([1]), q), RangeError, String(q))
})
