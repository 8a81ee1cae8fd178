import fc from 'fast-check'
import t from 'tap'
import { accessibleBuckets, accessibleSources, mayAdminister, maySeeEverything } from '../../domain/access.ts'
import { matchesGlob } from '../../domain/glob.ts'
import { accessOf, type RoleMapping, type RolePolicy } from '../../domain/roles.ts'
import { bucketOf, cellOf } from '../fixtures/bucket.ts'
import { identityOf } from '../fixtures/signed-in.ts'

const ANN = identityOf('Ann', { email: 'ann@example.com', groups: ['finops', 'team-a'] })

function accessUnder(...roleMapping: RoleMapping[]) {
  return accessOf({ roleMapping, defaultRole: 'none' }, ANN)
}

t.test('entries hold for exactly the group, and for the e-mail address whatever its case', async (t) => {
  for (const entry of [{ group: 'finops' }, { user: 'ann@example.com' }, { user: 'Ann@Example.com' }]) {
    t.same(accessUnder({ ...entry, role: 'viewer' }), { role: 'viewer', grants: [{ accounts: 'all', callers: 'all' }] }, JSON.stringify(entry))
  }
  for (const entry of [{ group: 'FinOps' }, { group: 'fin' }, { group: 'fin*' }, { group: 'ann@example.com' }, { user: 'Ann' }, { user: '*' }, { user: 'finops' }, {}, { group: 'team-b', user: 'ann@example.com' }]) {
    t.equal(accessUnder({ ...entry, role: 'admin' }), null, JSON.stringify(entry))
  }
  t.equal(accessOf({ roleMapping: [{ user: '', role: 'viewer' }], defaultRole: 'none' }, identityOf('Bo')), null, 'nobody without an address has an empty one')
})

t.test('without an entry the default role holds, which is never that of an admin', async (t) => {
  t.equal(accessUnder(), null)
  t.same(accessOf({ roleMapping: [], defaultRole: 'viewer' }, ANN), { role: 'viewer', grants: [{ accounts: 'all', callers: 'all' }] })
})

t.test('only an entry that says so and leaves nothing out makes an admin', async (t) => {
  const part = { group: 'finops', role: 'admin', accounts: ['111122223333'] } as const
  const cases: [RoleMapping[], boolean][] = [
    [[{ group: 'finops', role: 'admin' }], true],
    [[{ user: 'ann@example.com', role: 'admin' }, { group: 'team-a', role: 'viewer', accounts: [] }], true],
    [[{ group: 'finops', role: 'viewer' }], false],
    [[part], false],
    [[part, { group: 'team-a', role: 'viewer' }], false],
    [[{ group: 'finops', role: 'admin', callers: ['*'] }, { group: 'team-a', role: 'viewer' }], false],
  ]
  for (const [entries, isAdmin] of cases) {
    const access = accessUnder(...entries)
    t.equal(access !== null && mayAdminister(access), isAdmin, JSON.stringify(entries))
  }
})

const ACCOUNTS = ['111122223333', '222233334444', '333344445555']
const CALLERS = ['app-a', 'app-b', 'batch', 'ann@example.com']
const BUCKETS = ACCOUNTS.map((accountId) =>
  bucketOf({ accountId, region: 'us-east-1' }, 'hour', '2026-11-23T05', CALLERS.map((caller) => cellOf({ caller }))))

const some = <T>(values: readonly T[]) => fc.option(fc.subarray([...values]), { nil: undefined })
const given = fc.record({
  role: fc.constantFrom('admin' as const, 'viewer' as const), accounts: some(ACCOUNTS), callers: some([...CALLERS, 'app-*', '*', 'x*', '']),
}).map(({ role, accounts, callers }) => ({ role, ...(accounts && { accounts }), ...(callers && { callers }) }))
const entry: fc.Arbitrary<RoleMapping> = fc.oneof(
  fc.tuple(given, fc.constantFrom('finops', 'team-a', 'team-b')).map(([grant, group]) => ({ ...grant, group })),
  fc.tuple(given, fc.constantFrom('ann@example.com', 'bo@example.com')).map(([grant, user]) => ({ ...grant, user })),
)
const policy: fc.Arbitrary<RolePolicy> = fc.record({ roleMapping: fc.array(entry, { maxLength: 5 }), defaultRole: fc.constantFrom('none', 'viewer') })

function visible(to: RolePolicy): Set<string> {
  const access = accessOf(to, ANN)
  if (access === null) return new Set()
  const sources = accessibleSources(access, BUCKETS.map(({ source }) => source))
  const buckets = BUCKETS.filter(({ source }) => sources.includes(source))
  return new Set(accessibleBuckets(access, buckets).flatMap(({ source, cells }) => cells.map(({ caller }) => `${source.accountId} ${caller}`)))
}

t.test('one more entry never takes away what was seen, nor what could be changed', async (t) => {
  fc.assert(fc.property(policy, entry, fc.nat(), (before, added, at) => {
    const index = at % (before.roleMapping.length + 1)
    const after = { ...before, roleMapping: before.roleMapping.toSpliced(index, 0, added) }
    const [was, is] = [accessOf(before, ANN), accessOf(after, ANN)]
    const stillSeen = visible(after)
    const mayStill = was === null || !mayAdminister(was) || (is !== null && mayAdminister(is))
    return mayStill && [...visible(before)].every((one) => stillSeen.has(one))
  }), { numRuns: 2000 })
  t.pass()
})

t.test('nothing is visible that no entry of whoever asks gives them', async (t) => {
  fc.assert(fc.property(policy, (to) => {
    const own = to.roleMapping.filter((one) => (one.group === undefined ? one.user === ANN.email : ANN.groups.includes(one.group)))
    const allows = (account: string, caller: string) => to.defaultRole === 'viewer' || own.some(({ accounts, callers }) =>
      (accounts === undefined || accounts.includes(account))
      && (callers === undefined || callers.some((pattern) => matchesGlob(pattern, caller))))
    const expected = ACCOUNTS.flatMap((account) => CALLERS.filter((caller) => allows(account, caller)).map((caller) => `${account} ${caller}`))
    const seen = visible(to)
    return seen.size === expected.length && expected.every((one) => seen.has(one))
  }), { numRuns: 2000 })
  t.pass()
})

t.test('an empty list gives nothing at all, and is never taken for no limit', async (t) => {
  for (const limit of [{ accounts: [] }, { callers: [] }, { accounts: [], callers: [] }, { accounts: ACCOUNTS, callers: [] }, { accounts: [], callers: ['*'] }]) {
    const roleMapping: RoleMapping[] = [{ group: 'finops', role: 'viewer', ...limit }]
    t.equal(visible({ roleMapping, defaultRole: 'none' }).size, 0, JSON.stringify(limit))
    const access = accessUnder(...roleMapping)
    t.ok(access !== null && !maySeeEverything(access))
    t.same(access && accessibleSources(access, BUCKETS.map(({ source }) => source)), [])
  }
})
