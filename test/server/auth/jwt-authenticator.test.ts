import { createHmac, sign } from 'node:crypto'
import { exportSPKI, type JWTPayload } from 'jose'
import t, { type Test } from 'tap'
import type { JwtSignIn } from '../../../domain/auth-settings.ts'
import type { Identity } from '../../../domain/identity.ts'
import { jwtAuthenticator } from '../../../server/auth/jwt-authenticator.ts'
import { identityProvider, signingKey, type SigningKey, tokenOf } from '../../fixtures/identity-provider.ts'
import { jwtSignIn } from '../../fixtures/auth-settings.ts'
import { requestWith } from '../../fixtures/bare-request.ts'

const NOW_S = 1_795_000_000
const ISSUER = 'https://idp.example.com'
const AUDIENCE = 'usage'
const SIGNER = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/entrance/0123456789abcdef'

const ES = await signingKey('es-1', 'ES256')
const RS = await signingKey('rs-1', 'RS256')
const STRANGER = await signingKey('es-1', 'ES256')

const CLAIMS = { sub: 'u-1', iss: ISSUER, aud: AUDIENCE, exp: NOW_S + 300, iat: NOW_S, email: 'Ann@Example.com', name: 'Ann', groups: ['a', 'b'] }

interface Opened {
  readonly ask: (token: string | string[]) => Promise<string>
  readonly identityIn: (token: string) => Promise<Identity>
  readonly provider: Awaited<ReturnType<typeof identityProvider>>
  readonly at: (seconds: number) => void
  readonly ready: () => Promise<void>
}

async function open(t: Test, settings: Partial<JwtSignIn> = {}, keys: SigningKey[] = [ES, RS]): Promise<Opened> {
  const provider = await identityProvider(t, [...keys])
  let nowS = NOW_S
  const jwkSetUrl = settings.preset === 'alb' ? provider.url : `${provider.url}/keys`
  const authenticator = jwtAuthenticator(
    jwtSignIn({ headerName: 'x-token', issuer: ISSUER, audience: [AUDIENCE], jwkSetUrl, ...settings }),
    { fetch, clock: () => new Date(nowS * 1000) },
  )
  const authenticate = (token: string | string[]) => authenticator.authenticate(requestWith({ [settings.headerName ?? 'x-token']: token }))
  return {
    ask: async (token) => {
      const answer = await authenticate(token)
      return answer.outcome === 'refused' ? `refused: ${answer.reason}` : answer.outcome
    },
    identityIn: async (token) => {
      const answer = await authenticate(token)
      if (answer.outcome !== 'identified') throw new Error(JSON.stringify(answer))
      return answer.identity
    },
    provider,
    at: (seconds) => { nowS = NOW_S + seconds },
    ready: () => authenticator.ready(),
  }
}

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

t.test('a token tells who somebody is', async (t) => {
  const { identityIn } = await open(t)
  t.same(await identityIn(await tokenOf(ES, CLAIMS)), {
    subject: 'u-1', issuer: ISSUER, name: 'Ann', email: 'ann@example.com', groups: ['a', 'b'], expiresAtMs: (NOW_S + 300) * 1000,
  })
})

t.test('claims are read where the settings say they are', async (t) => {
  const cases: [Partial<JwtSignIn>, JWTPayload, Partial<Identity>][] = [
    [{ groupsClaim: 'resource.roles' }, { resource: { roles: ['x', 'x', 7, ''] } }, { groups: ['x'] }],
    [{ groupsClaim: 'https://example.com/groups' }, { 'https://example.com/groups': ['x'] }, { groups: ['x'] }],
    [{}, { groups: 'x, y' }, { groups: ['x', 'y'] }],
    [{}, { groups: '[x,y]' }, { groups: ['x', 'y'] }],
    [{}, { groups: { x: true } }, { groups: [] }],
    [{ usernameClaim: 'login' }, { login: 'ann' }, { subject: 'ann' }],
    [{ nameClaim: 'nick' }, {}, { name: 'ann@example.com' }],
    [{ nameClaim: 'nick', emailClaim: 'mail' }, {}, { name: 'u-1', email: null }],
    [{}, { email: '' }, { email: null }],
    [{}, { email_verified: false }, { email: null }],
    [{}, { email_verified: 'false' }, { email: null }],
    [{}, { name: 'A\u0000nn' }, { name: 'ann@example.com' }],
    [{ expectClaims: { hd: 'example.com', n: 1 } }, { hd: ['example.com', 'x'], n: 1 }, { subject: 'u-1' }],
  ]
  for (const [settings, claims, expected] of cases) {
    const { identityIn } = await open(t, settings)
    t.match(await identityIn(await tokenOf(ES, { ...CLAIMS, ...claims })), expected, JSON.stringify([settings, claims]))
  }
})

