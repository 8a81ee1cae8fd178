import t from 'tap'
import { NO_AUTH } from '../../../server/auth/no-auth.ts'
import { appOf, storeWithUsage } from '../../fixtures/app.ts'

t.test('what belongs to HTTPS is sent where people come through it, and nowhere else', async (t) => {
  for (const publicUrl of [null, 'http://usage.example.com', 'https://usage.example.com']) {
    const app = await appOf(await storeWithUsage(), { publicUrl })
    const { headers } = await app.inject('/')
    const isHttps = publicUrl?.startsWith('https') ?? false
    t.equal(/upgrade-insecure-requests/.test(String(headers['content-security-policy'])), isHttps, String(publicUrl))
    t.equal(headers['strict-transport-security'], isHttps ? 'max-age=31536000' : undefined)
    t.equal(headers['cross-origin-opener-policy'], isHttps ? 'same-origin' : undefined)
  }
})

t.test('every answer carries the headers that keep browsers safe, and none that tells what the server is', async (t) => {
  const app = await appOf(await storeWithUsage())
  for (const url of ['/', '/nowhere', '/healthz', '/api/v1/nowhere', '/?range=bad']) {
    const { headers } = await app.inject(url)
    t.match(headers, {
      'content-security-policy': /default-src 'none'/, 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin', 'cache-control': 'no-store', 'x-request-id': /^[0-9a-f-]{36}$/,
    }, url)
    t.notOk(headers['server'] ?? headers['x-powered-by'], url)
  }
})

t.test('ids of requests are the server\'s, whatever a client says', async (t) => {
  const app = await appOf(await storeWithUsage())
  const answers = await Promise.all([1, 2].map(() => app.inject({ url: '/healthz', headers: { 'request-id': 'mine', 'x-request-id': 'mine' } })))
  t.equal(new Set(answers.map(({ headers }) => headers['x-request-id'])).size, 2)
  for (const { headers } of answers) t.match(headers['x-request-id'], /^[0-9a-f-]{36}$/)
})

t.test('a server that can identify nobody is not ready, and does not say why', async (t) => {
  const authenticator = { ...NO_AUTH, ready: () => Promise.reject(new Error('https://keys.example is not reachable')) }
  const answer = await (await appOf(await storeWithUsage(), { authenticator })).inject('/readyz')
  t.match(answer, { statusCode: 503, body: 'not ready\n' })
})
