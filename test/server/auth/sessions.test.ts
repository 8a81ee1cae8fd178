import t from 'tap'
import type { PasswordUser } from '../../../domain/config/auth-schema.ts'
import { NOW } from '../../fixtures/app.ts'
import { SESSION_SECRET } from '../../fixtures/auth-settings.ts'
import { memorySessions } from '../../fixtures/memory-sessions.ts'
import { ANN, BOB, BOB_PASSWORD, cookieOf, MINUTE_MS, PASSWORD, passwordApp } from '../../fixtures/password-app.ts'
import { hashOf } from '../../fixtures/password-users.ts'

t.test('the cookie is out of reach of scripts, other sites and, over HTTPS, of everything else', async (t) => {
  const plain = await (await passwordApp(t)).post('/login', { name: 'ann', password: PASSWORD })
  t.match(String(plain.headers['set-cookie']), /^session=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)

  const publicUrl = 'https://usage.example.com'
  const { post, get } = await passwordApp(t, { publicUrl, trustedProxies: ['127.0.0.1'] })
  const headers = { 'x-forwarded-proto': 'https' }
  const secure = await post('/login', { name: 'ann', password: PASSWORD }, { headers })
  t.match(String(secure.headers['set-cookie']), /^__Host-session=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/)
  t.equal((await get('/', cookieOf(secure), headers)).statusCode, 200)
  const insecure = await post('/login', { name: 'ann', password: PASSWORD })
  t.equal(insecure.statusCode, 400)
  t.match(insecure.body, /X-Forwarded-Proto/, 'instead of a login that leads to itself')
})

t.test('an id that somebody brings along is not the one that they get', async (t) => {
  const { post, get, signIn, sessions } = await passwordApp(t)
  const before = await signIn()
  const again = await post('/login', { name: 'bob', password: BOB_PASSWORD }, { headers: { cookie: before } })
  const after = cookieOf(again)
  t.not(after, before)
  t.equal((await get('/', before)).statusCode, 303, 'the old one counts no more')
  t.match((await get('/', after)).body, 'Signed in as bob')
  t.equal(sessions.held.size, 1)
  const planted = await post('/login', { name: 'ann', password: PASSWORD }, { headers: { cookie: 'session=abcdefghijklmnop' } })
  t.notMatch(cookieOf(planted), 'abcdefghijklmnop')
})

t.test('an id that was tampered with is nobody\'s', async (t) => {
  const { get, signIn, sessions } = await passwordApp(t)
  const cookie = await signIn()
  const [id = '', signature = ''] = cookie.replace('session=', '').split('.')
  const other = 'A'.repeat(id.length)
  for (const value of [id, `${id}.`, `${other}.${signature}`, `${id}.${signature.slice(0, -2)}AA`, `${id}.${signature}.x`, '', '.', '%00', '..', `${id}.${'x'.repeat(3000)}`]) {
    const answer = await get('/', `session=${value}`)
    t.equal(answer.statusCode, 303, value)
  }
  t.equal((await get('/', cookie)).statusCode, 200)
  t.equal(sessions.held.size, 1)
})

t.test('a session ends half an hour after its last request, and twelve hours after its first', async (t) => {
  const { get, signIn, at } = await passwordApp(t)
  const cookie = await signIn()
  at(29)
  t.equal((await get('/pipeline', cookie)).statusCode, 200)
  at(58)
  t.equal((await get('/pipeline', cookie)).statusCode, 200)
  at(89)
  t.equal((await get('/pipeline', cookie)).statusCode, 303)

  const long = await passwordApp(t)
  const kept = await long.signIn()
  for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
    long.at(minutes)
    t.equal((await long.get('/pipeline', kept)).statusCode, 200, `after ${minutes} minutes`)
  }
  long.at(12 * 60)
  t.equal((await long.get('/pipeline', kept)).statusCode, 303)
})

