import t from 'tap'
import { hourOf } from '../../../domain/calendar.ts'
import { resolveRange } from '../../../domain/query-range.ts'
import { DEFAULT_USAGE_QUERY, formatUsageQuery, type UsageQuery } from '../../../domain/usage-query.ts'
import { rangeControl } from '../../../server/view-models/range-control.ts'

const NOW_MS = Date.parse('2026-11-23T20:41:00Z')

function controlOf(changed: Partial<UsageQuery>) {
  const query = { ...DEFAULT_USAGE_QUERY, ...changed }
  const window = {
    range: resolveRange(query, NOW_MS), step: 'day', times: [], partialTimes: [], hoursByTime: new Map(), completeTo: hourOf(NOW_MS),
    freshness: { state: 'none', isComputingOverdue: false, newestEvent: null, isPartial: false, behind: [] },
  } as const
  return rangeControl(query, window, (other) => `/?${formatUsageQuery(other)}`)
}

t.test('the period is told in the reporting zone, with both its abbreviations over a change of the clock', async (t) => {
  const cases: [Partial<UsageQuery>, string][] = [
    [{ range: '24h' }, '22 Nov 2026, 20:00 – 23 Nov 2026, 21:00 UTC, by day'],
    [{ range: '24h', timeZone: 'America/New_York' }, '22 Nov 2026, 15:00 – 23 Nov 2026, 16:00 EST, by day'],
    [{ range: 'mtd', timeZone: 'America/New_York' }, '1 Nov 2026, 00:00 EDT – 23 Nov 2026, 16:00 EST, by day'],
  ]
  for (const [query, period] of cases) t.equal(controlOf(query).period, period)
})

t.test('a page says where hours are cut otherwise than asked for', async (t) => {
  const cases: [Partial<UsageQuery>, RegExp | null][] = [
    [{ range: '30d' }, null],
    [{ range: 'mtd', timeZone: 'America/New_York' }, null],
    [{ range: '30d', timeZone: 'Asia/Kolkata' }, /^Days are cut at 00:30 in Asia\/Kolkata/],
    [{ range: '30d', timeZone: 'Asia/Kathmandu' }, /^Days are cut at 00:45 in Asia\/Kathmandu/],
    [{ range: { from: '2026-11-22', to: '2026-11-23' } }, null],
    [{ range: { from: '2026-11-22T10:20', to: '2026-11-22T12:00' } }, /^The hours at both ends count whole/],
  ]
  for (const [query, note] of cases) {
    const found = controlOf(query).note
    if (note === null) t.equal(found, null, JSON.stringify(query))
    else t.match(found, note, JSON.stringify(query))
  }
})

t.test('the form for a range of one\'s own starts from what is shown and keeps the rest', async (t) => {
  const { custom, choices } = controlOf({ range: { from: '2026-11-22T10:00', to: '2026-11-23' }, timeZone: 'America/New_York' })
  t.match(custom, { current: true, from: '2026-11-22T10:00', to: '2026-11-23T00:00', zone: 'America/New_York' })
  t.same(custom.form.hidden, [{ name: 'tz', value: 'America/New_York' }])
  t.notOk(choices.some(({ current }) => current))
})

t.test('every range that is offered is one click away, the current one marked', async (t) => {
  const { choices } = controlOf({ range: '7d' })
  t.same(choices.map(({ label }) => label), ['1 h', '24 h', '7 d', '30 d', '90 d', 'Month', 'Last month', 'All'])
  t.same(choices.filter(({ current }) => current).map(({ label }) => label), ['7 d'])
})
