import t from 'tap'
import type { Bucket, Period } from '../../domain/bucket.ts'
import { parseHourId } from '../../domain/calendar.ts'
import { newestVisibleHour } from '../../server/newest-visible-hour.ts'
import { viewer } from '../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'

const ACCESS = viewer({ accounts: 'all', callers: ['app'] })
const ROLLED_UP_TO = parseHourId('2026-11-23T00')

/** A bucket with calls of somebody else, and of the caller that may be seen, too. */
const seen = (period: Period, start: string) => bucketOf(SOURCE_A, period, start, [cellOf({ caller: 'other' }), cellOf({ caller: 'app' })])
const others = (period: Period, start: string) => bucketOf(SOURCE_A, period, start, [cellOf({ caller: 'other' })])

function newestIn(...buckets: Bucket[]) {
  const reads: string[] = []
  const newest = newestVisibleHour(ACCESS, async (period, from, to) => {
    reads.push(`${period} ${from ?? ''}-${to ?? ''}`)
    return buckets.filter((one) => one.period === period && one.start >= (from ?? '') && (to === null || one.start < to))
  }, ROLLED_UP_TO)
  return newest.then((hour) => ({ hour, reads: reads.length }))
}

t.test('the newest hour with a call that may be seen is found in as few reads as there are periods', async (t) => {
  const cases: [string, Bucket[], string | null, number][] = [
    ['in the hours that are not rolled up', [seen('hour', '2026-11-23T05'), others('hour', '2026-11-23T20')], '2026-11-23T05:00:00.000Z', 1],
    ['in the days of the month', [seen('day', '2026-11-20'), others('day', '2026-11-22'), seen('hour', '2026-11-20T07'), others('hour', '2026-11-20T09'), others('hour', '2026-11-23T20')],
      '2026-11-20T07:00:00.000Z', 3],
    ['in an earlier month', [seen('month', '2026-03'), others('month', '2026-10'), seen('day', '2026-03-04'), seen('day', '2026-03-31'), seen('hour', '2026-03-31T23')],
      '2026-03-31T23:00:00.000Z', 5],
    ['of a day whose hours are gone', [seen('month', '2025-01'), seen('day', '2025-01-09')], '2025-01-09T00:00:00.000Z', 5],
    ['nowhere', [others('hour', '2026-11-23T20'), others('day', '2026-11-22'), others('month', '2026-10')], null, 3],
    ['of no bucket at all', [], null, 3],
  ]
  for (const [title, buckets, hour, reads] of cases) t.same(await newestIn(...buckets), { hour, reads }, title)
})
