import t from 'tap'
import { jwtAuthenticator } from '../../../server/auth/jwt-authenticator.ts'
import { appOf, NOW, storeWithUsage } from '../../fixtures/app.ts'
import { jwtSignIn } from '../../fixtures/auth-settings.ts'
import { identityProvider, signingKey, tokenOf } from '../../fixtures/identity-provider.ts'

t.test('while nobody can be told from anybody, pages say so and nothing else, and this server is not ready', async (t) => {
  const key = await signingKey('k', 'ES256')
  const provider = await identityProvider(t, [key])
  let now = NOW
  const authenticator = jwtAuthenticator(jwtSignIn({ jwkSetUrl: `${provider.url}/keys` }), { fetch, clock: () => now })
  const app = await appOf(await storeWithUsage(), { authenticator })
  t.teardown(() => app.close())
  const token = await tokenOf(key, { sub: 'ann', iss: 'https://idp.example.com', aud: 'usage', exp: NOW.getTime() / 1000 + 9000 })
  const headers = { 'x-token': token }

  provider.isUp = false
  const cold = await app.inject({ url: '/', headers })
  t.equal(cold.statusCode, 503)
  t.equal(cold.headers['retry-after'], '5')
  t.match(cold.body, 'Try again')
  t.notMatch(cold.body, /alice@example\.com|127\.0\.0\.1|\/keys/)
  t.equal((await app.inject({ url: '/readyz' })).statusCode, 503)
  t.equal((await app.inject({ url: '/healthz' })).statusCode, 200)
  t.equal((await app.inject({ url: '/' })).statusCode, 401, 'without a token there is nothing to tell')

  provider.isUp = true
  now = new Date(NOW.getTime() + 6000)
  t.equal((await app.inject({ url: '/readyz' })).statusCode, 200)
  t.equal((await app.inject({ url: '/', headers })).statusCode, 200)
  provider.isUp = false
  now = new Date(NOW.getTime() + 60 * 60_000)
  t.equal((await app.inject({ url: '/', headers })).statusCode, 200, 'warm, for an hour')
})