t.test('a token that does not hold is refused', async (t) => {
  const pem = await exportSPKI(RS.publicKey)
  const signed = (header: object, payload: object, signature: (input: string) => string) => {
    const input = `${base64(header)}.${base64(payload)}`
    return `${input}.${signature(input)}`
  }
  const good = await tokenOf(ES, CLAIMS)
  const [head = '', , tail = ''] = good.split('.')
  const claims = (changed: JWTPayload) => tokenOf(ES, { ...CLAIMS, ...changed })
  const cases: [string, string | Promise<string>, RegExp][] = [
    ['without a signature', signed({ alg: 'none' }, CLAIMS, () => ''), /ERR_JOSE_ALG_NOT_ALLOWED/],
    ['with the name of none in capitals', signed({ alg: 'NONE' }, CLAIMS, () => ''), /ERR_JOSE_ALG_NOT_ALLOWED/],
    ['signed with the public key as a secret', signed({ alg: 'HS256', kid: 'rs-1' }, CLAIMS,
      (input) => createHmac('sha256', pem).update(input).digest('base64url')), /ERR_JOSE_ALG_NOT_ALLOWED/],
    ['by an algorithm that is not among those', signed({ alg: 'RS512', kid: 'rs-1' }, CLAIMS, () => 'AAAA'), /ERR_JOSE_ALG_NOT_ALLOWED/],
    ['by another key of the same id', tokenOf(STRANGER, CLAIMS), /SIGNATURE_VERIFICATION_FAILED/],
    ['with a key of its own', tokenOf(STRANGER, CLAIMS, { jwk: { kty: 'EC' } }), /SIGNATURE_VERIFICATION_FAILED/],
    ['with the address of other keys', tokenOf(STRANGER, CLAIMS, { jku: 'https://evil.example/keys' }), /SIGNATURE_VERIFICATION_FAILED/],
    ['with claims of another token', `${head}.${base64({ ...CLAIMS, sub: 'admin' })}.${tail}`, /SIGNATURE_VERIFICATION_FAILED/],
    ['of the RSA key, said to be of the other', tokenOf({ ...RS, kid: 'es-1' }, CLAIMS), /JWKS_NO_MATCHING_KEY/],
    ['with a critical extension', signed({ alg: 'ES256', kid: 'es-1', crit: ['x'], x: 1 }, CLAIMS, () => 'AAAA'), /ERR_JOSE_NOT_SUPPORTED/],
    ['of another issuer', claims({ iss: `${ISSUER}/` }), /"iss"/],
    ['without an issuer', tokenOf(ES, { sub: 'u', aud: AUDIENCE, exp: NOW_S + 300 }), /"iss"/],
    ['for another audience', claims({ aud: 'other' }), /"aud"/],
    ['for other audiences', claims({ aud: ['other', 'usage2'] }), /"aud"/],
    ['without an end', tokenOf(ES, { sub: 'u-1', iss: ISSUER, aud: AUDIENCE }), /"exp"/],
    ['with an end that is no number', tokenOf(ES, { ...CLAIMS, exp: 'never' } as unknown as JWTPayload), /"exp"/],
    ['that ended 31 seconds ago', claims({ exp: NOW_S - 31 }), /JWT_EXPIRED/],
    ['that begins in 31 seconds', claims({ nbf: NOW_S + 31 }), /"nbf"/],
    ['without a subject', tokenOf(ES, { iss: ISSUER, aud: AUDIENCE, exp: NOW_S + 300 }), /"sub"/],
    ['with an empty subject', claims({ sub: '' }), /names nobody/],
    ['with a subject that is a number', claims({ sub: 7 } as unknown as JWTPayload), /refused/],
    ['with a subject of control characters', claims({ sub: 'a\nb' }), /names nobody/],
    ['with two addresses', claims({ email: 'ann@example.com@evil.example' }), /e-mail/],
    ['with a list of addresses', claims({ email: 'ann@example.com,admin@example.com' }), /e-mail/],
    ['with an address that is no text', claims({ email: ['a@example.com'] }), /e-mail/],
    ['of 100 kB', `${head}.${'A'.repeat(100_000)}.${tail}`, /has 100\d+ characters/],
    ['that is empty', '', /refused/],
    ['that is no token', 'abc', /refused/],
    ['of five parts', 'a.b.c.d.e', /refused/],
    ['that is not JSON', `${Buffer.from('{').toString('base64url')}.e30.AAAA`, /refused/],
    ['twice in one header', `${good}, ${good}`, /refused/],
  ]
  const { ask } = await open(t)
  for (const [name, token, reason] of cases) t.match(await ask(await token), reason, name)
  t.match(await ask([good, good]), /refused: x-token was sent 2 times/)
  t.equal(await ask(good), 'identified', 'and the good one is not')
  const { ask: strict } = await open(t, { expectClaims: { hd: 'example.com' } })
  t.match(await strict(good), /claim hd/)
})

