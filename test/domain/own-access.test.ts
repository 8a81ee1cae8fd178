import t from 'tap'
import { accessibleBuckets } from '../../domain/access.ts'
import type { CallerKind } from '../../domain/cell.ts'
import { ownAccess } from '../../domain/own-access.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { identityOf } from '../fixtures/signed-in.ts'

const CALLS: readonly [caller: string, kind: CallerKind][] = [
  ['ann@example.com', 'sso-user'], ['Ann@Example.com', 'sso-user'], ['ann@example.com', 'user'], ['Ann@Example.com', 'user'],
  ['Ann@Example.com', 'role'], ['Ann@Example.com', 'api-key'], ['AnnX@Example.com', 'sso-user'], ['ann@example.com.au', 'sso-user'],
  ['xann@example.com', 'sso-user'], ['*', 'sso-user'], ['bob@example.com', 'sso-user'], ['', 'unknown'],
]

function seenBy(email: string | null): string[] {
  const buckets = [SOURCE_A, SOURCE_B].map((source) =>
    bucketOf(source, 'hour', '2026-11-23T05', CALLS.map(([caller, callerKind]) => cellOf({ caller, callerKind }))))
  return accessibleBuckets(ownAccess(identityOf('somebody', { email })), buckets)
    .flatMap(({ source, cells }) => cells.map(({ caller, callerKind }) => `${source.region} ${callerKind} ${caller}`))
}

t.test('calls of single sign-on are theirs in any case of their address, all others as the address is written', async (t) => {
  t.same(seenBy('ann@example.com'), [SOURCE_A, SOURCE_B].flatMap(({ region }) => [
    `${region} sso-user ann@example.com`, `${region} sso-user Ann@Example.com`, `${region} user ann@example.com`,
  ]))
})

t.test('nothing in an address stands for anything but itself', async (t) => {
  t.same(seenBy('*'), [SOURCE_A, SOURCE_B].map(({ region }) => `${region} sso-user *`))
  t.same(seenBy('*@example.com'), [])
  t.same(seenBy('ann@example_com'), [])
})

t.test('whoever has no address has no calls', async (t) => {
  t.same(seenBy(null), [])
})
