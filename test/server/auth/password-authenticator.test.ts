import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import t, { type Test } from 'tap'
import type { PasswordUser } from '../../../domain/config/auth-schema.ts'
import { passwordAuthenticator } from '../../../server/auth/password-authenticator.ts'
import { PUBLIC_LIMITS } from '../../../server/limits.ts'
import type { AppOptions } from '../../../server/app.ts'
import { appOf, NOW, storeWithUsage } from '../../fixtures/app.ts'
import { passwordSignIn, SESSION_SECRET } from '../../fixtures/auth-settings.ts'
import { memorySessions, type MemorySessions } from '../../fixtures/memory-sessions.ts'
import { hashOf, userOf } from '../../fixtures/password-users.ts'

const PASSWORD = 'correct horse battery'
const ANN = userOf('ann', PASSWORD, { email: 'Ann@Example.com', groups: ['finops'] })
const BOB = userOf('bob', 'another long password')
const MINUTE_MS = 60_000

interface Opened {
  readonly app: FastifyInstance
  readonly sessions: MemorySessions
  readonly at: (minutes: number) => void
  readonly get: (url: string, cookie?: string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  readonly post: (url: string, fields: Record<string, string>, more?: Partial<InjectOptions>) => Promise<LightMyRequestResponse>
  /** The cookie of somebody who signs in. */
  readonly signIn: (name?: string, password?: string) => Promise<string>
}

interface OpenOptions extends Partial<AppOptions> {
  readonly users?: readonly PasswordUser[]
  readonly sessions?: MemorySessions
  readonly secrets?: readonly string[]
}

async function open(t: Test, opening: OpenOptions = {}): Promise<Opened> {
  const { users = [ANN, BOB], secrets = [SESSION_SECRET], publicUrl = null, sessions: given, ...options } = opening
  let minutes = 0
  // Cookies expire by the clock of the machine, sessions by this one.
  const clock = () => new Date(NOW.getTime() + minutes * MINUTE_MS)
  const sessions = given ?? memorySessions(clock)
  const authenticator = passwordAuthenticator({ ...passwordSignIn(users), sessionSecrets: secrets }, { sessions, clock, publicUrl })
  const app = await appOf(await storeWithUsage(), { authenticator, publicUrl, ...options })
  t.teardown(() => app.close())
  const post: Opened['post'] = (url, fields, { headers, ...more } = {}) => app.inject({
    method: 'POST', url, payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers }, ...more,
  })
  return {
    app, sessions, post, at: (value) => { minutes = value },
    get: (url, cookie = '', headers = {}) => app.inject({ url, headers: { ...(cookie === '' ? {} : { cookie }), ...headers } }),
    async signIn(name = 'ann', password = PASSWORD) {
      const answer = await post('/login', { name, password })
      if (answer.statusCode !== 303) throw new Error(`${answer.statusCode}: ${answer.body}`)
      return cookieOf(answer)
    },
  }
}

function cookieOf({ headers }: LightMyRequestResponse): string {
  return String([headers['set-cookie']].flat()[0] ?? '').split(';', 1)[0] ?? ''
}

t.test('whoever is not signed in is led to the page for it, and back', async (t) => {
  const { get, post } = await open(t)
  const first = await get('/models?range=7d')
  t.equal(first.statusCode, 303)
  t.equal(first.headers.location, '/login?next=%2Fmodels%3Frange%3D7d')
  t.equal((await get('/')).headers.location, '/login')
  const page = await get(first.headers.location ?? '')
  t.equal(page.statusCode, 200)
  t.match(page.body, '<form class="panel" method="post" action="/login">')
  t.match(page.body, '<input type="hidden" name="next" value="/models?range=7d">')
  const done = await post('/login', { name: 'ann', password: PASSWORD, next: '/models?range=7d' })
  t.equal(done.statusCode, 303)
  t.equal(done.headers.location, '/models?range=7d')
  const models = await get('/models?range=7d', cookieOf(done))
  t.equal(models.statusCode, 200)
  t.match(models.body, 'Signed in as ann (ann@example.com) via a password of this server')
})

t.test('a part of a page sends the whole page to sign in', async (t) => {
  const { get } = await open(t)
  const part = await get('/', '', { 'hx-request': 'true', 'hx-target': 'section#trend', 'hx-current-url': 'http://localhost/?range=7d' })
  t.equal(part.statusCode, 401)
  t.equal(part.headers['hx-redirect'], '/login?next=%2F%3Frange%3D7d')
  t.equal(part.body, '')
})

t.test('a program is not led anywhere', async (t) => {
  const { get } = await open(t)
  const answer = await get('/', '', { accept: 'application/json' })
  t.equal(answer.statusCode, 401)
  t.match(answer.headers['content-type'], 'application/problem+json')
})

t.test('names in any case, and letters typed in another way, are the same', async (t) => {
  const { signIn } = await open(t, { users: [userOf('Ann', 'passwört mit ümlaut')] })
  t.ok(await signIn('ANN', 'passwört mit ümlaut'.normalize('NFD')))
})

