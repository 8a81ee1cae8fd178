import t from 'tap'
import { appOf, EVIL, NOVA, SONNET, storeWithUsage } from '../../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A } from '../../fixtures/bucket.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'

/** Sections of a page by id. */
function section(body: string, id: string): string {
  return new RegExp(`<section id="${id}"[^]*?</section>`).exec(body)?.[0] ?? ''
}

const links = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))

t.test('models with what they cost, the total below, and their callers behind each', async (t) => {
  const app = await appOf(await storeWithUsage())
  const table = section((await app.inject({ url: '/models?tz=UTC' })).body, 'dimension-table')
  for (const text of ['Claude Sonnet 4.6', 'Nova Pro', 'global', '≥ $9.00', '$3.00', '≥ $12.00', 'title="1 of 4 calls"', '2 models']) {
    t.ok(table.includes(text), text)
  }
  t.ok(links(table).includes(`/callers?${new URLSearchParams({ model: NOVA }).toString()}`), 'drill-down')
  t.ok(links(table).includes(`/explain?${new URLSearchParams({ model: NOVA }).toString()}`), 'explanation')
  t.ok(links(table).includes(`/explain?${new URLSearchParams({ model: NOVA, component: 'input' }).toString()}`), 'of a component')
  t.ok(links(table).includes('/explain?tz=UTC'), 'of the total')
})

t.test('callers with what they cost, and their models behind each', async (t) => {
  const app = await appOf(await storeWithUsage())
  const table = section((await app.inject({ url: `/callers?model=${SONNET}&range=7d` })).body, 'dimension-table')
  t.ok(table.includes('alice@example.com'))
  t.ok(table.includes('person'), 'its kind')
  t.notOk(table.includes('batch'), 'of another model')
  t.notOk(table.includes('<img'), 'names are text')
  for (const caller of ['alice@example.com', EVIL]) {
    const query = new URLSearchParams({ range: '7d', model: SONNET, caller }).toString()
    t.ok(links(table).includes(`/models?${query}`), 'all filters stay')
  }
})

t.test('the page is a chart, a donut or a table, of cost, tokens or calls', async (t) => {
  const app = await appOf(await storeWithUsage())
  const cases: [query: string, has: string[], hasNot: string[]][] = [
    ['', ['Cost by model and component', 'data-chart='], ['class="donut"']],
    ['show=donut', ['Cost by model<', 'class="donut"'], ['data-chart=']],
    ['show=donut&metric=tokens', ['Tokens by model<'], []],
    ['metric=calls', ['Calls by model and outcome', 'Failed'], []],
    ['show=table', ['id="dimension-chart" class="panel" hidden', 'id="dimension-table"'], ['data-chart=', 'class="donut"', 'aria-label="Measure"']],
  ]
  for (const [query, has, hasNot] of cases) {
    const { body } = await app.inject({ url: `/models?tz=UTC&${query}` })
    for (const text of has) t.ok(body.includes(text), `${query}: ${text}`)
    for (const text of hasNot) t.notOk(body.includes(text), `${query}: not ${text}`)
  }
})

t.test('usage can be grouped by what goes with models or callers, and by tags where calls have some', async (t) => {
  const store = await storeWithUsage()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T18', [
    cellOf({ tags: '{"team":"search"}', calls: 7 }), cellOf({ tags: '{"team":"ads"}', serviceTier: 'flex', calls: 2 }),
  ])])
  const app = await appOf(store)
  const cases: [url: string, rows: string[]][] = [
    ['/models?group=modelScope', ['global', 'us']], ['/models?group=serviceTier', ['standard', 'flex']],
    ['/callers?group=callerKind', ['person', 'IAM user', 'role']], ['/models?group=tag%3Ateam', ['search', 'ads', '(none)']],
    ['/models?group=callerKind', ['Nova Pro']],
  ]
  for (const [url, rows] of cases) {
    const { body } = await app.inject({ url })
    for (const row of rows) t.ok(section(body, 'dimension-table').includes(`>${row}<`), `${url}: ${row}`)
  }
  const tags = section((await app.inject({ url: '/callers?group=tag%3Ateam' })).body, 'dimension-table')
  t.ok(links(tags).includes('/callers?tag.team=ads'))
  t.ok(links(tags).includes('/callers?tag.team='), 'calls without the tag')
  t.ok(links(tags).includes('/explain?tag.team=ads'))
  const scopes = section((await app.inject({ url: '/models?group=modelScope' })).body, 'dimension-table')
  t.ok(links(scopes).includes('/explain?scope=us'), 'by what is no filter of all pages')
  t.match((await app.inject({ url: '/models' })).body, /<nav class="segments small" aria-label="Group by">[^]*?>team</)
})

