import t from 'tap'
import { hourId } from '../../domain/calendar.ts'
import { QueryError } from '../../domain/query-error.ts'
import { absoluteHours, granularityOf, resolveRange } from '../../domain/query-range.ts'
import type { UsageQuery } from '../../domain/usage-query.ts'

const NOW = Date.parse('2026-07-18T10:20:30Z')

t.test('a range covers the hours that it touches', async (t) => {
  const cases: [UsageQuery['range'], string, string, string, boolean?][] = [
    ['1h', 'UTC', '2026-07-18T09', '2026-07-18T11'],
    ['24h', 'UTC', '2026-07-17T10', '2026-07-18T11'],
    ['7d', 'UTC', '2026-07-11T10', '2026-07-18T11'],
    ['30d', 'Asia/Kolkata', '2026-06-18T10', '2026-07-18T11'],
    ['90d', 'UTC', '2026-04-19T10', '2026-07-18T11'],
    ['mtd', 'UTC', '2026-07-01T00', '2026-07-18T11'],
    ['mtd', 'Europe/Berlin', '2026-06-30T22', '2026-07-18T11'],
    ['mtd', 'Asia/Kolkata', '2026-06-30T19', '2026-07-18T11', true],
    ['last-month', 'UTC', '2026-06-01T00', '2026-07-01T00'],
    ['last-month', 'America/New_York', '2026-06-01T04', '2026-07-01T04'],
    ['all', 'UTC', '1970-01-01T00', '2026-07-18T11'],
    [{ from: '2026-07-18', to: '2026-07-19' }, 'UTC', '2026-07-18T00', '2026-07-19T00'],
    [{ from: '2026-07-18', to: '2026-07-19' }, 'Europe/Berlin', '2026-07-17T22', '2026-07-18T22'],
    [{ from: '2026-07-18', to: '2026-07-19' }, 'Asia/Kolkata', '2026-07-17T19', '2026-07-18T19', true],
    [{ from: '2026-07-18T05:00Z', to: '2026-07-18T06:00:00.000Z' }, 'UTC', '2026-07-18T05', '2026-07-18T06'],
    [{ from: '2026-07-18T05:00', to: '2026-07-18T06:00' }, 'America/New_York', '2026-07-18T09', '2026-07-18T10'],
    [{ from: '2026-07-18T05:00', to: '2026-07-18T06:00' }, 'Asia/Kolkata', '2026-07-17T23', '2026-07-18T01', true],
    [{ from: '2026-07-18T05:30:00+02:00', to: '2026-07-18T06:00:01Z' }, 'UTC', '2026-07-18T03', '2026-07-18T07', true],
  ]
  for (const [range, timeZone, from, to, cutsHours = false] of cases) {
    const found = resolveRange({ range, timeZone }, NOW)
    t.same([hourId(found.from), hourId(found.to), found.cutsHours], [from, to, cutsHours], `${JSON.stringify(range)} in ${timeZone}`)
  }
})

t.test('at the full hour no hour is begun', async (t) => {
  const { from, to } = resolveRange({ range: '24h', timeZone: 'UTC' }, Date.parse('2026-07-18T10:00:00Z'))
  t.same([hourId(from), hourId(to)], ['2026-07-17T10', '2026-07-18T10'])
})

t.test('a month to date that has just begun is empty, never negative', async (t) => {
  const { from, to } = resolveRange({ range: 'mtd', timeZone: 'Asia/Kolkata' }, Date.parse('2026-06-30T18:31:00Z'))
  t.same([hourId(from), hourId(to)], ['2026-06-30T19', '2026-06-30T19'])
})

t.test('all data is what the data spans, where that is known', async (t) => {
  t.match(resolveRange({ range: 'all', timeZone: 'UTC' }, NOW, { from: 3, to: 9 }), { from: 3, to: 9 })
})

t.test('the granularity follows the length unless it is chosen', async (t) => {
  for (const [hours, expected] of [[25, 'hour'], [72, 'hour'], [73, 'day'], [91 * 24, 'day'], [101 * 24, 'month']] as const) {
    t.equal(granularityOf({ granularity: 'auto' }, { from: 0, to: hours }), expected, `${hours} hours`)
  }
  t.equal(granularityOf({ granularity: 'hour' }, { from: 0, to: 10_000 }), 'hour')
})

t.test('an impossible range names the parameter at fault', async (t) => {
  const cases: [string, string, string][] = [
    ['2026-02-30', '2026-03-01', 'from'],
    ['2026-02-30T00:00Z', '2026-03-01', 'from'],
    ['1969-12-31', '2026-03-01', 'from'],
    ['2026-03-01T24:30', '2026-03-02', 'from'],
    ['2026-03-01', 'tomorrow', 'to'],
    ['2026-03-01', '9999-01-01', 'to'],
    ['2026-03-01', '2026-03-01', 'to'],
    ['2026-03-02T00:00Z', '2026-03-01T00:00Z', 'to'],
  ]
  for (const [from, to, parameter] of cases) {
    t.throws(() => absoluteHours({ from, to }, 'UTC'), { name: 'QueryError', parameter }, `${from} to ${to}`)
  }
  t.throws(() => absoluteHours({ from: 'x', to: 'y' }, 'UTC'), QueryError)
})