t.test('the answer does not tell what was wrong', async (t) => {
  const { post, sessions } = await open(t)
  const cases: Record<string, string>[] = [
    { name: 'ann', password: 'wrong' }, { name: 'nobody', password: PASSWORD }, { name: 'bob', password: PASSWORD }, { name: 'ann' }, {},
    { name: 'ann', password: `${PASSWORD} ` }, { name: 'ann', password: 'x'.repeat(2000) }, { name: '__proto__', password: 'x' },
  ]
  const bodies = new Set<string>()
  for (const fields of cases) {
    const answer = await post('/login', fields)
    t.equal(answer.statusCode, 401, JSON.stringify(fields).slice(0, 60))
    t.notOk(answer.headers['set-cookie'])
    t.match(answer.body, 'The name or the password is not right.')
    bodies.add(answer.body.replace(/name="name" value="[^"]*"/, '').replace(/nonce="[^"]*"/g, '').replace(/<code>[^<]*<\/code>/g, ''))
  }
  t.equal(bodies.size, 1)
  t.equal(sessions.held.size, 0)
})

t.test('what is typed comes back as text, and the password not at all', async (t) => {
  const { post } = await open(t)
  const { body } = await post('/login', { name: '"><script>alert(1)</script>', password: 'hunter2-hunter2', next: '"><img src=x>' })
  t.notMatch(body, /<script>alert|<img src=x|hunter2/)
})

t.test('after signing in nobody is led off this server', async (t) => {
  const { post } = await open(t)
  const cases: [string, string][] = [
    ['/models', '/models'], ['/?a=1&b=2', '/?a=1&b=2'], ['https://evil.example/', '/'], ['//evil.example', '/'], ['/\\evil.example', '/'],
    ['/.//evil.example', '/'], ['/a/..//evil.example', '/'], ['/\t/evil.example', '/'], ['javascript:alert(1)', '/'], ['', '/'], ['models', '/'],
    ['/%2f%2fevil.example', '/%2f%2fevil.example'], ['/a\r\nset-cookie: x=1', '/'],
  ]
  for (const [next, location] of cases) {
    const answer = await post('/login', { name: 'ann', password: PASSWORD, next })
    t.equal(answer.headers.location, location, JSON.stringify(next))
  }
})

t.test('another site cannot sign somebody in or out', async (t) => {
  const { post, signIn, get } = await open(t)
  const cookie = await signIn()
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': '', origin: 'null' }, { 'sec-fetch-site': '', origin: 'https://evil.example' },
  ]
  for (const headers of foreign) {
    t.equal((await post('/login', { name: 'ann', password: PASSWORD }, { headers })).statusCode, 403)
    t.equal((await post('/logout', {}, { headers: { ...headers, cookie } })).statusCode, 403)
  }
  t.equal((await get('/', cookie)).statusCode, 200)
})

t.test('the cookie is out of reach of scripts, other sites and, over HTTPS, of everything else', async (t) => {
  const plain = await (await open(t)).post('/login', { name: 'ann', password: PASSWORD })
  t.match(String(plain.headers['set-cookie']), /^session=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)

  const publicUrl = 'https://usage.example.com'
  const { post, get } = await open(t, { publicUrl, trustedProxies: ['127.0.0.1'] })
  const headers = { 'x-forwarded-proto': 'https' }
  const secure = await post('/login', { name: 'ann', password: PASSWORD }, { headers })
  t.match(String(secure.headers['set-cookie']), /^__Host-session=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/)
  t.equal((await get('/', cookieOf(secure), headers)).statusCode, 200)
  const insecure = await post('/login', { name: 'ann', password: PASSWORD })
  t.equal(insecure.statusCode, 400)
  t.match(insecure.body, /X-Forwarded-Proto/, 'instead of a login that leads to itself')
})

t.test('an id that somebody brings along is not the one that they get', async (t) => {
  const { post, get, signIn, sessions } = await open(t)
  const before = await signIn()
  const again = await post('/login', { name: 'bob', password: 'another long password' }, { headers: { cookie: before } })
  const after = cookieOf(again)
  t.not(after, before)
  t.equal((await get('/', before)).statusCode, 303, 'the old one counts no more')
  t.match((await get('/', after)).body, 'Signed in as bob')
  t.equal(sessions.held.size, 1)
  const planted = await post('/login', { name: 'ann', password: PASSWORD }, { headers: { cookie: 'session=abcdefghijklmnop' } })
  t.notMatch(cookieOf(planted), 'abcdefghijklmnop')
})

t.test('an id that was tampered with is nobody\'s', async (t) => {
  const { get, signIn, sessions } = await open(t)
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
  const { get, signIn, at } = await open(t)
  const cookie = await signIn()
  at(29)
  t.equal((await get('/pipeline', cookie)).statusCode, 200)
  at(58)
  t.equal((await get('/pipeline', cookie)).statusCode, 200)
  at(89)
  t.equal((await get('/pipeline', cookie)).statusCode, 303)

  const long = await open(t)
  const kept = await long.signIn()
  for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
    long.at(minutes)
    t.equal((await long.get('/pipeline', kept)).statusCode, 200, `after ${minutes} minutes`)
  }
  long.at(12 * 60)
  t.equal((await long.get('/pipeline', kept)).statusCode, 303)
})

