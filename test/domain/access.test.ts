import t from 'tap'
import { accessibleBuckets, accessibleNames, accessibleRun, FULL_ACCESS, type Grant } from '../../domain/access.ts'
import type { RunRecord } from '../../domain/ports.ts'
import { viewer } from '../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'

const run: RunRecord = {
  kind: 'compute-cost', startedAt: '2026-11-23T20:35:00Z', finishedAt: '2026-11-23T20:36:00Z', outcome: 'failed',
  dataUpTo: '2026-11-23T20:35:00.000Z', bucketsWritten: 3, message: 'role arn:aws:iam::111122223333:role/x was refused',
}

t.test('only who may see everything learns what a run did and said', async (t) => {
  t.same(accessibleRun(FULL_ACCESS, run), run)
  for (const access of [{ accounts: ['222233334444'], callers: 'all' }, { accounts: 'all', callers: ['a'] }] as const) {
    t.same(accessibleRun({ role: 'viewer', grants: [access] }, run), { ...run, dataUpTo: null, bucketsWritten: null, message: null })
  }
})

t.test('a bucket without a call that may be seen is none', async (t) => {
  const buckets = [
    bucketOf(SOURCE_A, 'hour', '2026-11-23T05', [cellOf({ caller: 'a' }), cellOf({ caller: 'b' })]),
    bucketOf(SOURCE_A, 'hour', '2026-11-23T06', [cellOf({ caller: 'b' })]),
    bucketOf(SOURCE_B, 'hour', '2026-11-23T05', [cellOf({ caller: 'a' })]),
    bucketOf(SOURCE_B, 'hour', '2026-11-23T06', []),
  ]
  const seenBy = (...grants: Grant[]) => accessibleBuckets(viewer(...grants), buckets)
    .map(({ source, start, cells }) => `${source.region} ${start} ${cells.map(({ caller }) => caller).join('')}`)
  t.same(seenBy({ accounts: 'all', callers: ['a'] }), ['us-east-1 2026-11-23T05 a', 'eu-west-1 2026-11-23T05 a'])
  t.same(seenBy({ accounts: [SOURCE_A.accountId], callers: ['b'] }), ['us-east-1 2026-11-23T05 b', 'us-east-1 2026-11-23T06 b'])
  t.same(seenBy({ accounts: [SOURCE_A.accountId], callers: ['b'] }, { accounts: [SOURCE_B.accountId], callers: 'all' }),
    ['us-east-1 2026-11-23T05 b', 'us-east-1 2026-11-23T06 b', 'eu-west-1 2026-11-23T05 a', 'eu-west-1 2026-11-23T06 '])
  t.same(seenBy({ accounts: 'all', callers: [] }), [])
})

t.test('accounts are known by what grants name, by all callers, or by calls that may be seen', async (t) => {
  const names = new Map([[SOURCE_A.accountId, 'lab'], [SOURCE_B.accountId, 'shop'], ['333344445555', 'silent']])
  const known = (grant: Grant) => [...accessibleNames(viewer(grant), names, [SOURCE_A]).values()]
  t.same(known({ accounts: 'all', callers: 'all' }), ['lab', 'shop', 'silent'])
  t.same(known({ accounts: 'all', callers: ['a'] }), ['lab'])
  t.same(known({ accounts: ['333344445555'], callers: ['a'] }), ['lab', 'silent'])
  t.same(known({ accounts: ['333344445555'], callers: [] }), ['lab'])
})
