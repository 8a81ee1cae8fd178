import t from 'tap'
import { mergeBuckets } from '../../domain/bucket.ts'
import { parseHourId } from '../../domain/calendar.ts'
import { reportBuilder } from '../../domain/report.ts'
import { readUsage } from '../../functions/read-usage.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'

t.test('every call of the range counts once, be it read by the month, the day or the hour', async (t) => {
  const hours = ['2026-06-10T05', '2026-06-30T23', '2026-07-01T00', '2026-07-17T12', '2026-07-18T09'].map((start, index) => {
    return bucketOf(SOURCE_A, 'hour', start, [cellOf({ calls: 10 ** index })])
  })
  const days = hours.slice(0, 4).map((hour) => mergeBuckets('day', hour.start.slice(0, 10), SOURCE_A, [hour]))
  const months = [mergeBuckets('month', '2026-06', SOURCE_A, days.slice(0, 2)), mergeBuckets('month', '2026-07', SOURCE_A, days.slice(2))]
  const store = memoryUsageStore()
  await store.put([...hours, ...days, ...months, bucketOf(SOURCE_B, 'hour', '2026-07-18T09', [cellOf({ calls: 500_000 })])])

  const cases: [string, string, 'total' | 'day' | 'hour', number][] = [
    ['1970-01-01T00', '2026-07-18T11', 'total', 511_111],
    ['1970-01-01T00', '2026-07-18T11', 'day', 511_111],
    ['1970-01-01T00', '2026-07-18T11', 'hour', 511_111],
    ['2026-06-10T06', '2026-07-18T09', 'total', 1110],
    ['2026-06-30T23', '2026-07-01T00', 'total', 10],
  ]
  for (const [from, to, grain, calls] of cases) {
    const range = { from: parseHourId(from), to: parseHourId(to) }
    const needs = { nowHour: parseHourId('2026-07-18T10'), grain, timeZone: 'UTC' }
    const builder = reportBuilder({ groupBy: [] })
    for await (const bucket of readUsage(store, [SOURCE_A, SOURCE_B], range, needs)) builder.add(bucket)
    t.equal(builder.finish().total.measures.calls, calls, `${from} to ${to} by ${grain}`)
  }
})