t.test('a session is written once a minute at most, and its cookie with it', async (t) => {
  const { get, signIn, at, sessions } = await passwordApp(t)
  const cookie = await signIn()
  const id = [...sessions.held.keys()][0] ?? ''
  const signedIn = sessions.held.get(id)
  at(0.9)
  t.notOk((await get('/pipeline', cookie)).headers['set-cookie'])
  t.equal(sessions.held.get(id), signedIn)
  at(1)
  const renewed = await get('/pipeline', cookie)
  t.equal(cookieOf(renewed), cookie, 'the same, for half an hour more')
  t.equal(sessions.held.get(id)?.seenAtMs, NOW.getTime() + MINUTE_MS)
})

t.test('visitors leave nothing behind', async (t) => {
  const { get, sessions } = await passwordApp(t)
  for (let i = 0; i < 50; i++) {
    const answer = await get(i % 2 === 0 ? '/login' : '/')
    t.notOk(answer.headers['set-cookie'])
  }
  t.equal(sessions.held.size, 0)
})

t.test('signing out ends the session on both sides', async (t) => {
  const { get, post, signIn, sessions } = await passwordApp(t)
  const cookie = await signIn()
  const page = await get('/logout', cookie)
  t.match(page.body, '<form class="panel" method="post" action="/logout">')
  const out = await post('/logout', {}, { headers: { cookie } })
  t.equal(out.headers.location, '/login')
  t.match(String(out.headers['set-cookie']), /^session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax$/)
  t.equal(sessions.held.size, 0)
  t.equal((await get('/', cookie)).statusCode, 303)
  t.equal((await get('/logout')).headers.location, '/login', 'nothing to sign out of')
  t.equal((await post('/logout', {})).statusCode, 303)
})

t.test('a request that is under way does not bring back a session that has ended meanwhile', async (t) => {
  const first = await passwordApp(t)
  const cookie = await first.signIn()
  const { sessions } = first
  const read = async (id: string) => {
    const session = await sessions.read(id)
    await sessions.end(id)
    return session
  }
  const { get, at } = await passwordApp(t, { sessions: { ...sessions, read } })
  at(5)
  t.equal((await get('/pipeline', cookie)).statusCode, 200)
  t.equal(sessions.held.size, 0)
})

t.test('whoever is taken out, or gets another password, is signed out', async (t) => {
  const first = await passwordApp(t)
  const cookie = await first.signIn()
  const cases: [readonly PasswordUser[], number][] = [
    [[ANN], 200], [[BOB], 303], [[{ ...ANN, passwordHash: hashOf('a new password') }], 303], [[{ ...ANN, groups: [] }], 200],
  ]
  for (const [users, status] of cases) {
    const { get } = await passwordApp(t, { users, sessions: first.sessions })
    t.equal((await get('/pipeline', cookie)).statusCode, status)
  }
})

t.test('secrets can be replaced while sessions that an old one signed go on', async (t) => {
  const first = await passwordApp(t)
  const cookie = await first.signIn()
  const fresh = 'Zx8Vn3Bt6Mh2Yc9Ls4Dg7Jf1Kq5Rw0Pu'
  t.equal((await (await passwordApp(t, { secrets: [fresh, SESSION_SECRET], sessions: first.sessions })).get('/pipeline', cookie)).statusCode, 200)
  t.equal((await (await passwordApp(t, { secrets: [fresh], sessions: first.sessions })).get('/pipeline', cookie)).statusCode, 303)
})

t.test('while the store of sessions is away, nobody is signed in or out, and what is for anybody is served', async (t) => {
  const sessions = memorySessions(() => NOW)
  const opened = await passwordApp(t, { sessions })
  const cookie = await opened.signIn()
  const away = async () => { throw new Error('secret-table-name is not reachable') }
  const { get, post } = await passwordApp(t, { sessions: { ...sessions, read: away, create: away, renew: away, end: away } })
  const page = await get('/', cookie)
  t.equal(page.statusCode, 503)
  t.notMatch(page.body, 'secret-table-name')
  t.equal((await get('/healthz', cookie)).statusCode, 200)
  t.equal((await get('/login', cookie)).statusCode, 200)
  t.equal((await get('/readyz')).statusCode, 503)
  t.equal((await post('/login', { name: 'ann', password: PASSWORD })).statusCode, 503)
  t.equal((await post('/logout', {}, { headers: { cookie } })).statusCode, 303)
})
