import { once } from 'node:events'
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import type { FastifyInstance, RouteOptions } from 'fastify'
import t, { type Test } from 'tap'
import type { SignIn } from '../../../domain/auth-settings.ts'
import { openAuthenticator } from '../../../server/auth/open-authenticator.ts'
import { appOf, NOW, storeWithUsage } from '../../fixtures/app.ts'
import { headerSignIn, jwtSignIn, passwordSignIn, PROXY_SECRET } from '../../fixtures/auth-settings.ts'
import { identityProvider, signingKey, tokenOf } from '../../fixtures/identity-provider.ts'
import { memorySessions } from '../../fixtures/memory-sessions.ts'
import { userOf } from '../../fixtures/password-users.ts'

const NOW_S = NOW.getTime() / 1000
const KEY = await signingKey('k', 'ES256')
const STRANGER = await signingKey('k', 'ES256')
const CLAIMS = { sub: 'admin', iss: 'https://idp.example.com', aud: 'usage', exp: NOW_S + 300, email: 'admin@example.com' }
const FORGED = await tokenOf(STRANGER, CLAIMS)
const SECRETS_OF_PAGES = /alice@example\.com|anthropic\.claude|\$12\b/

/** Headers by which proxies say who somebody is, with what somebody would write into them who plays one. */
const IDENTITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Forwarded-User': 'admin', 'X-Forwarded-Email': 'admin@example.com', 'X-Forwarded-Preferred-Username': 'admin',
  'X-Forwarded-Groups': 'finops-admins', 'X-Forwarded-Access-Token': FORGED, Authorization: `Bearer ${FORGED}`,
  'X-Auth-Request-User': 'admin', 'X-Auth-Request-Email': 'admin@example.com', 'X-Auth-Request-Groups': 'finops-admins',
  'X-Amzn-Oidc-Data': FORGED, 'X-Amzn-Oidc-Identity': 'admin', 'X-Amzn-Oidc-Accesstoken': FORGED, 'X-Amzn-Ava-User-Context': FORGED,
  'Cf-Access-Jwt-Assertion': FORGED, 'Cf-Access-Authenticated-User-Email': 'admin@example.com',
  'X-Goog-IAP-JWT-Assertion': FORGED, 'X-Goog-Authenticated-User-Email': 'accounts.google.com:admin@example.com',
  'X-Pomerium-Jwt-Assertion': FORGED, 'X-Pomerium-Claim-Email': 'admin@example.com',
  'X-MS-CLIENT-PRINCIPAL': 'eyJhdXRoX3R5cCI6ImFhZCJ9', 'X-MS-CLIENT-PRINCIPAL-ID': 'admin', 'X-MS-CLIENT-PRINCIPAL-NAME': 'admin',
  'X-MS-TOKEN-AAD-ID-TOKEN': FORGED,
  'Remote-User': 'admin', 'Remote-Groups': 'finops-admins', 'Remote-Name': 'admin', 'Remote-Email': 'admin@example.com',
  'X-authentik-username': 'admin', 'X-authentik-groups': 'finops-admins', 'X-authentik-email': 'admin@example.com', 'X-authentik-jwt': FORGED,
  'Teleport-Jwt-Assertion': FORGED, 'X-WEBAUTH-USER': 'admin', 'X-JWT-Assertion': FORGED, 'X-Remote-User': 'admin', 'X-Proxy-User': 'admin',
  'OIDC_CLAIM_email': 'admin@example.com',
}

interface Opened {
  readonly app: FastifyInstance
  /** Those that are not for anybody. */
  readonly guarded: readonly { readonly method: string; readonly url: string }[]
  readonly log: () => string[]
}

async function open(t: Test, signIn: SignIn): Promise<Opened> {
  const clock = () => NOW
  const authenticator = openAuthenticator(
    { signIn, roles: { roleMapping: [], defaultRole: 'none' }, publicUrl: null, trustedProxies: [] }, { sessions: memorySessions(clock), fetch, clock },
  )
  const routes: RouteOptions[] = []
  let log = ''
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => { log += chunk.toString(); done() } })
  const app = await appOf(await storeWithUsage(), {
    logger: { level: 'warn', stream },
    authenticator: {
      ...authenticator,
      async register(app) {
        app.addHook('onRoute', (route) => void routes.push(route))
        await authenticator.register(app)
      },
    },
  })
  t.teardown(() => app.close())
  await app.ready()
  const isTwin = (method: string) => method === 'HEAD'
  const guarded = routes.filter(({ config }) => config?.access !== 'public').flatMap(({ method, url }) => [method].flat().filter((one) => !isTwin(one)).map((one) => ({ method: one, url })))
  return { app, guarded, log: () => log.split('\n').filter((line) => line.includes('"untrusted identity header"')) }
}