t.test('clocks may differ by half a minute', async (t) => {
  const { ask } = await open(t)
  for (const [claims, outcome] of [
    [{ exp: NOW_S - 29 }, 'identified'], [{ nbf: NOW_S + 29 }, 'identified'], [{ iat: NOW_S + 29 }, 'identified'],
  ] as const) t.equal(await ask(await tokenOf(ES, { ...CLAIMS, ...claims })), outcome, JSON.stringify(claims))
})

t.test('a bearer\'s token is taken from the header that also holds other things', async (t) => {
  const { ask } = await open(t, { headerName: 'authorization' })
  const token = await tokenOf(ES, CLAIMS)
  t.equal(await ask(`Bearer ${token}`), 'identified')
  t.equal(await ask(`bearer ${token}`), 'identified')
  t.match(await ask('Basic YW5uOng='), /no bearer token/)
  t.match(await ask(token), /no bearer token/)
  t.match(await ask([`Bearer ${token}`, `Bearer ${token}`]), /2 times/)
})

t.test('unknown keys are looked for twice a minute at most', async (t) => {
  const { ask, provider, at } = await open(t)
  const good = await tokenOf(ES, CLAIMS)
  t.equal(await ask(good), 'identified')
  const strange = await Promise.all(Array.from({ length: 1000 }, (_, i) => tokenOf({ ...ES, kid: `no-${i}` }, CLAIMS)))
  for (const token of strange) t.match(await ask(token), /refused: .*JWKS_NO_MATCHING_KEY/)
  t.equal(provider.asked.length, 1, 'the keys are fresh')
  at(31)
  const answers = await Promise.all(strange.map((token) => ask(token)))
  t.ok(answers.every((answer) => answer.startsWith('refused')))
  t.equal(provider.asked.length, 2)
  t.equal(await ask(good), 'identified')
})

t.test('a new key counts as soon as a token names it', async (t) => {
  const { ask, provider, at } = await open(t, {}, [ES])
  t.equal(await ask(await tokenOf(ES, CLAIMS)), 'identified')
  const next = await signingKey('es-2', 'ES256')
  provider.keys.push(next)
  const token = await tokenOf(next, CLAIMS)
  t.match(await ask(token), /refused/, 'not within half a minute of the last look')
  at(31)
  t.equal(await ask(token), 'identified')
})

t.test('while keys cannot be had, known ones count for an hour more, and nothing else does', async (t) => {
  const { ask, provider, at, ready } = await open(t, { cacheMinutes: 10 })
  const late = await tokenOf(ES, { ...CLAIMS, exp: NOW_S + 1_000_000 })
  provider.isUp = false
  t.equal(await ask(late), 'unavailable', 'cold')
  await t.rejects(ready())
  provider.isUp = true
  t.equal(await ask(late), 'unavailable', 'not asked again at once')
  at(6)
  t.equal(await ask(late), 'identified')
  await ready()
  provider.isUp = false
  for (const minutes of [11, 30, 69]) {
    at(minutes * 60)
    t.equal(await ask(late), 'identified', `warm, after ${minutes} minutes`)
    t.match(await ask(await tokenOf(STRANGER, CLAIMS)), /SIGNATURE/)
    t.equal(await ask(await tokenOf({ ...ES, kid: 'x' }, { ...CLAIMS, exp: NOW_S + 1_000_000 })), 'unavailable', 'it may be a new one')
  }
  at(71 * 60)
  t.equal(await ask(late), 'unavailable', 'after cache and grace')
  provider.isUp = true
  at(72 * 60)
  t.equal(await ask(late), 'identified', 'and again when they are back')
})

t.test('keys that nobody publishes any more stop counting', async (t) => {
  const { ask, provider, at } = await open(t, {}, [ES, RS])
  const token = await tokenOf(ES, { ...CLAIMS, exp: NOW_S + 10_000 })
  t.equal(await ask(token), 'identified')
  provider.keys.splice(0, 1)
  at(11 * 60)
  await ask(token)
  await new Promise((resolve) => setImmediate(resolve))
  while (provider.asked.length < 2) await new Promise((resolve) => setImmediate(resolve))
  at(11 * 60 + 31)
  let answer = await ask(token)
  for (let i = 0; i < 50 && answer === 'identified'; i++) answer = await ask(token)
  t.match(answer, /JWKS_NO_MATCHING_KEY/)
})

