import t from 'tap'
import { freshness } from '../../../server/view-models/freshness.ts'

const now = new Date('2026-11-23T20:41:00Z')

t.test('data is fresh for 15 minutes, late up to an hour, and stale after it', async (t) => {
  const cases: [string | null, string, string][] = [
    [null, 'none', ''],
    ['2026-11-23T20:41:00Z', 'fresh', 'just now'],
    ['2026-11-23T20:26:00Z', 'fresh', '15 min ago'],
    ['2026-11-23T20:25:59Z', 'late', '15 min ago'],
    ['2026-11-23T19:41:00Z', 'late', '1 h ago'],
    ['2026-11-23T19:40:59Z', 'stale', '1 h ago'],
    ['2026-11-20T20:00:00Z', 'stale', '3 days ago'],
  ]
  for (const [dataUpTo, state, age] of cases) {
    const view = freshness(dataUpTo, now)
    t.match(view, { state, age }, String(dataUpTo))
  }
})

t.test('the time is told with its date and zone', async (t) => {
  t.equal(freshness('2026-11-23T20:05:59.123Z', now).label, 'Data up to 23 Nov 2026, 20:05 UTC')
})

t.test('a clock that runs behind the data does not make it older', async (t) => {
  t.match(freshness('2026-11-23T20:45:00Z', now), { state: 'fresh', age: 'just now' })
})
