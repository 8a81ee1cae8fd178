import t from 'tap'
import { appOf, EVIL, NOVA, SONNET, storeWithUsage } from '../../fixtures/app.ts'
import { overviewPage } from '../../../server/routes/overview.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'

const html = { accept: 'text/html' }

t.test('the page shows the sums of what the store holds', async (t) => {
  const app = await appOf(await storeWithUsage())
  const page = await app.inject({ url: '/', headers: html })
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-type'], 'text/html; charset=utf-8')
  for (const text of ['$12.00', 'Claude Sonnet 4.6', 'Nova Pro', 'alice@example.com', 'Data up to 23 Nov 2026, 20:35 UTC', '6 min ago',
    '1 calls unpriced', '2 models · 3 callers', 'title="1 of 10 calls"', '<span class="badge">global</span>']) {
    t.ok(page.body.includes(text), text)
  }
})

t.test('every region alone is, byte for byte, what it is in the page', async (t) => {
  const app = await appOf(await storeWithUsage())
  for (const url of ['/', '/?range=24h&metric=tokens', `/?model=${SONNET}`, '/?refresh=off&caller=batch']) {
    const page = (await app.inject({ url, headers: html })).body
    for (const region of ['view', ...Object.keys(overviewPage.panels)]) {
      const headers = { 'hx-request': 'true', 'hx-target': `section#${region}` }
      const part = await app.inject({ url, headers })
      t.equal(part.statusCode, 200)
      t.ok(part.body.includes(`id="${region}"`), `${region} of ${url} is itself`)
      t.ok(part.body.length < page.length && page.includes(part.body), `${region} of ${url} is in the page`)
    }
  }
})

t.test('whatever is no region gets the page', async (t) => {
  const app = await appOf(await storeWithUsage())
  const page = (await app.inject({ url: '/', headers: html })).body.replace(/nonce="\w+"/g, '')
  const cases = [
    { 'hx-request': 'true' },
    { 'hx-request': 'true', 'hx-target': 'body' },
    { 'hx-request': 'true', 'hx-target': 'div#toolbar' },
    { 'hx-target': 'div#view' },
    { 'hx-request': 'true', 'hx-target': 'div#view', 'hx-history-restore-request': 'true' },
  ]
  for (const headers of cases) t.equal((await app.inject({ url: '/', headers })).body.replace(/nonce="\w+"/g, ''), page)
})

t.test('every answer of the route varies by what selects it', async (t) => {
  const app = await appOf(await storeWithUsage())
  const cases: [string, Record<string, string>, number][] = [
    ['/', {}, 200], ['/', { 'hx-request': 'true', 'hx-target': 'div#view' }, 200], ['/?nope=1', {}, 400],
    ['/?nope=1', { 'hx-request': 'true', 'hx-target': 'div#view' }, 400],
  ]
  for (const [url, headers, status] of cases) {
    const answer = await app.inject({ url, headers })
    t.equal(answer.statusCode, status)
    t.match(String(answer.headers.vary), /HX-Request, HX-Target, HX-History-Restore-Request/)
    t.equal(answer.headers['cache-control'], 'no-store')
  }
})

t.test('filters narrow every number and can be taken off again', async (t) => {
  const app = await appOf(await storeWithUsage())
  const page = (await app.inject({ url: `/?model=${NOVA.replace(':', '%3A')}&range=7d` })).body
  t.ok(page.includes('$3.00'))
  const callers = page.slice(page.indexOf('id="by-caller"'))
  t.ok(callers.includes('batch'))
  t.notOk(callers.includes('alice@example.com'))
  t.ok(page.includes('aria-label="Remove filter: Model Nova Pro"'))
  t.match(page, /<a class="chip" href="\/\?range=7d"/)
})

t.test('names are text, wherever they stand', async (t) => {
  const app = await appOf(await storeWithUsage())
  const page = (await app.inject({ url: `/?caller=${encodeURIComponent(EVIL)}` })).body
  t.notOk(page.includes('<img'))
  t.ok(page.includes('evil&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;'))
})

t.test('the JSON for charts holds names as they are, escaped for HTML as a whole', async (t) => {
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T19', [cellOf({ model: EVIL })])])
  const page = (await (await appOf(store)).inject({ url: '/?range=24h' })).body
  const attribute = /data-chart="([^"]*)"/.exec(page)?.[1] ?? ''
  t.notMatch(attribute, /</)
  const json = attribute.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  t.equal((JSON.parse(json) as { series: { name: string }[] }).series[0]?.name, EVIL)
})

