import type { Test } from 'tap'
import type { SessionRecord, SessionStore } from '../../../domain/session-store.ts'

const NOW_MS = 1_795_000_000_123

export const SESSION: SessionRecord = {
  user: 'ann@example.com', passwordMark: 'mark', signedInAtMs: NOW_MS - 5000, seenAtMs: NOW_MS - 1000, expiresAtMs: NOW_MS + 60_000,
}

export interface SessionsUnderTest {
  readonly sessions: SessionStore
  readonly at: (ms: number) => void
}

/** What every store of sessions must do; `open` gives an empty one, and sets its clock. */
export function sessionStoreSpec(t: Test, open: (t: Test, clock: () => Date) => Promise<SessionStore>): void {
  async function opened(t: Test) {
    let nowMs = NOW_MS
    const sessions = await open(t, () => new Date(nowMs))
    return { ...sessions, at: (ms: number) => { nowMs = NOW_MS + ms } }
  }

  t.test('a session is read as it was written, under its own id only', async (t) => {
    const { read, create } = await opened(t)
    t.equal(await read('one'), null)
    await create('one', SESSION)
    t.same(await read('one'), SESSION)
    t.equal(await read('two'), null)
    t.equal(await read(''), null)
  })

  t.test('a session that has expired is none, to the millisecond', async (t) => {
    const { read, create, at } = await opened(t)
    await create('one', SESSION)
    at(59_999)
    t.same(await read('one'), SESSION)
    at(60_000)
    t.equal(await read('one'), null)
  })

  t.test('a session can be renewed as long as it is there', async (t) => {
    const { read, create, renew, end } = await opened(t)
    await create('one', SESSION)
    const later = { ...SESSION, seenAtMs: NOW_MS, expiresAtMs: NOW_MS + 120_000 }
    await renew('one', later)
    t.same(await read('one'), later)
    await end('one')
    await renew('one', later)
    t.equal(await read('one'), null, 'what has ended does not come back')
  })

  t.test('ending is final, and may be done twice', async (t) => {
    const { read, create, end } = await opened(t)
    await create('one', SESSION)
    await create('two', SESSION)
    await end('one')
    await end('one')
    t.equal(await read('one'), null)
    t.same(await read('two'), SESSION)
  })
}
