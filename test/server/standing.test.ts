import t from 'tap'
import { FULL_ACCESS, type Access } from '../../domain/access.ts'
import { NO_AUTH } from '../../server/auth/no-auth.ts'
import { NAVIGATION } from '../../server/navigation.ts'
import { appOf, EVIL, storeWithUsage, viewer } from '../fixtures/app.ts'
import { getRoutes } from '../fixtures/get-routes.ts'
import { identityOf, signedInAs } from '../fixtures/signed-in.ts'

const WHO = { email: 'ann@example.com', groups: ['team-a', 'team-b'] }
const VIEWER = viewer({ accounts: ['111122223333'], callers: 'all' })

async function appFor(access: Access | null) {
  return appOf(await storeWithUsage(), { authenticator: { ...signedInAs('Ann', WHO), label: 'Example SSO', signOutHref: '/out' }, accessOf: () => access })
}

function linksOf(page: string): string[] {
  const nav = /<nav id="pages"[\s\S]*?<\/nav>/.exec(page)?.[0] ?? ''
  return [...nav.matchAll(/href="([^"?]+)/g)].map(([, href]) => href ?? '')
}

t.test('every page says who is signed in, by whom, and where to sign out', async (t) => {
  const app = await appFor(FULL_ACCESS)
  for (const { path } of app.usageViews) {
    const { body } = await app.inject(path)
    t.match(body, 'Signed in as Ann (ann@example.com) via Example SSO', path)
    t.match(body, '<a href="/out">Sign out</a>', path)
  }
  for (const path of ['/nowhere', '/?nope=1']) t.match((await app.inject(path)).body, 'Signed in as Ann', path)
})

t.test('where nobody signs in, every page says so, and nothing is anybody’s own', async (t) => {
  const app = await appOf(await storeWithUsage())
  const { body } = await app.inject('/')
  t.match(body, 'Sign-in is off: everybody who reaches this server sees and changes everything')
  t.notMatch(body, /Sign out|My usage/)
})

t.test('pages lead to those pages only that whoever asks may open', async (t) => {
  const whole = await appFor(FULL_ACCESS)
  const pages = NAVIGATION.filter(({ path }) => whole.hasRoute({ method: 'GET', url: path }))
  const everything = pages.map(({ path }) => path)
  const cases: [Access | null, string[]][] = [
    [FULL_ACCESS, everything], [VIEWER, pages.filter(({ access }) => access !== 'admin').map(({ path }) => path)], [null, ['/me']],
  ]
  for (const [access, expected] of cases) {
    const app = await appFor(access)
    for (const url of ['/me', '/nowhere', '/pricing/price']) t.same(linksOf((await app.inject(url)).body), expected, `${url} ${access?.role}`)
    for (const path of expected) t.not((await app.inject(path)).statusCode, 403, path)
    for (const path of everything.filter((one) => !expected.includes(one))) t.equal((await app.inject(path)).statusCode, 403, path)
  }
})

t.test('who is not let in learns who they are here, and what to ask for', async (t) => {
  const noRole = await (await appFor(null)).inject('/')
  t.equal(noRole.statusCode, 403)
  t.match(noRole.body, 'You are signed in as ann@example.com, in the groups team-a, team-b. That gives you no role here: ask for viewer.')
  t.match(noRole.body, '<a class="button" href="/me">Go to My usage</a>')
  t.notMatch(noRole.body, 'href="/"')
  const notAdmin = await (await appFor(VIEWER)).inject('/pricing/price')
  t.equal(notAdmin.statusCode, 403)
  t.match(notAdmin.body, 'That does not make you an admin, who may see all accounts and callers: ask for admin.')
  const part = await (await appFor(null)).inject({ url: '/', headers: { 'hx-request': 'true', 'hx-target': 'section#trend' } })
  t.equal(part.statusCode, 403)
  t.match(part.body, 'href="/me">Go to My usage')
})

t.test('who is not signed in gets no page, no name and no navigation', async (t) => {
  const app = await appOf(await storeWithUsage(), { authenticator: { ...signedInAs('Ann'), authenticate: async () => ({ outcome: 'anonymous' }) } })
  for (const path of getRoutes(app).filter((one) => !/^\/(healthz|readyz|assets\/.*)$/.test(one))) {
    const { statusCode, body } = await app.inject(path)
    t.equal(statusCode, 401, path)
    t.notMatch(body, /<nav id="pages"|Signed in as|Ann|Go to/, path)
  }
})

t.test('names and groups are text, whatever they look like', async (t) => {
  const authenticator = signedInAs(EVIL, { groups: [EVIL, '</p><script>alert(1)</script>'] })
  const app = await appOf(await storeWithUsage(), { authenticator, accessOf: () => null })
  for (const url of ['/', '/me', '/pricing']) t.notMatch((await app.inject(url)).body, /<img|<script>/, url)
})

t.test('a person is named by name and address, once each', async (t) => {
  for (const [name, email, text] of [
    ['ann@example.com', 'ann@example.com', 'Signed in as ann@example.com via test'], ['Ann@Example.com', 'ann@example.com', 'Signed in as Ann@Example.com via test'],
    ['Ann', null, 'Signed in as Ann via test'],
  ] as const) {
    const app = await appOf(await storeWithUsage(), { authenticator: { ...NO_AUTH, mode: 'jwt', label: 'test', authenticate: async () => ({ outcome: 'identified', identity: identityOf(name, { email }) }) } })
    t.match((await app.inject('/')).body, text)
  }
})
