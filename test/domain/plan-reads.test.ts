import fc from 'fast-check'
import t from 'tap'
import { parseHourId, periodHours, periodId } from '../../domain/calendar.ts'
import { planReads, type BucketRead, type ReadNeeds } from '../../domain/plan-reads.ts'

const START = parseHourId('2025-11-20T00')
const offset = fc.integer({ min: 0, max: 24 * 200 })
const needs: fc.Arbitrary<ReadNeeds> = fc.record({
  nowHour: offset.map((hours) => START + hours),
  grain: fc.constantFrom('hour', 'day', 'month', 'total'),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
})

/** Every hour that the read's buckets hold, bucket by bucket, as a store finds them by their start. */
function hoursOf({ period, from, to }: BucketRead): number[] {
  const hours: number[] = []
  for (let start = from; start < to;) {
    const bucket = periodHours(period, start)
    for (let hour = bucket.from; hour < bucket.to; hour++) hours.push(hour)
    start = periodId(period, bucket.to)
  }
  return hours
}

function plan(from: string, to: string, now: string, grain: ReadNeeds['grain'] = 'total', timeZone = 'UTC'): string[] {
  const range = { from: parseHourId(from), to: parseHourId(to) }
  return planReads(range, { nowHour: parseHourId(now), grain, timeZone }).map((read) => `${read.period} ${read.from} ${read.to}`)
}

t.test('every hour of the range is read exactly once, in order', async (t) => {
  fc.assert(fc.property(offset, offset, needs, (a, b, needs) => {
    const range = { from: START + Math.min(a, b), to: START + Math.max(a, b) }
    const hours = planReads(range, needs).flatMap(hoursOf)
    t.equal(hours.length, range.to - range.from)
    return hours.every((hour, index) => hour === range.from + index)
  }), { numRuns: 200 })
})

t.test('no bucket is read that is not over or too coarse for the answer', async () => {
  const fineness = ['hour', 'day', 'month', 'total']
  fc.assert(fc.property(offset, offset, needs, (a, b, needs) => {
    const reads = planReads({ from: START + Math.min(a, b), to: START + Math.max(a, b) }, needs)
    const today = periodId('day', needs.nowHour)
    return reads.every(({ period, to }) => period === 'hour' || (
      to <= today && fineness.indexOf(period) <= fineness.indexOf(needs.grain) && (needs.grain === 'total' || needs.timeZone === 'UTC')
    ))
  }))
})

t.test('whole months, then days, then hours', async (t) => {
  const now = '2026-07-18T10'
  t.strictSame(plan('2026-05-30T05', '2026-07-18T11', now), [
    'hour 2026-05-30T05 2026-05-31T00', 'day 2026-05-31 2026-06-01', 'month 2026-06 2026-07', 'day 2026-07-01 2026-07-18',
    'hour 2026-07-18T00 2026-07-18T11',
  ])
  t.strictSame(plan('2026-06-01T00', '2026-07-01T00', now), ['month 2026-06 2026-07'])
  t.strictSame(plan('2026-06-01T00', '2026-07-01T00', now, 'day'), ['day 2026-06-01 2026-07-01'])
  t.strictSame(plan('2026-06-01T00', '2026-07-01T00', now, 'hour'), ['hour 2026-06-01T00 2026-07-01T00'])
  t.strictSame(plan('2026-06-01T00', '2026-07-01T00', now, 'day', 'Asia/Kolkata'), ['hour 2026-06-01T00 2026-07-01T00'])
  t.strictSame(plan('2026-06-01T00', '2026-07-01T00', now, 'total', 'Asia/Kolkata'), ['month 2026-06 2026-07'])
  t.strictSame(plan('2026-07-18T00', '2026-07-19T00', now), ['hour 2026-07-18T00 2026-07-19T00'])
  t.strictSame(plan('2026-07-18T03', '2026-07-18T03', now), [])
})
