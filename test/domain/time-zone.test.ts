import fc from 'fast-check'
import t from 'tap'
import { hourId, nextDay, parseHourId, periodHours, periodId } from '../../domain/calendar.ts'
import { isTimeZone, timeZone } from '../../domain/time-zone.ts'

const ZONES = [
  'UTC', 'Europe/Berlin', 'America/New_York', 'America/Santiago', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe',
  'Pacific/Apia', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Africa/Cairo',
]
const hours = fc.integer({ min: parseHourId('2023-01-01T00'), max: parseHourId('2030-01-01T00') })

t.test('every hour lies in exactly one day of a zone: the one that it starts on', async () => {
  fc.assert(fc.property(fc.constantFrom(...ZONES), hours, (name, hour) => {
    const zone = timeZone(name)
    const day = zone.dayOfHour(hour)
    const { from, to } = zone.dayHours(day)
    return from <= hour && hour < to && zone.dayHours(nextDay(day)).from === to && zone.monthOfHour(hour) === day.slice(0, 7)
  }), { numRuns: 300 })
})

t.test('days and months begin at local midnight, across changes of the clock', async (t) => {
  const cases: [string, string, string, string, number][] = [
    ['UTC', '2026-07-18', '2026-07-18T00', '2026-07-19T00', 24],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23', '2026-03-29T22', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22', '2026-10-25T23', 25],
    ['America/New_York', '2026-03-08', '2026-03-08T05', '2026-03-09T04', 23],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22', '2026-04-24T21', 23],
    ['Pacific/Kiritimati', '2026-07-18', '2026-07-17T10', '2026-07-18T10', 24],
    ['Pacific/Pago_Pago', '2026-07-18', '2026-07-18T11', '2026-07-19T11', 24],
  ]
  for (const [name, day, from, to, count] of cases) {
    const found = timeZone(name).dayHours(day)
    t.same([hourId(found.from), hourId(found.to), found.to - found.from, found.cutsHours], [from, to, count, false], `${name} ${day}`)
  }
  const march = timeZone('Europe/Berlin').monthHours('2026-03')
  t.equal(march.to - march.from, 31 * 24 - 1)
})

t.test('where midnight lies inside an hour, the hour counts for the day that it starts on, and the answer says so', async (t) => {
  const kolkata = timeZone('Asia/Kolkata').dayHours('2026-07-18')
  t.same([hourId(kolkata.from), hourId(kolkata.to), kolkata.cutsHours], ['2026-07-17T19', '2026-07-18T19', true])
  t.equal(timeZone('Asia/Kolkata').dayOfHour(parseHourId('2026-07-17T18')), '2026-07-17')
  t.equal(timeZone('Asia/Kathmandu').monthHours('2026-07').cutsHours, true)
})

t.test('in UTC days and months are those of the calendar', async () => {
  const utc = timeZone('UTC')
  fc.assert(fc.property(hours, (hour) => {
    const { from, to } = utc.dayHours(periodId('day', hour))
    const expected = periodHours('day', periodId('day', hour))
    return utc.dayOfHour(hour) === periodId('day', hour) && from === expected.from && to === expected.to
  }))
})

t.test('only names of the time zone database are time zones', async (t) => {
  for (const name of ZONES) t.ok(isTimeZone(name), name)
  for (const name of ['', 'Mars/Olympus', 'Europe/Berlin; --', 'UTC+25']) t.notOk(isTimeZone(name), name)
})