t.test('what is no set of keys is as good as none', async (t) => {
  const bodies = ['', '{}', '{"keys":7}', '<html>', 'x'.repeat(600_000)]
  for (const body of bodies) {
    const authenticator = jwtAuthenticator(jwtSignIn({ headerName: 'x-token', issuer: ISSUER, audience: [AUDIENCE], jwkSetUrl: 'http://127.0.0.1/keys' }), {
      fetch: async () => new Response(body), clock: () => new Date(NOW_S * 1000),
    })
    const { outcome } = await authenticator.authenticate(requestWith({ 'x-token': await tokenOf(ES, CLAIMS) }))
    t.equal(outcome, 'unavailable', body.slice(0, 20))
  }
})

/** As a load balancer makes them: with padding, which its signature covers. */
function albToken({ kid, privateKey }: SigningKey, header: object = {}, payload: object = {}): string {
  const padded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
  const fullHeader = { typ: 'JWT', kid, alg: 'ES256', iss: ISSUER, client: 'client-1', signer: SIGNER, exp: NOW_S + 120, ...header }
  const input = `${padded(fullHeader)}.${padded({ sub: 'u-1', email: 'ann@example.com', exp: NOW_S + 120, iss: ISSUER, ...payload })}`
  const signature = sign('sha256', Buffer.from(input), { key: privateKey as never, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`
}

t.test('a load balancer counts that is named, for the client that is named', async (t) => {
  const alb: Partial<JwtSignIn> = { preset: 'alb', headerName: 'x-amzn-oidc-data', signer: [SIGNER], audience: ['client-1'], algorithms: ['ES256'] }
  const { ask, identityIn, provider } = await open(t, alb)
  const good = albToken(ES)
  t.match(good, /=/)
  t.match(await identityIn(good), { subject: 'u-1', issuer: ISSUER, email: 'ann@example.com', expiresAtMs: (NOW_S + 120) * 1000 })
  t.same(provider.asked, ['/es-1'])
  const cases: [string, string, RegExp][] = [
    ['of another load balancer of the region', albToken(ES, { signer: SIGNER.replace('entrance', 'other') }), /signer/],
    ['without a signer', albToken(ES, { signer: undefined }), /signer/],
    ['with a list of signers', albToken(ES, { signer: [SIGNER] }), /signer/],
    ['for another client', albToken(ES, { client: 'client-2' }), /client/],
    ['of another issuer', albToken(ES, { iss: 'https://other' }), /issuer/],
    ['that ended', albToken(ES, { exp: NOW_S - 31 }), /expired/],
    ['without an end', albToken(ES, { exp: undefined }), /expired/],
    ['whose claims ended', albToken(ES, {}, { exp: NOW_S - 31 }), /JWT_EXPIRED/],
    ['by another key', albToken(STRANGER), /SIGNATURE/],
    ['without its padding', good.replaceAll('=', ''), /refused/],
    ['with a key id that leads elsewhere', albToken(ES, { kid: '../../evil' }), /key id/],
    ['with a key id that is an address', albToken(ES, { kid: 'a@evil.example/x' }), /key id/],
    ['without a subject', albToken(ES, {}, { sub: undefined }), /"sub"/],
    ['by no algorithm', albToken(ES, { alg: 'none' }), /ALG_NOT_ALLOWED/],
  ]
  for (const [name, token, reason] of cases) t.match(await ask(token), reason, name)
  t.same(provider.asked, ['/es-1'], 'none of them makes the keys be asked for')
})

t.test('key ids that somebody makes up for a load balancer are looked up twice a minute at most', async (t) => {
  const { ask, provider, at } = await open(t, { preset: 'alb', signer: [SIGNER], audience: [], algorithms: ['ES256'] })
  const strange = Array.from({ length: 1000 }, (_, i) => albToken({ ...ES, kid: `no-${i}` }))
  const answers = await Promise.all(strange.map((token) => ask(token)))
  t.ok(answers.every((answer) => answer === 'refused: token in x-token: an unknown key signs it'))
  t.equal(provider.asked.length, 1)
  at(31)
  t.equal(await ask(albToken(ES)), 'identified')
  for (const token of strange.slice(0, 10)) t.match(await ask(token), /refused/)
  t.equal(await ask(albToken(ES)), 'identified', 'and they do not keep others out')
  t.equal(provider.asked.length, 3)
})

t.test('a load balancer\'s key that cannot be had is no reason to refuse somebody', async (t) => {
  const { ask, provider, at } = await open(t, { preset: 'alb', signer: [SIGNER], audience: [], algorithms: ['ES256'] })
  provider.isUp = false
  t.equal(await ask(albToken(ES)), 'unavailable')
  t.equal(await ask(albToken(ES)), 'unavailable')
  t.equal(provider.asked.length, 1)
  provider.isUp = true
  at(6)
  t.equal(await ask(albToken(ES)), 'identified')
})
