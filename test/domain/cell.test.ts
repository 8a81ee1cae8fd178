import fc from 'fast-check'
import t from 'tap'
import { cellKeyId, compareCellKeys, emptyMeasures, mergeMeasuresInto, type Measures } from '../../domain/cell.ts'
import { emptyCell } from '../../domain/empty-cell.ts'
import { fromValues } from '../../domain/histogram.ts'
import { arbitraryCell, arbitraryKey } from '../fixtures/arbitrary-cell.ts'
import { cellOf } from '../fixtures/bucket.ts'

function merged(...parts: Measures[]): Measures {
  const target = emptyMeasures()
  for (const part of parts) mergeMeasuresInto(target, part)
  return target
}

t.test('merging measures is associative and commutative, with the empty ones as identity', async (t) => {
  fc.assert(fc.property(arbitraryCell, arbitraryCell, arbitraryCell, (a, b, c) => {
    t.strictSame(merged(merged(a, b), c), merged(a, merged(b, c)))
    t.strictSame(merged(a, b), merged(b, a))
    t.strictSame({ ...emptyCell(a), ...merged(a) }, a)
  }), { numRuns: 50 })
})

t.test('every measure is merged', async (t) => {
  const histogram = fromValues([3])
  const ones = Object.fromEntries(Object.entries(emptyMeasures()).map(([name, value]) => [
    name, value === 0 ? 1 : value === 0n ? 1n : name === 'cost' ? mapValues(value as object, 1n) : histogram,
  ])) as unknown as Measures
  const twos = merged(ones, ones)
  for (const [name, value] of Object.entries(twos)) {
    const expected = name === 'cost' ? mapValues(value as object, 2n)
      : typeof value === 'object' ? fromValues([3, 3]) : typeof value === 'bigint' ? 2n : 2
    t.strictSame(value, expected, name)
  }
})

function mapValues(object: object, value: bigint): Record<string, bigint> {
  return Object.fromEntries(Object.keys(object).map((key) => [key, value]))
}

t.test('keys have the same id exactly if they compare as equal', async () => {
  fc.assert(fc.property(arbitraryKey, arbitraryKey, (a, b) => (cellKeyId(a) === cellKeyId(b)) === (compareCellKeys(a, b) === 0)))
})

t.test('every field of the key counts, and no text passes for a part of its neighbour', async (t) => {
  const base = cellOf({ model: 'ab', modelScope: 'c', caller: '1' })
  const others = [
    { model: 'a', modelScope: 'bc' }, { model: 'ab', modelScope: 'c1', caller: '' }, { callerKind: 'role' as const },
    { serviceTier: 'flex' }, { latencyMode: 'optimized' }, { contextFrom: 200_000 }, { errorCode: 'X' }, { billed: false },
    { tags: '{"a":"b"}' }, { priceFromMs: 1 },
  ]
  for (const other of others) {
    const key = { ...base, ...other }
    t.not(cellKeyId(key), cellKeyId(base), JSON.stringify(other))
    t.not(compareCellKeys(key, base), 0, JSON.stringify(other))
  }
  t.equal(cellKeyId(cellOf({ ...base, calls: 7 })), cellKeyId(base), 'measures do not count')
})

t.test('the order of keys is total and by code units, not by locale', async (t) => {
  fc.assert(fc.property(arbitraryKey, arbitraryKey, arbitraryKey, (a, b, c) => {
    const antisymmetric = Math.sign(compareCellKeys(a, b)) === -Math.sign(compareCellKeys(b, a))
    const transitive = !(compareCellKeys(a, b) <= 0 && compareCellKeys(b, c) <= 0) || compareCellKeys(a, c) <= 0
    return antisymmetric && transitive
  }))
  const models = ['ä', 'a', 'Z', 'b'].map((model) => cellOf({ model })).sort(compareCellKeys).map((cell) => cell.model)
  t.strictSame(models, ['Z', 'a', 'b', 'ä'])
})
