import t from 'tap'
import { PUBLIC_LIMITS } from '../../../server/limits.ts'
import { cookieOf, PASSWORD, passwordApp } from '../../fixtures/password-app.ts'
import { userOf } from '../../fixtures/password-users.ts'

t.test('whoever is not signed in is led to the page for it, and back', async (t) => {
  const { get, post } = await passwordApp(t)
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
  const { get } = await passwordApp(t)
  const part = await get('/', '', { 'hx-request': 'true', 'hx-target': 'section#trend', 'hx-current-url': 'http://localhost/?range=7d' })
  t.equal(part.statusCode, 401)
  t.equal(part.headers['hx-redirect'], '/login?next=%2F%3Frange%3D7d')
  t.equal(part.body, '')
})

t.test('a program is not led anywhere', async (t) => {
  const { get } = await passwordApp(t)
  const answer = await get('/', '', { accept: 'application/json' })
  t.equal(answer.statusCode, 401)
  t.match(answer.headers['content-type'], 'application/problem+json')
})

t.test('names in any case, and letters typed in another way, are the same', async (t) => {
  const { signIn } = await passwordApp(t, { users: [userOf('Ann', 'passwört mit ümlaut')] })
  t.ok(await signIn('ANN', 'passwört mit ümlaut'.normalize('NFD')))
})

t.test('the answer does not tell what was wrong', async (t) => {
  const { post, sessions } = await passwordApp(t)
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
  const { post } = await passwordApp(t)
  const { body } = await post('/login', { name: '"><script>alert(1)</script>', password: 'hunter2-hunter2', next: '"><img src=x>' })
  t.notMatch(body, /<script>alert|<img src=x|hunter2/)
})

t.test('after signing in nobody is led off this server', async (t) => {
  const { post } = await passwordApp(t)
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
  const { post, signIn, get } = await passwordApp(t)
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

t.test('a name can be tried ten times in a quarter of an hour, whoever tries', async (t) => {
  const { post, at } = await passwordApp(t)
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
  const { post } = await passwordApp(t, { limits: { ...PUBLIC_LIMITS, eventLoopDelayMs: null } })
  const guess = (name: string, remoteAddress: string) => post('/login', { name, password: 'wrong' }, { remoteAddress })
  for (let i = 0; i < 10; i++) t.equal((await guess(`user-${i}`, '203.0.113.9')).statusCode, 401)
  t.equal((await guess('user-10', '203.0.113.9')).statusCode, 429)
  t.equal((await guess('user-10', '203.0.113.10')).statusCode, 401)
})
