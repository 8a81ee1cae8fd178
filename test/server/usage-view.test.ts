import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { NAVIGATION } from '../../server/navigation.ts'
import { appOf, EVIL, NOVA, storeWithUsage } from '../fixtures/app.ts'

const partial = (region: string) => ({ 'hx-request': 'true', 'hx-target': `section#${region}` })
const accountNames = new Map([['111122223333', 'team-lab']])
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
  const app = await appOf(await storeWithUsage(), { accountNames })
  t.ok(app.usageViews.length >= 6)
  for (const { path, regions } of app.usageViews) {
    for (const query of QUERIES) {
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
  const app = await appOf(await storeWithUsage())
  for (const { path, label, isUsage } of NAVIGATION) {
    const page = await body(app, isUsage ? `${path}?range=7d&model=${NOVA}` : path)
    const nav = /<nav id="pages"[\s\S]*?<\/nav>/.exec(page)?.[0] ?? ''
    t.match(nav, new RegExp(`aria-current="page">${label}<`), path)
    const links = [...nav.matchAll(/href="([^"]+)"[^>]*>(\w+)/g)].map(([, href, name]) => [name, href])
    t.same(links, NAVIGATION.map((entry) => [
      entry.label, entry.isUsage && isUsage ? `${entry.path}?range=7d&amp;model=amazon.nova-pro-v1%3A0` : entry.path,
    ]))
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