t.test('every panel alone is, byte for byte, what it is in the page', async (t) => {
  const app = await appOf(await storeWithUsage())
  for (const url of ['/models?tz=UTC', '/callers?show=donut&sort=calls&dir=asc', `/models?caller=batch&show=table&find=nova`]) {
    const page = (await app.inject({ url })).body
    for (const region of ['dimension-chart', 'dimension-table']) {
      const part = await app.inject({ url, headers: { 'hx-request': 'true', 'hx-target': `section#${region}` } })
      t.ok(part.body.includes(`id="${region}"`) && page.includes(part.body), `${region} of ${url}`)
      t.match(part.headers.vary, /HX-Request/)
    }
  }
})

t.test('sorting, search, columns and pages are in the address, and a search keeps the total', async (t) => {
  const app = await appOf(await storeWithUsage())
  const { body } = await app.inject({ url: '/models?range=7d&sort=calls&dir=asc&columns=calls.latency&find=nova' })
  const table = section(body, 'dimension-table')
  t.match(table, /aria-sort="ascending"[^>]*><a href="\/models\?range=7d&amp;sort=calls&amp;find=nova&amp;columns=calls.latency">Calls/)
  t.match(table, '1 of 2 models match “nova”')
  t.match(table, /Other \(1\)[^]*title="6"/)
  t.match(table, /<tfoot>[^]*title="10"/)
  t.match(table, /<input type="hidden" name="range" value="7d">/)
  for (const [query, text] of [
    ['sort=price', 'sort: wants one of name, cost'], ['show=pie', 'show: wants one of'], ['page=-1', 'page: wants'],
  ] as const) {
    const answer = await app.inject({ url: `/models?${query}` })
    t.equal(answer.statusCode, 400)
    t.ok(answer.body.includes(text), text)
  }
})

t.test('more rows than fit a page go on behind it, and add up on each', async (t) => {
  const store = memoryUsageStore()
  const cells = Array.from({ length: 60 }, (_, index) => cellOf({ caller: `caller-${String(index).padStart(2, '0')}`, calls: index + 1 }))
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T19', cells)])
  await store.noteSource({ ...SOURCE_A, newestEvent: '2026-11-23T19:35:00.000Z' })
  const app = await appOf(store)
  const table = section((await app.inject({ url: '/callers?sort=calls&page=2&tz=UTC' })).body, 'dimension-table')
  t.ok(table.includes('26–50 of 60'))
  t.ok(table.includes('Other (35)'))
  t.ok(links(table).includes('/callers?sort=calls&page=3'))
  t.notOk(table.includes('caller-59'))
  t.match(section((await app.inject({ url: '/callers?metric=calls' })).body, 'dimension-chart'), 'Other (50)')
})

t.test('nobody sees more than access allows', async (t) => {
  const app = await appOf(await storeWithUsage(), { access: { accounts: 'all', callers: ['batch'] } })
  const { body } = await app.inject({ url: '/callers?tz=UTC' })
  t.notMatch(body, 'alice@example.com')
  t.match(section(body, 'dimension-table'), '$3.00')
})
