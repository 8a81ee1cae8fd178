import type { MeasuredUnits } from './measured-units.ts'

/**
 * Bytes of a bucket with so many calls, of a source in which so many pairs of caller and model may call: by what was measured
 * at some ratios of calls to pairs, between which sizes lie on a line where both are logarithms.
 */
export function bucketBytes(calls: number, pairs: number, { buckets }: Pick<MeasuredUnits, 'buckets'>): number {
  if (calls <= 0) return 0
  const points = [...buckets].sort((a, b) => a.callsPerPair - b.callsPerPair)
  const [first] = points
  if (first === undefined || points.length < 2) throw new RangeError('sizes of buckets at two ratios at least are needed')
  const ratio = calls / pairs
  // Fewer calls than cells that they could fall into: every call is a cell of its own.
  if (ratio <= first.callsPerPair) return pairs * first.bytesPerPair * (ratio / first.callsPerPair)
  const next = points.findIndex(({ callsPerPair }) => callsPerPair >= ratio)
  const [below = first, above = first] = next === -1 ? points.slice(-2) : points.slice(next - 1, next + 1)
  const slope = Math.log(above.bytesPerPair / below.bytesPerPair) / Math.log(above.callsPerPair / below.callsPerPair)
  return pairs * below.bytesPerPair * (ratio / below.callsPerPair) ** slope
}
