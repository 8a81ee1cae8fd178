import t from 'tap'
import { timeColumn, timeLabel } from '../../../server/view-models/time-label.ts'

t.test('times read as the clock of their zone shows them', async (t) => {
  const cases: [string, 'hour' | 'day' | 'month', string, string, string][] = [
    ['2026-11-23T20', 'hour', 'UTC', '23 Nov, 20:00', '20:00'],
    ['2026-11-23T00', 'hour', 'UTC', '23 Nov, 00:00', '23 Nov'],
    ['2026-11-23T20', 'hour', 'America/New_York', '23 Nov, 15:00', '15:00'],
    ['2026-11-23T20', 'hour', 'Asia/Kolkata', '24 Nov, 01:30', '01:30'],
    ['2026-11-23T19', 'hour', 'Asia/Kolkata', '24 Nov, 00:30', '24 Nov'],
    ['2026-11-23', 'day', 'America/New_York', '23 Nov 2026', '23 Nov'],
    ['2026-11', 'month', 'America/New_York', 'Nov 2026', 'Nov 2026'],
  ]
  for (const [id, step, zone, full, short] of cases) t.same(timeLabel(id, step, zone), { full, short }, `${id} in ${zone}`)
})

t.test('an hour that comes twice says which of the two it is', async (t) => {
  const labels = ['2026-11-01T04', '2026-11-01T05', '2026-11-01T06', '2026-11-01T07'].map((id) => timeLabel(id, 'hour', 'America/New_York').full)
  t.same(labels, ['1 Nov, 00:00', '1 Nov, 01:00 EDT', '1 Nov, 01:00 EST', '1 Nov, 02:00'])
})

t.test('a column of times names its zone', async (t) => {
  t.equal(timeColumn('day', 'UTC'), 'Day (UTC)')
  t.equal(timeColumn('hour', 'America/New_York'), 'Hour (America/New_York)')
})
