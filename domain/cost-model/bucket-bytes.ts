import type { MeasuredUnits } from './measured-units.ts'

/**
 * Bytes of a bucket with so many calls, of a source in which so many pairs of caller and model may call: by what was measured
 * at some ratios of calls to pairs, between which sizes lie on a line where both are logarithms.
 */
export function bucketBytes(calls: number, pairs: number, { buckets }: Pick<MeasuredUnits, 'buckets'>): number {
  if (calls <= 0) return 0
  const points = [...buckets].sort((a, b) => a.callsPerPair - b.callsPerPair)
  const [first, second] = points
  if (first === undefined || second === undefined) throw new RangeError('sizes of buckets at two ratios at least are needed')
  const ratio = calls / pairs
  // Fewer calls than cells that they could fall into: every call is a cell of its own.
  if (ratio <= first.callsPerPair) return pairs * first.bytesPerPair * (ratio / first.callsPerPair)
  const next = Math.max(1, points.findIndex(({ callsPerPair }) => callsPerPair >= ratio))
  const above = ratio > (points.at(-1)?.callsPerPair ?? 0) ? points.at(-1) : points[next]
  const below = points[points.indexOf(above ?? second) - 1] ?? first
  const slope = Math.log((above ?? second).bytesPerPair / below.bytesPerPair) / Math.log((above ?? second).callsPerPair / below.callsPerPair)
  return pairs * below.bytesPerPair * (ratio / below.callsPerPair) ** slope
}