t.test('a query that cannot be read is a 400 that says why', async (t) => {
  const app = await appOf(await storeWithUsage())
  const cases: [string, string][] = [
    ['/?rnage=7d', 'rnage: no such parameter'], ['/?range=8d', 'range: wants one of'], ['/?metric=love', 'metric: wants one of cost, tokens'],
    ['/?refresh=1s', 'refresh: wants one of'], ['/?refresh=30s&refresh=1m', 'refresh: is given more than once'],
    ['/?from=2026-11-01', 'to: is missing'], ['/?tz=Mars', 'tz: no time zone'],
  ]
  for (const [url, text] of cases) {
    const answer = await app.inject({ url })
    t.equal(answer.statusCode, 400, url)
    t.ok(answer.body.includes(text), text)
  }
})

t.test('without any data the page says what to do', async (t) => {
  const page = (await (await appOf(memoryUsageStore())).inject({ url: '/' })).body
  t.match(page, 'No usage yet')
  t.match(page, 'No data yet')
})

t.test('a period without calls leads to one that has some', async (t) => {
  const app = await appOf(await storeWithUsage(), { clock: () => new Date('2026-12-20T12:00:00Z') })
  const page = (await app.inject({ url: '/?range=24h' })).body
  t.match(page, 'No calls in this period')
  t.match(page, /class="button" href="\/\?tz=UTC">Show the last 30 days/)
  const stale = /class="freshness is-stale"/
  t.match(page, stale)
})

t.test('filters that nothing passes can be cleared', async (t) => {
  const page = (await (await appOf(await storeWithUsage())).inject({ url: '/?caller=nobody' })).body
  t.match(page, 'No calls match these filters')
  t.match(page, /class="button" href="\/\?tz=UTC">Clear all filters/)
})

t.test('nobody sees more than access allows', async (t) => {
  const store = await storeWithUsage()
  const oneAccount = await appOf(store, { access: { accounts: ['222233334444'], callers: 'all' } })
  const page = (await oneAccount.inject({ url: '/' })).body
  t.ok(page.includes('$1.00'))
  t.notMatch(page, 'alice@example.com')
  t.notMatch(page, 'Nova Pro')
  const oneCaller = await appOf(store, { access: { accounts: 'all', callers: ['batch'] } })
  t.match((await oneCaller.inject({ url: '/' })).body, '1 model · 1 caller')
  const nothing = await appOf(store, { access: { accounts: [], callers: 'all' } })
  t.match((await nothing.inject({ url: '/' })).body, 'No usage that you may see')
})

t.test('the notice stands on every page', async (t) => {
  const app = await appOf(await storeWithUsage(), { notice: 'Sample <data>' })
  for (const url of ['/', '/?nope=1', '/nowhere']) t.match((await app.inject({ url })).body, 'Sample &lt;data&gt;', url)
})

t.test('news of the store are on the page within a second', async (t) => {
  const store = await storeWithUsage()
  let now = new Date('2026-11-23T20:41:00Z')
  const app = await appOf(store, { clock: () => now })
  t.match((await app.inject({ url: '/' })).body, '$12.00')
  await store.put([bucketOf(SOURCE_B, 'hour', '2026-11-23T19', [])])
  await store.put([bucketOf(SOURCE_B, 'hour', '2026-11-23T20', [cellOf({ caller: 'newcomer' })])])
  now = new Date('2026-11-23T20:41:01Z')
  const page = (await app.inject({ url: '/' })).body
  t.match(page, '$11.00')
  t.match(page, 'newcomer')
})

t.test('a day is read as a whole only once it is rolled up, and by the hour before', async (t) => {
  const store = memoryUsageStore()
  await store.put([
    bucketOf(SOURCE_A, 'day', '2026-11-21', [cellOf({ calls: 5 })]),
    bucketOf(SOURCE_A, 'hour', '2026-11-21T10', [cellOf({ calls: 5 })]),
    bucketOf(SOURCE_A, 'hour', '2026-11-22T10', [cellOf({ calls: 2 })]),
  ])
  const callsShown = async () => /title="(\d+) calls, failed ones included"/.exec((await (await appOf(store)).inject({ url: '/' })).body)?.[1]
  t.equal(await callsShown(), '7')
  await store.saveRun({
    kind: 'aggregate-stats', startedAt: '2026-11-22T00:15:00Z', finishedAt: '2026-11-22T00:16:00Z', outcome: 'ok',
    dataUpTo: '2026-11-22T00:00:00.000Z', bucketsWritten: 1, message: null,
  })
  t.equal(await callsShown(), '7')
})