t.test('a session is written once a minute at most, and its cookie with it', async (t) => {
  const { get, signIn, at, sessions } = await open(t)
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
  const { get, sessions } = await open(t)
  for (let i = 0; i < 50; i++) {
    const answer = await get(i % 2 === 0 ? '/login' : '/')
    t.notOk(answer.headers['set-cookie'])
  }
  t.equal(sessions.held.size, 0)
})

t.test('signing out ends the session on both sides', async (t) => {
  const { get, post, signIn, sessions } = await open(t)
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
  const first = await open(t)
  const cookie = await first.signIn()
  const { sessions } = first
  const read = async (id: string) => {
    const session = await sessions.read(id)
    await sessions.end(id)
    return session
  }
  const { get, at } = await open(t, { sessions: { ...sessions, read } })
  at(5)
  t.equal((await get('/pipeline', cookie)).statusCode, 200)
  t.equal(sessions.held.size, 0)
})

t.test('whoever is taken out, or gets another password, is signed out', async (t) => {
  const first = await open(t)
  const cookie = await first.signIn()
  const cases: [readonly PasswordUser[], number][] = [
    [[ANN], 200], [[BOB], 303], [[{ ...ANN, passwordHash: hashOf('a new password') }], 303], [[{ ...ANN, groups: [] }], 200],
  ]
  for (const [users, status] of cases) {
    const { get } = await open(t, { users, sessions: first.sessions })
    t.equal((await get('/pipeline', cookie)).statusCode, status)
  }
})

t.test('secrets can be replaced while sessions that an old one signed go on', async (t) => {
  const first = await open(t)
  const cookie = await first.signIn()
  const fresh = 'Zx8Vn3Bt6Mh2Yc9Ls4Dg7Jf1Kq5Rw0Pu'
  t.equal((await (await open(t, { secrets: [fresh, SESSION_SECRET], sessions: first.sessions })).get('/pipeline', cookie)).statusCode, 200)
  t.equal((await (await open(t, { secrets: [fresh], sessions: first.sessions })).get('/pipeline', cookie)).statusCode, 303)
})

t.test('a name can be tried ten times in a quarter of an hour, whoever tries', async (t) => {
  const { post, at } = await open(t)
  const guess = (name: string, remoteAddress: string, password = 'wrong') => post('/login', { name, password }, { remoteAddress })
  for (let i = 0; i < 10; i++) t.equal((await guess('ann', `10.0.0.${i}`)).statusCode, 401)
  const refused = await guess('ANN', '10.0.0.99', PASSWORD)
  t.equal(refused.statusCode, 429, 'the right password too')
  t.equal(refused.headers['retry-after'], '900')
  t.match(refused.body, 'Try again in 15 minutes')
  t.equal((await guess('bob', '10.0.0.1')).statusCode, 401, 'others are not kept out')
  for (let i = 0; i < 10; i++) await guess('nobody', '10.0.0.1')
  t.equal((await guess('nobody', '10.0.0.1')).statusCode, 429, 'nor told who there is')
  at(15)
  t.equal((await guess('ann', '10.0.0.1', PASSWORD)).statusCode, 303)
})

t.test('an address can try ten times in a minute, whatever the name', async (t) => {
  const { post } = await open(t, { limits: { ...PUBLIC_LIMITS, eventLoopDelayMs: null } })
  const guess = (name: string, remoteAddress: string) => post('/login', { name, password: 'wrong' }, { remoteAddress })
  for (let i = 0; i < 10; i++) t.equal((await guess(`user-${i}`, '203.0.113.9')).statusCode, 401)
  t.equal((await guess('user-10', '203.0.113.9')).statusCode, 429)
  t.equal((await guess('user-10', '203.0.113.10')).statusCode, 401)
})

t.test('while the store of sessions is away, nobody is signed in or out, and what is for anybody is served', async (t) => {
  const sessions = memorySessions(() => NOW)
  const opened = await open(t, { sessions })
  const cookie = await opened.signIn()
  const away = async () => { throw new Error('secret-table-name is not reachable') }
  const { get, post } = await open(t, { sessions: { ...sessions, read: away, create: away, renew: away, end: away } })
  const page = await get('/', cookie)
  t.equal(page.statusCode, 503)
  t.notMatch(page.body, 'secret-table-name')
  t.equal((await get('/healthz', cookie)).statusCode, 200)
  t.equal((await get('/login', cookie)).statusCode, 200)
  t.equal((await get('/readyz')).statusCode, 503)
  t.equal((await post('/login', { name: 'ann', password: PASSWORD })).statusCode, 503)
  t.equal((await post('/logout', {}, { headers: { cookie } })).statusCode, 303)
})
