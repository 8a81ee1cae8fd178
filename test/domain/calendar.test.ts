import fc from 'fast-check'
import t from 'tap'
import type { Period } from '../../domain/bucket.ts'
import {
  daysOfMonth, hourFrom, hourId, hourOf, isDay, MS_PER_HOUR, nextDay, nextMonth, parseHourId, periodHours, periodId, previousMonth,
} from '../../domain/calendar.ts'

const hours = fc.integer({ min: 0, max: 24 * 366 * 100 })
const PERIODS: Period[] = ['hour', 'day', 'month']

t.test('an hour and its id name each other', async (t) => {
  fc.assert(fc.property(hours, (hour) => parseHourId(hourId(hour)) === hour))
  t.equal(hourId(0), '1970-01-01T00')
  t.equal(parseHourId('2026-07-18T05'), Date.UTC(2026, 6, 18, 5) / MS_PER_HOUR)
})

t.test('hours that have no id of the usual length are refused', async (t) => {
  t.equal(hourId(parseHourId('9999-12-31T23')), '9999-12-31T23')
  t.throws(() => hourId(parseHourId('9999-12-31T23') + 1), /outside the years 0 to 9999/)
  t.throws(() => hourId(parseHourId('0000-01-01T00') - 1), /outside the years 0 to 9999/)
})

t.test('every hour lies in the hours of its day and month, and those start and end with it', async (t) => {
  fc.assert(fc.property(hours, fc.constantFrom(...PERIODS), (hour, period) => {
    const { from, to } = periodHours(period, periodId(period, hour))
    const id = (other: number) => periodId(period, other)
    return from <= hour && hour < to && id(from) === id(to - 1) && id(from - 1) !== id(from)
  }))
  t.same(periodHours('day', '1970-01-02'), { from: 24, to: 48 })
})

t.test('the next day and month begin where one ends, the one before ends where it begins', async () => {
  fc.assert(fc.property(hours, (hour) => {
    const day = periodId('day', hour)
    const month = periodId('month', hour)
    return periodHours('day', nextDay(day)).from === periodHours('day', day).to
      && periodHours('month', nextMonth(month)).from === periodHours('month', month).to
      && nextMonth(previousMonth(month)) === month
  }))
})

t.test('a month has all its days in order', async (t) => {
  const cases: [string, number][] = [['2026-01', 31], ['2026-02', 28], ['2028-02', 29], ['2100-02', 28], ['2026-04', 30], ['2026-12', 31]]
  for (const [month, count] of cases) {
    const days = daysOfMonth(month)
    t.equal(days.length, count, month)
    t.equal(days[0], `${month}-01`)
    t.equal(days.at(-1), `${month}-${count}`)
  }
})

t.test('an instant lies in one hour; the next full hour is its own if it is one', async (t) => {
  t.equal(hourOf(MS_PER_HOUR - 1), 0)
  t.equal(hourOf(MS_PER_HOUR), 1)
  t.equal(hourFrom(1), 1)
  t.equal(hourFrom(MS_PER_HOUR), 1)
})

t.test('a day is one that there is', async (t) => {
  for (const id of ['2026-07-18', '2028-02-29']) t.ok(isDay(id), id)
  for (const id of ['', '2026-02-29', '2026-7-18', '2026-07', '2026-07-18T05', 'today']) t.notOk(isDay(id), id)
})

t.test('what is not an id of the period is refused', async (t) => {
  const cases: [Period, string[]][] = [
    ['hour', ['', '2026-07-18', '2026-07-18T24', '2026-07-18T5', '2026-07-18T05:00']],
    ['day', ['2026-02-30', '2026-13-01', '2026-07', '2026-7-18', '18.07.2026', '2026-07-18T05']],
    ['month', ['2026-00', '2026-13', '2026', '2026-7', '2026-07-01']],
  ]
  for (const [period, ids] of cases) for (const id of ids) t.throws(() => periodHours(period, id), RangeError, `${period} ${id}`)
})
