import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'

const broken = async (): Promise<never> => { throw new Error('secret-table-name') }
const inView = { 'hx-request': 'true', 'hx-target': 'div#view' }
const idsOf = (body: string) => [...body.matchAll(/<section id="([^"]+)" class="panel error-panel"/g)].map(([, id]) => id)

t.test('where the store fails, the page stands and each panel says so, with a way to try again and the id of the request', async (t) => {
  const app = await appOf({ ...await storeWithUsage(), listSources: broken })
  for (const { path, regions } of app.usageViews) {
    for (const headers of [{}, inView]) {
      const answer = await app.inject({ url: `${path}?range=7d&region=us-east-1`, headers })
      t.equal(answer.statusCode, 503, path)
      t.notMatch(answer.body, 'secret-table-name')
      t.same(idsOf(answer.body).sort(), regions.filter((id) => !['view', 'filters', 'freshness'].includes(id)).sort(), `${path}: every panel`)
      t.match(answer.body, 'aria-label="Time range"')
      t.match(answer.body, 'aria-label="Remove filter: Region us-east-1"')
      t.match(answer.body, 'The data cannot be reached right now')
      t.notMatch(answer.body, /No data yet|No usage yet/)
      const id = String(answer.headers['x-request-id'])
      t.equal(answer.body.split(`<code>${id}</code>`).length - 1, idsOf(answer.body).length)
      t.match(answer.body, `hx-target="#view" hx-indicator="#view" hx-push-url="false" href="${path}?range=7d&amp;region=us-east-1">Try again`, 'all of the page is asked for')
      t.equal(answer.body.split('role="alert"').length, 2, 'only one of them interrupts')
    }
  }
})

t.test('where only the report fails, the toolbar is whole and each panel can be had alone', async (t) => {
  const store = await storeWithUsage()
  let isBroken = true
  const prices = memoryPriceStore()
  const app = await appOf(store, { prices: { ...prices, read: async (...args) => isBroken ? broken() : prices.read(...args) } })
  const page = await app.inject({ url: '/explain?tz=UTC' })
  t.equal(page.statusCode, 503)
  t.match(page.body, 'Data up to 23 Nov 2026, 20:35 UTC')
  t.match(page.body, 'hx-target="#explain" hx-indicator="#explain" hx-push-url="false" href="/explain?tz=UTC">Try again')
  t.match(page.body, 'data-refresher hx-get="/explain?tz=UTC" hx-target="#explain"', 'the next refresh heals it')
  isBroken = false
  const panel = await app.inject({ url: '/explain?tz=UTC', headers: { 'hx-request': 'true', 'hx-target': 'section#explain' } })
  t.equal(panel.statusCode, 200)
  t.match(panel.body, 'id="explain-title"')
})

t.test('a range of everything is no reason to count the hours since 1970', async (t) => {
  const app = await appOf({ ...await storeWithUsage(), listSources: broken })
  const { body } = await app.inject({ url: '/?range=all&tz=America/New_York' })
  t.match(body, '23 Nov 2026')
})

t.test('what is the fault of whoever asks has no panels', async (t) => {
  const app = await appOf({ ...await storeWithUsage(), listSources: broken })
  const answer = await app.inject({ url: '/?range=8d' })
  t.equal(answer.statusCode, 400)
  t.same(idsOf(answer.body), [])
})

t.test('the page of the pipeline does the same', async (t) => {
  const app = await appOf({ ...await storeWithUsage(), listSources: broken })
  for (const headers of [{}, { 'hx-request': 'true', 'hx-target': 'div#pipeline' }]) {
    const answer = await app.inject({ url: '/pipeline', headers })
    t.equal(answer.statusCode, 503)
    t.equal(idsOf(answer.body).length, 6)
    t.notMatch(answer.body, 'secret-table-name')
    t.match(answer.body, 'How far the numbers reach, and what they leave out.')
  }
  const panel = await app.inject({ url: '/pipeline', headers: { 'hx-request': 'true', 'hx-target': 'section#pipeline-runs' } })
  t.equal(panel.statusCode, 503)
  t.same(idsOf(panel.body), ['pipeline-runs'])
})
