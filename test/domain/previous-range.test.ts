import fc from 'fast-check'
import t from 'tap'
import { hourId, hourOf, MS_PER_HOUR, parseHourId } from '../../domain/calendar.ts'
import { comparedRanges } from '../../domain/previous-range.ts'
import type { HourRange } from '../../domain/ports.ts'
import { RELATIVE_RANGES, type UsageQuery } from '../../domain/usage-query.ts'

const NOW = '2026-07-18T10:20:30Z'
const ids = ({ from, to }: HourRange) => [hourId(from), hourId(to)]

function compared(range: UsageQuery['range'], timeZone = 'UTC', now = NOW, completeTo = now.slice(0, 13)) {
  return comparedRanges({ range, timeZone }, Date.parse(now), parseHourId(completeTo))
}

t.test('a range is compared with as many hours before it, without the hour that still runs', async (t) => {
  const cases: [UsageQuery['range'], [string, string], [string, string]][] = [
    ['1h', ['2026-07-18T09', '2026-07-18T10'], ['2026-07-18T08', '2026-07-18T09']],
    ['24h', ['2026-07-17T10', '2026-07-18T10'], ['2026-07-16T10', '2026-07-17T10']],
    ['7d', ['2026-07-11T10', '2026-07-18T10'], ['2026-07-04T10', '2026-07-11T10']],
    [{ from: '2026-07-10', to: '2026-07-12' }, ['2026-07-10T00', '2026-07-12T00'], ['2026-07-08T00', '2026-07-10T00']],
    [{ from: '2026-07-18', to: '2026-07-20' }, ['2026-07-18T00', '2026-07-18T10'], ['2026-07-17T14', '2026-07-18T00']],
    ['last-month', ['2026-06-01T00', '2026-07-01T00'], ['2026-05-01T00', '2026-06-01T00']],
  ]
  for (const [range, current, previous] of cases) {
    const found = compared(range)
    t.same(found && [ids(found.current), ids(found.previous)], [current, previous], JSON.stringify(range))
  }
})

t.test('a month to date is compared with the same days of the month before', async (t) => {
  const cases: [string, string, [string, string]][] = [
    ['UTC', '2026-07-18T10:20:30Z', ['2026-06-01T00', '2026-06-18T10']],
    ['UTC', '2026-03-31T12:00:00Z', ['2026-02-01T00', '2026-03-01T00']],
    ['UTC', '2026-07-31T12:00:00Z', ['2026-06-01T00', '2026-07-01T00']],
    ['UTC', '2026-01-02T00:30:00Z', ['2025-12-01T00', '2025-12-02T00']],
    ['Asia/Kolkata', '2026-07-18T10:20:00Z', ['2026-05-31T19', '2026-06-18T10']],
    // New York puts its clock back on the 1st of November: the 10th begins an hour later in UTC than that of October.
    ['America/New_York', '2026-11-10T05:30:00Z', ['2026-10-01T04', '2026-10-10T04']],
    ['America/New_York', '2026-11-10T09:30:00Z', ['2026-10-01T04', '2026-10-10T08']],
  ]
  for (const [zone, now, previous] of cases) {
    const found = compared('mtd', zone, now)
    t.same(found && ids(found.previous), previous, `${now} in ${zone}`)
  }
})

t.test('hours that were not computed yet are not compared', async (t) => {
  const found = compared('24h', 'UTC', NOW, '2026-07-18T07')
  t.same(found && [ids(found.current), ids(found.previous)], [['2026-07-17T10', '2026-07-18T07'], ['2026-07-16T13', '2026-07-17T10']])
})

t.test('all there is has nothing before it, and nothing over is nothing to compare', async (t) => {
  t.equal(compared('all'), null)
  t.equal(compared('mtd', 'UTC', '2026-07-01T00:20:00Z'), null)
  t.equal(compared({ from: '2026-08-01', to: '2026-08-02' }), null)
})

t.test('the previous hours never reach into the current ones, and are as many but for months', async (t) => {
  const range = fc.constantFrom(...RELATIVE_RANGES)
  const zone = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe')
  const hours = fc.integer({ min: 0, max: 20_000 })
  fc.assert(fc.property(range, zone, hours, fc.integer({ min: 0, max: 50 }), (range, timeZone, hour, late) => {
    const nowMs = Date.parse('2025-01-01T00:20:00Z') + hour * MS_PER_HOUR
    const completeTo = hourOf(nowMs) - late
    const found = comparedRanges({ range, timeZone }, nowMs, completeTo)
    if (found === null) return
    const { current, previous } = found
    const [hours, hoursBefore] = [current.to - current.from, previous.to - previous.from]
    t.ok(hours > 0 && hoursBefore > 0 && current.to <= completeTo)
    t.ok(previous.to <= current.from)
    if (range === 'mtd') t.ok(Math.abs(hours - hoursBefore) <= 4 * 24 && hoursBefore <= hours + 1)
    else if (range !== 'last-month') t.equal(hoursBefore, hours)
  }))
})
