import t from 'tap'
import { openAuthenticator } from '../../../server/auth/open-authenticator.ts'
import { NOW } from '../../fixtures/app.ts'
import { SESSION_SECRET } from '../../fixtures/auth-settings.ts'
import { memorySessions } from '../../fixtures/memory-sessions.ts'
import { pricingApp } from '../../fixtures/pricing-app.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const PUBLIC_URL = 'https://usage.example.com'

/** What a browser sends when another page makes it; none of them comes from a page of the server. */
const FORGED: Record<string, Record<string, string>> = {
  'another site': { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  'a sibling of the same site': { 'sec-fetch-site': 'same-site', origin: 'https://blog.example.com' },
  'an origin that is hidden': { origin: 'null' },
  'nothing that says where from': {},
  'a form of plain text': { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain', origin: 'https://evil.example' },
  'an old browser on another site': { origin: 'https://evil.example' },
  'a page of the same host, over plain HTTP': { origin: 'http://usage.example.com' },
  'another port of the same host': { origin: 'https://usage.example.com:8443' },
  'a host that begins like ours': { origin: 'https://usage.example.com.evil.example' },
  'a proxy that was told otherwise': { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', host: 'evil.example' },
}

t.test('F25: no address changes anything for a page of another origin, in any form', async (t) => {
  const settings = {
    signIn: { mode: 'password', users: [], sessionSecrets: [SESSION_SECRET] },
    roles: { roleMapping: [], defaultRole: 'none' }, publicUrl: PUBLIC_URL, trustedProxies: [],
  } as const
  const sessions = memorySessions(() => NOW)
  const password = openAuthenticator(settings, { sessions, fetch, clock: () => NOW })
  for (const authenticator of [undefined, password]) {
    const { app, prices } = await pricingApp({ publicUrl: PUBLIC_URL, ...authenticator && { authenticator } })
    await app.ready()
    const routes = [...app.methodsByPattern].flatMap(([pattern, methods]) => {
      return [...methods].filter((method) => !SAFE.has(method)).map((method) => ({ pattern, method }))
    })
    t.ok(routes.length >= 3, `${routes.length} routes`)
    const before = JSON.stringify([await prices.read(), await prices.audit(100)], plain)
    for (const { pattern, method } of routes) {
      for (const [who, headers] of Object.entries(FORGED)) {
        const url = pattern.replace(/:\w+/g, 'one').replace('*', 'one')
        const payload = 'action=add&step=save&model=x&scope=global&inputUsd=1&reason=forged'
        const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
        const answer = await app.inject({ method: method as 'POST', url, headers: form, payload })
        t.equal(answer.statusCode, 403, `${method} ${url} from ${who}`)
      }
    }
    t.equal(JSON.stringify([await prices.read(), await prices.audit(100)], plain), before, 'and nothing has changed')
    t.equal(sessions.held.size, 0)
  }
})

t.test('a page of the server is at the public address, or at the host that was asked where that is not known', async (t) => {
  const cases: [publicUrl: string | null, headers: Record<string, string>, passes: boolean][] = [
    [PUBLIC_URL, { 'sec-fetch-site': 'same-origin' }, true],
    [PUBLIC_URL, { 'sec-fetch-site': 'none' }, true],
    [PUBLIC_URL, { origin: PUBLIC_URL }, true],
    [PUBLIC_URL, { origin: 'http://127.0.0.1:8060', host: '127.0.0.1:8060' }, false],
    [null, { origin: 'http://127.0.0.1:8060', host: '127.0.0.1:8060' }, true],
    [null, { origin: 'http://127.0.0.1:8061', host: '127.0.0.1:8060' }, false],
    [null, { origin: 'file:///etc', host: '' }, false],
  ]
  for (const [publicUrl, headers, passes] of cases) {
    const { app } = await pricingApp({ publicUrl })
    const answer = await app.inject({ method: 'POST', url: '/pricing/price', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload: '' })
    t.equal(answer.statusCode !== 403, passes, `${publicUrl} ${JSON.stringify(headers)}`)
  }
})

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Map ? [...(value as Map<unknown, unknown>)] : value
}
