import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { FULL_ACCESS, type Access } from '../../../domain/access.ts'
import type { Identity } from '../../../domain/identity.ts'
import { appOf, NOW, storeWithUsage, viewer, type AppOfOptions } from '../../fixtures/app.ts'
import { SOURCE_B } from '../../fixtures/bucket.ts'
import { memoryTokens } from '../../fixtures/memory-tokens.ts'
import { identityOf, signedIn } from '../../fixtures/signed-in.ts'

const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }

interface Setup {
  readonly app: FastifyInstance
  at: Date
  /** By name. */
  readonly accesses: Map<string, Access>
}

/** Pages know people by the header x-test-user; nobody is signed in without it. */
async function setUp(options: AppOfOptions = {}): Promise<Setup> {
  const accesses = new Map<string, Access>([['admin', FULL_ACCESS]])
  const setup = { at: NOW, accesses } as { -readonly [K in keyof Setup]: Setup[K] }
  const clock = () => setup.at
  const byHeader = signedIn((request) => identityOf(String(request.headers['x-test-user'])))
  setup.app = await appOf(await storeWithUsage(), {
    clock, tokens: memoryTokens(clock), accessOf: ({ subject }: Identity) => accesses.get(subject) ?? null,
    authenticator: {
      ...byHeader,
      authenticate: async (request) => (request.headers['x-test-user'] === undefined ? { outcome: 'anonymous' } : byHeader.authenticate(request)),
    },
    ...options,
  })
  return setup
}

function make({ app }: Setup, user: string, fields: Record<string, string> = { name: 'report', days: '30' }) {
  return app.inject({
    method: 'POST', url: '/tokens', headers: { ...OWN_PAGE, 'x-test-user': user }, payload: new URLSearchParams(fields).toString(),
  })
}

async function tokenOf(setup: Setup, user: string): Promise<string> {
  return /bia_[\w-]+/.exec((await make(setup, user)).body)?.[0] ?? 'none'
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

t.test('a token is shown once, and lets a program ask in the name of whoever made it', async (t) => {
  const setup = await setUp()
  const token = await tokenOf(setup, 'admin')
  t.match(token, /^bia_[\w-]{43}$/)
  const page = await setup.app.inject({ url: '/tokens', headers: { 'x-test-user': 'admin' } })
  t.ok(page.body.includes('report'))
  t.notOk(page.body.includes('bia_'), 'never again')
  t.ok(page.body.includes('never'), 'not used so far')
  const answer = await setup.app.inject({ url: '/api/v1/usage', headers: bearer(token) })
  t.equal(answer.statusCode, 200)
  t.equal(answer.json<{ total: { costUsd: string } }>().total.costUsd, '12')
  t.ok((await setup.app.inject({ url: '/tokens', headers: { 'x-test-user': 'admin' } })).body.includes('23 Nov 2026</td>'), 'last used')
})

t.test('a token sees what its owner may see, as it is when it is used', async (t) => {
  const setup = await setUp()
  setup.accesses.set('bob', viewer({ accounts: [SOURCE_B.accountId], callers: 'all' }))
  const token = await tokenOf(setup, 'bob')
  const cost = async () => (await setup.app.inject({ url: '/api/v1/usage', headers: bearer(token) })).json<{ total: { costUsd: string } }>().total.costUsd
  t.equal(await cost(), '1')
  setup.accesses.set('bob', FULL_ACCESS)
  t.equal(await cost(), '12')
  setup.accesses.delete('bob')
  t.equal((await setup.app.inject({ url: '/api/v1/usage', headers: bearer(token) })).statusCode, 403)
})

t.test('a token opens nothing but addresses for programs', async (t) => {
  const setup = await setUp()
  const token = await tokenOf(setup, 'admin')
  for (const url of ['/', '/models', '/tokens', '/pricing']) {
    t.equal((await setup.app.inject({ url, headers: bearer(token) })).statusCode, 401, url)
  }
})

t.test('what is no token, has expired or was revoked lets nobody in', async (t) => {
  const setup = await setUp()
  const token = await tokenOf(setup, 'admin')
  const status = async (headers: Record<string, string>) => (await setup.app.inject({ url: '/api/v1/usage', headers })).statusCode
  const cases: [string, Record<string, string>][] = [
    ['none', {}], ['another', bearer(`bia_${'a'.repeat(43)}`)], ['part', bearer(token.slice(0, -1))], ['more', bearer(`${token}a`)],
    ['no prefix', bearer(token.slice(4))], ['basic', { authorization: `Basic ${token}` }], ['long', bearer(`bia_${'a'.repeat(5000)}`)],
  ]
  for (const [name, headers] of cases) t.equal(await status(headers), 401, name)
  setup.at = new Date(NOW.getTime() + 30 * 86_400_000)
  t.equal(await status(bearer(token)), 401, 'expired')
  setup.at = NOW
  t.equal(await status(bearer(token)), 200)
  const page = await setup.app.inject({ url: '/tokens', headers: { 'x-test-user': 'admin' } })
  const id = /name="id" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const revoke = (user: string) => setup.app.inject({
    method: 'POST', url: '/tokens/revoke', headers: { ...OWN_PAGE, 'x-test-user': user }, payload: new URLSearchParams({ id }).toString(),
  })
  await revoke('bob')
  t.equal(await status(bearer(token)), 200, 'not by somebody else')
  t.equal((await revoke('admin')).statusCode, 303)
  t.equal(await status(bearer(token)), 401, 'revoked')
})

t.test('a token wins over whoever a proxy says asks, also where it does not hold', async (t) => {
  const setup = await setUp()
  const answer = await setup.app.inject({ url: '/api/v1/usage', headers: { ...bearer('bia_wrong'), 'x-test-user': 'admin' } })
  t.equal(answer.statusCode, 401)
  t.match(answer.headers['content-type'], 'application/problem+json')
  t.match(answer.headers['www-authenticate'], 'Bearer')
})

t.test('what cannot be made is said beside its field, and names are text', async (t) => {
  const setup = await setUp()
  const wrong = await make(setup, 'admin', { name: '<img src=x>', days: '1000' })
  t.equal(wrong.statusCode, 422)
  t.ok(wrong.body.includes('from 1 to 90'))
  t.ok(wrong.body.includes('&lt;img src=x&gt;'))
  t.equal((await make(setup, 'admin', {})).statusCode, 422)
})

t.test('a person has at most twenty tokens', async (t) => {
  const setup = await setUp()
  for (let count = 0; count < 20; count++) t.equal((await make(setup, 'admin')).statusCode, 200)
  t.equal((await make(setup, 'admin')).statusCode, 409)
  t.equal((await make(setup, 'bob')).statusCode, 200, 'each their own')
})

t.test('no other site makes somebody make or revoke a token', async (t) => {
  const { app } = await setUp()
  for (const url of ['/tokens', '/tokens/revoke']) {
    const answer = await app.inject({
      method: 'POST', url, headers: { ...OWN_PAGE, 'sec-fetch-site': 'cross-site', 'x-test-user': 'admin' }, payload: 'name=x&days=1&id=x',
    })
    t.equal(answer.statusCode, 403, url)
  }
})
