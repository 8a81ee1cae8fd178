import t from 'tap'
import type { RunRecord } from '../../domain/ports.ts'
import { runState, type ScheduledRun } from '../../domain/run-state.ts'

const now = Date.parse('2026-11-23T20:41:00Z')
const ran = (minutesAgo: number, outcome: RunRecord['outcome'] = 'ok') => {
  return { startedAt: new Date(now - minutesAgo * 60_000).toISOString(), outcome }
}

t.test('a run is overdue once two in a row were missed, however the last one ended', async (t) => {
  const cases: [ScheduledRun, number, RunRecord['outcome'], string][] = [
    ['compute-cost', 0, 'ok', 'ok'],
    ['compute-cost', 9, 'ok', 'ok'],
    ['compute-cost', 11, 'ok', 'ok'],
    ['compute-cost', 12, 'ok', 'overdue'],
    ['compute-cost', 2, 'failed', 'failed'],
    ['compute-cost', 12, 'failed', 'overdue'],
    ['aggregate-stats', 119, 'ok', 'ok'],
    ['aggregate-stats', 122, 'ok', 'overdue'],
    ['sync-pricing', 30 * 60, 'ok', 'ok'],
    ['sync-pricing', 49 * 60, 'ok', 'overdue'],
  ]
  for (const [kind, minutes, outcome, state] of cases) t.equal(runState(kind, ran(minutes, outcome), now), state, `${kind} ${minutes} min ago`)
})

t.test('what never ran is not overdue', async (t) => {
  t.equal(runState('sync-pricing', null, now), 'never')
})