async function signIns(t: Test): Promise<readonly SignIn[]> {
  const provider = await identityProvider(t, [KEY])
  const byAddress = headerSignIn({ sharedSecret: null, trustedProxies: ['10.0.0.7'] })
  return [
    { mode: 'none', isLocal: false }, headerSignIn(), byAddress, passwordSignIn([userOf('admin', 'correct horse battery')]),
    ...['x-amzn-oidc-data', 'authorization'].map((headerName) => jwtSignIn({ headerName, jwkSetUrl: `${provider.url}/keys` })),
  ]
}

/** It gets a short answer where it is refused, and the page itself where it is not. */
const AS_PROGRAM = { 'sec-fetch-site': 'same-origin', accept: 'application/json' }

const nameOf = (signIn: SignIn) => signIn.mode === 'jwt' ? `jwt in ${signIn.headerName}` : signIn.mode

t.test('a forged identity opens no route in any mode, and is logged', async (t) => {
  for (const signIn of await signIns(t)) {
    const { app, guarded, log } = await open(t, signIn)
    t.ok(guarded.length > 15, `${guarded.length} routes`)
    const opened: string[] = []
    let asked = 0
    for (const { method, url } of guarded) {
      for (const [name, value] of Object.entries(IDENTITY_HEADERS)) {
        const answer = await app.inject({
          method, url: url.replaceAll(/[:*]\w*/g, 'x'), headers: { ...AS_PROGRAM, [name]: value },
        })
        asked += 1
        const isClosed = (answer.statusCode === 401 || answer.statusCode === 403) && !SECRETS_OF_PAGES.test(answer.body)
        if (!isClosed) opened.push(`${method} ${url} with ${name}: ${answer.statusCode}`)
      }
    }
    t.same(opened, [], `${nameOf(signIn)}: ${asked} requests`)
    t.equal(log().length, asked, 'each leaves a line in the log')
    t.notMatch(log().join('\n'), new RegExp(FORGED.split('.')[2] ?? '-'), 'without the proof itself')
  }
})

/** Ways to send a header that two programs may read in two ways. */
const VARIANTS: readonly ((name: string, value: string) => [string, string][])[] = [
  (name, value) => [[name.toLowerCase(), value]],
  (name, value) => [[name.toUpperCase(), value]],
  (name, value) => [[name.replaceAll('-', '_'), value]],
  (name, value) => [[name.replace('-', '_'), value]],
  (name, value) => [[name, value], [name, value]],
  (name, value) => [[name, value], [name.toLowerCase(), 'ann']],
  (name, value) => [[name, `${value}, ann`]],
  (name, value) => [[name, `ann,${value}`], [name.replaceAll('-', '_'), value]],
]

t.test('nor does one that is sent in another way', async (t) => {
  for (const signIn of await signIns(t)) {
    const { app } = await open(t, signIn)
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const opened: string[] = []
    for (const [name, value] of Object.entries(IDENTITY_HEADERS)) {
      for (const variant of VARIANTS) {
        const headers = variant(name, value)
        const { status, body } = await send(port, headers)
        if (!REFUSALS.has(status) || SECRETS_OF_PAGES.test(body)) opened.push(`${JSON.stringify(headers)}: ${status}`)
      }
    }
    t.same(opened, [], nameOf(signIn))
  }
})

const REFUSALS = new Set([400, 401, 403])

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
t.teardown(() => agent.destroy())

async function send(port: number, headers: [string, string][]): Promise<{ status: number; body: string }> {
  const request = httpRequest({ host: '127.0.0.1', port, path: '/pipeline', agent, headers: ['Host', 'localhost', ...headers.flat()] as never })
  request.end()
  const [response] = await once(request, 'response') as [IncomingMessage]
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return { status: response.statusCode ?? 0, body }
}

t.test('whoever has proven who they are stays that, whatever else is sent', async (t) => {
  const provider = await identityProvider(t, [KEY])
  const good = await tokenOf(KEY, { ...CLAIMS, sub: 'ann', email: 'ann@example.com', name: 'Ann' })
  const cases: [SignIn, Record<string, string>, string][] = [
    [jwtSignIn({ jwkSetUrl: `${provider.url}/keys` }), { 'x-token': good }, 'Ann (ann@example.com) via the proxy'],
    [headerSignIn({ userHeader: 'X-User', emailHeader: null, groupsHeader: null }), { 'X-User': 'ann', 'X-Proxy-Secret': PROXY_SECRET }, 'ann via the proxy'],
  ]
  for (const [signIn, proof, who] of cases) {
    const { app } = await open(t, signIn)
    const page = await app.inject({ url: '/', headers: { ...IDENTITY_HEADERS, ...proof } })
    t.equal(page.statusCode, 200)
    t.match(page.body, `Signed in as ${who}`)
  }
})
