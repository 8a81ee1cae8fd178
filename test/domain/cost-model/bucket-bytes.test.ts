import fc from 'fast-check'
import t from 'tap'
import { bucketBytes } from '../../../domain/cost-model/bucket-bytes.ts'
import { MEASURED_UNITS } from '../../../domain/cost-model/measured-units.ts'

const PAIRS = 400
const arbitraryCalls = fc.integer({ min: 0, max: 10_000_000 })

t.test('where it was measured, a bucket is as large as measured', async (t) => {
  for (const { callsPerPair, bytesPerPair } of MEASURED_UNITS.buckets) {
    const bytes = bucketBytes(callsPerPair * PAIRS, PAIRS, MEASURED_UNITS)
    t.ok(Math.abs(bytes / (bytesPerPair * PAIRS) - 1) < 1e-9, `${callsPerPair} calls to a pair`)
  }
})

t.test('the order in which sizes were measured makes no difference', async (t) => {
  const reversed = { buckets: [...MEASURED_UNITS.buckets].reverse() }
  for (const calls of [1, 100, 1_000, 100_000]) t.equal(bucketBytes(calls, PAIRS, reversed), bucketBytes(calls, PAIRS, MEASURED_UNITS))
})

t.test('more calls make no smaller bucket, and half of the calls no less than half of one', async () => {
  fc.assert(fc.property(arbitraryCalls, arbitraryCalls, fc.integer({ min: 1, max: 100_000 }), (some, more, pairs) => {
    const [smaller, larger] = [bucketBytes(some, pairs, MEASURED_UNITS), bucketBytes(some + more, pairs, MEASURED_UNITS)]
    return smaller <= larger && larger * some <= smaller * (some + more) * (1 + 1e-9)
  }))
})

t.test('no calls make no bucket; one measured size tells nothing of others', async (t) => {
  t.equal(bucketBytes(0, PAIRS, MEASURED_UNITS), 0)
  t.throws(() => bucketBytes(1, PAIRS, { buckets: MEASURED_UNITS.buckets.slice(0, 1) }), { message: /two ratios at least/ })
})
