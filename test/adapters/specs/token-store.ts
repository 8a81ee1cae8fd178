import type { Test } from 'tap'
import type { ApiToken, ApiTokenStore } from '../../../domain/api-token.ts'
import type { Clock } from '../../../domain/ports.ts'

const START_MS = Date.parse('2026-11-23T20:41:00.500Z')
const DAY_MS = 86_400_000

const ALICE = { issuer: 'https://idp.example', subject: 'alice', name: 'Alice', email: 'alice@example.com', groups: ['team-a'] }

const tokenOf = (id: string, more: Partial<ApiToken> = {}): ApiToken => ({
  id, hash: `hash-${id}`, name: `token ${id}`, owner: ALICE, createdAtMs: START_MS, expiresAtMs: START_MS + DAY_MS, lastUsedDay: null, ...more,
})

/** What every place that keeps API tokens has to hold. */
export function specTokenStore(t: Test, open: (t: Test, clock: Clock) => Promise<ApiTokenStore>): void {
  let nowMs = START_MS
  const opened = (t: Test) => {
    nowMs = START_MS
    return open(t, () => new Date(nowMs))
  }

  t.test('a token is found by its hash, until it expires', async (t) => {
    const store = await opened(t)
    t.equal(await store.find('hash-a'), null)
    await store.add(tokenOf('a'))
    t.strictSame(await store.find('hash-a'), tokenOf('a'))
    nowMs = START_MS + DAY_MS - 1
    t.ok(await store.find('hash-a'))
    nowMs = START_MS + DAY_MS
    t.equal(await store.find('hash-a'), null)
    t.strictSame(await store.listOf(ALICE), [])
  })

  t.test('a person has the tokens of their own, the newest first', async (t) => {
    const store = await opened(t)
    const bob = { ...ALICE, subject: 'bob' }
    // A separator in a name makes nobody somebody else.
    const odd = { ...ALICE, issuer: 'https://idp.example#alice', subject: '' }
    await store.add(tokenOf('a'))
    await store.add(tokenOf('b', { createdAtMs: START_MS + 1 }))
    await store.add(tokenOf('c', { owner: bob }))
    await store.add(tokenOf('d', { owner: odd }))
    t.strictSame((await store.listOf(ALICE)).map(({ id }) => id), ['b', 'a'])
    t.strictSame((await store.listOf(bob)).map(({ id }) => id), ['c'])
    t.strictSame((await store.listOf(odd)).map(({ id }) => id), ['d'])
  })

  t.test('a token that is revoked is gone; nobody revokes those of others', async (t) => {
    const store = await opened(t)
    await store.add(tokenOf('a'))
    await store.revoke({ ...ALICE, subject: 'bob' }, 'a')
    await store.revoke(ALICE, 'b')
    t.ok(await store.find('hash-a'))
    await store.revoke(ALICE, 'a')
    t.equal(await store.find('hash-a'), null)
    t.strictSame(await store.listOf(ALICE), [])
  })

  t.test('the day of the last use is noted, and brings no revoked token back', async (t) => {
    const store = await opened(t)
    await store.add(tokenOf('a'))
    await store.noteUse('hash-a', '2026-11-23')
    t.equal((await store.listOf(ALICE))[0]?.lastUsedDay, '2026-11-23')
    await store.revoke(ALICE, 'a')
    await store.noteUse('hash-a', '2026-11-24')
    t.equal(await store.find('hash-a'), null)
  })
}
