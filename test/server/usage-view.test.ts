import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { FULL_ACCESS } from '../../domain/access.ts'
import { NAVIGATION, OWN_USAGE } from '../../server/navigation.ts'
import { overviewPage } from '../../server/routes/overview.ts'
import { usageData } from '../../server/usage-data.ts'
import { addUsageView } from '../../server/usage-view.ts'
import { appOf, EVIL, NOVA, NOW, storeWithUsage, viewer } from '../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'
import { identityOf, signedIn, signedInAs } from '../fixtures/signed-in.ts'

const partial = (region: string) => ({ 'hx-request': 'true', 'hx-target': `section#${region}` })
const accountNames = new Map([['111122223333', 'team-lab']])
const ALICE = signedInAs('Alice', { email: 'alice@example.com' })
const QUERIES = [
  '', '?range=24h&granularity=hour&compare=none&not-caller=batch', '?from=2026-11-22&to=2026-11-24T09:30&tz=Asia/Kolkata',
  `?refresh=off&range=7d&tz=America/New_York&caller=${encodeURIComponent(EVIL)}`, '?caller=nobody',
]

async function body(app: FastifyInstance, url: string, headers = {}): Promise<string> {
  const answer = await app.inject({ url, headers })
  if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}`)
  return answer.body
}

t.test('every region of every page alone is, byte for byte, what it is in the page', async (t) => {
  const app = await appOf(await storeWithUsage(), { accountNames, authenticator: ALICE })
  t.ok(app.usageViews.length >= 6)
  for (const { path, regions, isOwn } of app.usageViews) {
    for (const query of isOwn ? QUERIES.filter((one) => !one.includes('caller')) : QUERIES) {
      const page = await body(app, path + query)
      for (const region of regions) {
        const part = await body(app, path + query, partial(region))
        t.ok(part.includes(`id="${region}"`), `${region} of ${path}${query} is itself`)
        // A page without calls has no panels.
        if (page.includes('class="panel empty"') && !['view', 'filters', 'freshness'].includes(region)) continue
        t.ok(part.length < page.length && page.includes(part.trim()), `${region} of ${path}${query} is in the page`)
      }
    }
  }
})

t.test('every page varies by what selects its answer, and so does every error of it', async (t) => {
  const app = await appOf(await storeWithUsage())
  for (const { path } of app.usageViews) {
    for (const [query, headers] of [['', {}], ['', partial('view')], ['?nope=1', {}], ['?nope=1', partial('view')]] as const) {
      const answer = await app.inject({ url: path + query, headers })
      t.match(String(answer.headers.vary), /HX-Request, HX-Target, HX-History-Restore-Request/, `${path}${query}`)
      t.equal(answer.headers['cache-control'], 'no-store')
    }
  }
})

t.test('every entry of the navigation is a page, marks itself and takes time and filters along', async (t) => {
  const app = await appOf(await storeWithUsage(), { authenticator: ALICE })
  const pages = NAVIGATION.filter(({ path }) => app.hasRoute({ method: 'GET', url: path }))
  for (const { path, label, isUsage } of pages) {
    const page = await body(app, isUsage ? `${path}?range=7d&model=${NOVA}` : path)
    const nav = /<nav id="pages"[\s\S]*?<\/nav>/.exec(page)?.[0] ?? ''
    t.match(nav, new RegExp(`aria-current="page">${label}<`), path)
    const links = [...nav.matchAll(/href="([^"]+)"[^>]*>([^<]+)/g)].map(([, href, name]) => [name, href])
    // A page about one's own usage knows of time and filters too, but is not led there with those of others.
    const along = isUsage ? '?range=7d&amp;model=amazon.nova-pro-v1%3A0' : path === OWN_USAGE.path ? '?tz=UTC' : ''
    t.same(links, pages.map((entry) => [entry.label, entry.isUsage ? entry.path + along : entry.path]))
  }
})

t.test('a bare address opens in the zone of the browser; any other says itself which zone it is about', async (t) => {
  const app = await appOf(await storeWithUsage())
  const answerTo = (url: string, cookie: string) => app.inject({ url, headers: { cookie } })
  const bare = await answerTo('/', 'a=b; tz=America%2FNew_York')
  t.equal(bare.statusCode, 302)
  t.equal(bare.headers.location, '/?tz=America%2FNew_York')
  const cases: [string, string][] = [
    ['/?range=7d', 'tz=America%2FNew_York'], ['/?tz=UTC', 'tz=America%2FNew_York'], ['/', 'tz=UTC'], ['/', 'tz=Mars'], ['/', 'tz=%3Cb%3E'], ['/', ''],
  ]
  for (const [url, cookie] of cases) t.equal((await answerTo(url, cookie)).statusCode, 200, `${url} with ${cookie}`)
})

t.test('no link of a page is bare, so that none changes its zone on the way', async (t) => {
  const app = await appOf(await storeWithUsage())
  const page = await body(app, '/?tz=UTC&caller=batch', partial('view'))
  const own = [...page.matchAll(/href="(\/[^"]*)"/g)].map(([, href]) => href).filter((href) => href !== '/pipeline')
  t.ok(own.length > 10)
  for (const href of own) t.match(href, '?')
})

t.test('what a form sends is told the address bar without what says nothing', async (t) => {
  const app = await appOf(await storeWithUsage())
  const url = '/?tz=UTC&find-caller=&find-model=son&from=&to=&compare=previous&caller=batch&granularity=auto'
  const headers = { ...partial('view'), 'hx-source': 'form#filters' }
  t.equal((await app.inject({ url, headers })).headers['hx-push-url'], '/?caller=batch')
  t.notOk((await app.inject({ url, headers: { ...headers, 'hx-source': 'a' } })).headers['hx-push-url'])
})

t.test('who is no longer signed in is led to the whole page', async (t) => {
  const app = await appOf(await storeWithUsage(), {
    clock: () => { throw Object.assign(new Error('no session'), { statusCode: 401 }) },
  })
  const part = await app.inject({ url: '/', headers: partial('view') })
  t.equal(part.statusCode, 401)
  t.equal(part.headers['hx-refresh'], 'true')
  t.notOk((await app.inject({ url: '/' })).headers['hx-refresh'])
})

t.test('a failure says its id in a header too', async (t) => {
  const app = await appOf(await storeWithUsage(), { clock: () => { throw new Error('broken') } })
  const part = await app.inject({ url: '/', headers: partial('summary') })
  t.equal(part.statusCode, 500)
  t.match(part.body, String(part.headers['x-request-id']))
})

/** The overview at another address, which tells how often its numbers were computed, for the person that a header names. */
async function countedApp() {
  let now = NOW
  let failures = 0
  const computed: string[] = []
  const store = await storeWithUsage()
  const clock = () => now
  const app = await appOf(store, {
    clock, authenticator: signedIn(({ headers }) => identityOf(String(headers['x-person'] ?? 'admin'))),
    accessOf: (identity) => identity.name === 'admin' ? FULL_ACCESS : viewer({ accounts: 'all', callers: [identity.name] }),
  })
  addUsageView(app, {
    ...overviewPage, path: '/counted',
    report: async (...args) => {
      computed.push(JSON.stringify(args[1].grants))
      if (failures-- > 0) throw new Error('not now')
      return overviewPage.report(...args)
    },
  }, { data: usageData(store, clock), clock, logSource: 's3', accountNames: new Map() })
  const refresh = async (query = '?range=7d', person = 'admin') => Promise.all(Object.keys(overviewPage.panels).map(
    (panel) => app.inject({ url: `/counted${query}`, headers: { ...partial(panel), 'x-person': person } })))
  return { app, store, computed, refresh, fail: () => { failures = 1 }, later: (ms: number) => { now = new Date(now.getTime() + ms) } }
}

t.test('the panels of a refresh share what they are made of', async (t) => {
  const { computed, refresh } = await countedApp()
  t.same((await refresh()).map(({ statusCode }) => statusCode), [200, 200, 200, 200, 200, 200])
  await refresh()
  t.equal(computed.length, 1)
  await refresh('?range=7d&metric=tokens')
  await refresh('?range=24h')
  t.equal(computed.length, 3, 'another state')
})

t.test('nobody gets what was computed for somebody else', async (t) => {
  const { computed, refresh } = await countedApp()
  const callers = async (person: string) => (await refresh('?range=7d', person)).map(({ body }) => body).join('\n')
  t.match(await callers('admin'), 'alice@example.com')
  const batch = await callers('batch')
  t.match(batch, 'batch')
  t.notMatch(batch, /alice@example\.com|\$9\.00|\$12\.00/)
  t.notMatch(await callers('alice@example.com'), 'batch')
  t.match(await callers('admin'), 'alice@example.com')
  t.equal(new Set(computed).size, 3)
  t.equal(computed.length, 3)
})

t.test('what the data says anew, or the next minute, is computed anew', async (t) => {
  const { store, computed, refresh, later } = await countedApp()
  await refresh()
  later(2_000)
  await refresh()
  t.equal(computed.length, 1, 'nothing changed within the minute')
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T18', [cellOf({ caller: 'newcomer' })])])
  later(2_000)
  t.match((await refresh()).map(({ body }) => body).join(''), 'newcomer')
  t.equal(computed.length, 2)
  later(60_000)
  await refresh()
  t.equal(computed.length, 3)
})

t.test('a failure is not kept', async (t) => {
  const { computed, refresh, fail } = await countedApp()
  fail()
  t.same((await refresh()).map(({ statusCode }) => statusCode), [500, 500, 500, 500, 500, 500])
  t.same((await refresh()).map(({ statusCode }) => statusCode), [200, 200, 200, 200, 200, 200])
  t.equal(computed.length, 2)
})
