import t from 'tap'
import { LOCAL_LIMITS } from '../../server/limits.ts'
import { openAuthenticator } from '../../server/auth/open-authenticator.ts'
import { appOf, NOW, storeWithUsage } from '../fixtures/app.ts'
import { SESSION_SECRET } from '../fixtures/auth-settings.ts'
import { memorySessions } from '../fixtures/memory-sessions.ts'
import { userOf } from '../fixtures/password-users.ts'
import { portOf, send, statusOf } from '../fixtures/raw-http.ts'

const IMPATIENT = { ...LOCAL_LIMITS, headersTimeoutMs: 500, requestTimeoutMs: 800, timeoutCheckMs: 50 }

t.test('F30: whoever never ends a request is cut off, while others are served', async (t) => {
  const app = await appOf(await storeWithUsage(), { limits: IMPATIENT })
  const port = await portOf(t, app)
  const cases = {
    'no line': 'GET / HT', 'no end of headers': 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: 1\r\n',
    'no body': 'POST /pricing/price HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=1',
  }
  const waiting = Object.entries(cases).map(([what, text]) => [what, send(port, text).answer] as const)
  t.equal(statusOf(await send(port, 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').answer), 200)
  for (const [what, answer] of waiting) {
    t.equal(statusOf(await answer), 408, what)
    t.notMatch(await answer, /node_modules|at \w+ \(/, what)
  }
})

t.test('F30: what is too large is refused before it is read', async (t) => {
  const app = await appOf(await storeWithUsage())
  const port = await portOf(t, app)
  const head = 'Host: a\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n'
  const form = `${head}Content-Type: application/x-www-form-urlencoded\r\n`
  const many = Array.from({ length: 3_000 }, (_, index) => `p${index}=1`).join('&')
  const cases: [string, string, number][] = [
    ['a body of more than a megabyte', `POST /pricing/price HTTP/1.1\r\n${form}Content-Length: 1200000\r\n\r\nreason=`, 413],
    ['a body that says nothing of its length', `POST /pricing/price HTTP/1.1\r\n${form}Transfer-Encoding: chunked\r\n\r\n20000\r\n${'a'.repeat(0x20000)}\r\n0\r\n\r\n`, 413],
    ['3,000 parameters', `GET /?${many} HTTP/1.1\r\n${head}\r\n`, 414],
    ['3,000 short parameters', `GET /?${'a&'.repeat(3_000)} HTTP/1.1\r\n${head}\r\n`, 414],
    ['a long address', `GET /${'a'.repeat(9_000)} HTTP/1.1\r\n${head}\r\n`, 414],
    ['100 KB of headers', `GET / HTTP/1.1\r\n${head}X-Token: ${'a'.repeat(100_000)}\r\n\r\n`, 431],
    ['10 KB of tokens, as proxies send them', `GET /healthz HTTP/1.1\r\n${head}X-Token: ${'a'.repeat(10_000)}\r\n\r\n`, 200],
  ]
  for (const [what, text, status] of cases) t.equal(statusOf(await send(port, text).answer), status, what)
})

t.test('F30: an address that asks too often is turned away, for whatever it asks, and nobody else is', async (t) => {
  const sessions = memorySessions(() => NOW)
  const settings = {
    signIn: { mode: 'password', users: [userOf('ann', 'correct horse battery')], sessionSecrets: [SESSION_SECRET] },
    roles: { roleMapping: [], defaultRole: 'none' }, publicUrl: null, trustedProxies: [],
  } as const
  const authenticator = openAuthenticator(settings, { sessions, fetch, clock: () => NOW })
  const limits = { ...LOCAL_LIMITS, requestsPerMinute: 20, signInsPerMinute: 3 }
  const app = await appOf(await storeWithUsage(), { authenticator, limits, trustedProxies: ['10.9.0.0/16'] })
  const ask = async (url: string, remoteAddress: string, headers = {}) => (await app.inject({ url, remoteAddress, headers })).statusCode

  /** One after the other, as the network brings them. */
  async function statuses(count: number, one: (index: number) => Promise<number>): Promise<number[]> {
    const all: number[] = []
    for (let index = 0; index < count; index += 1) all.push(await one(index))
    return all
  }

  const flood = await statuses(200, (index) => ask(`/nowhere/${index}`, '203.0.113.7'))
  t.same([...new Set(flood)].sort(), [303, 429])
  t.equal(flood.filter((status) => status === 303).length, 20)
  t.equal(await ask('/', '203.0.113.7'), 429, 'pages count too')
  t.equal(await ask('/healthz', '203.0.113.7'), 200, 'but not what a supervisor asks')
  t.equal(await ask('/', '203.0.113.8'), 303)

  const page = await app.inject({ url: '/', remoteAddress: '203.0.113.7' })
  t.match(page.headers['retry-after'], /^\d+$/)
  t.match(page.body, 'Try again in')
  const json = await app.inject({ url: '/api/v1/usage', remoteAddress: '203.0.113.7' })
  t.match(json.headers['content-type'], 'application/problem+json')
  t.match(JSON.parse(json.body), { status: 429, title: 'Too many requests', requestId: /^[0-9a-f-]{36}$/ })

  const rotating = await statuses(30, (index) => ask('/', '203.0.113.9', { 'x-forwarded-for': `198.51.100.${index}` }))
  t.equal(rotating.filter((status) => status === 429).length, 10, 'what anybody says of where they come from does not count')
  const proxied = await statuses(30, (index) => ask('/', '10.9.8.7', { 'x-forwarded-for': `192.0.2.1, 198.51.100.${index}` }))
  t.same([...new Set(proxied)], [303], 'what a trusted proxy says does')
  const six = await statuses(30, (index) => ask('/', `2001:db8:1:2::${index + 1}`))
  t.ok(six.includes(429), 'a network of IPv6 is one address')
  t.equal(sessions.held.size, 0, 'none of them left a session')
})

t.test('F30: a password can be tried a few times from one address', async (t) => {
  const settings = {
    signIn: { mode: 'password', users: [userOf('ann', 'correct horse battery')], sessionSecrets: [SESSION_SECRET] },
    roles: { roleMapping: [], defaultRole: 'none' }, publicUrl: null, trustedProxies: [],
  } as const
  const authenticator = openAuthenticator(settings, { sessions: memorySessions(() => NOW), fetch, clock: () => NOW })
  const app = await appOf(await storeWithUsage(), { authenticator, limits: { ...LOCAL_LIMITS, signInsPerMinute: 3 } })
  const answers: number[] = []
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answer = await app.inject({
      method: 'POST', url: '/login', remoteAddress: '203.0.113.7', payload: `name=user${attempt}&password=wrong`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    })
    answers.push(answer.statusCode)
  }
  t.same(answers.slice(3), [429, 429])
  t.notOk(answers.slice(0, 3).includes(429))
})
