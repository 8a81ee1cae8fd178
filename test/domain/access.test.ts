import t from 'tap'
import { accessibleRun, FULL_ACCESS } from '../../domain/access.ts'
import type { RunRecord } from '../../domain/ports.ts'

const run: RunRecord = {
  kind: 'compute-cost', startedAt: '2026-11-23T20:35:00Z', finishedAt: '2026-11-23T20:36:00Z', outcome: 'failed',
  dataUpTo: null, bucketsWritten: 3, message: 'role arn:aws:iam::111122223333:role/x was refused',
}

t.test('only who may see everything learns what a run did and said', async (t) => {
  t.same(accessibleRun(FULL_ACCESS, run), run)
  for (const access of [{ accounts: ['222233334444'], callers: 'all' }, { accounts: 'all', callers: ['a'] }] as const) {
    t.same(accessibleRun({ role: 'viewer', grants: [access] }, run), { ...run, bucketsWritten: null, message: null })
  }
})
