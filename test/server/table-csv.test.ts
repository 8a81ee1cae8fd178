import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { OWN_PRICE_RECORDS } from '../../domain/own-price-book.ts'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'

const PAGES = [
  '/?tz=UTC', '/models?tz=UTC', '/models?tz=UTC&show=donut', '/callers?tz=UTC', '/errors?tz=UTC', '/performance?tz=UTC', '/accounts?tz=UTC', '/explain?tz=UTC',
  '/me?tz=UTC', '/pricing', '/pipeline',
]

async function csvLinks(app: FastifyInstance, url: string): Promise<string[]> {
  const { body } = await app.inject({ url })
  return [...body.matchAll(/href="([^"]*format=csv[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
}

/** The link of one table. */
async function csvLink(app: FastifyInstance, url: string, table: string): Promise<string> {
  return (await csvLinks(app, url)).find((href) => href.endsWith(`table=${table}`)) ?? 'no link'
}

async function linesOf(app: FastifyInstance, url: string): Promise<string[]> {
  const answer = await app.inject({ url })
  t.equal(answer.statusCode, 200, url)
  t.match(answer.headers, { 'content-type': /^text\/csv/, 'content-disposition': /^attachment; filename="[\w-]+\.csv"$/ })
  return answer.body.trimEnd().split('\r\n')
}

t.test('every table of a page can be had as CSV', async (t) => {
  const prices = memoryPriceStore()
  await prices.append(OWN_PRICE_RECORDS)
  const app = await appOf(await storeWithUsage(), { prices })
  for (const url of PAGES) {
    const { body } = await app.inject({ url })
    const links = await csvLinks(app, url)
    const panels = body.split('<section ').filter((panel) => /<table class="(?!movers)/.test(panel))
    for (const panel of panels) t.match(panel, 'format=csv', `${url}: ${panel.slice(0, 40)}`)
    for (const link of links) t.ok((await linesOf(app, link)).length > 0, link)
  }
})

async function storeWithCallers(count: number) {
  const store = memoryUsageStore()
  const callers = Array.from({ length: count }, (_, index) => cellOf({
    caller: `${index % 2 === 0 ? 'even' : 'odd'} ${String(index).padStart(3, '0')}`, inputTokens: index,
    cost: { ...cellOf().cost, input: BigInt(index) * 10n ** 12n },
  }))
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T20', callers)])
  await store.noteSource({ ...SOURCE_A, newestEvent: '2026-11-23T20:35:30.000Z' })
  return store
}

t.test('it has all rows that match, not those of the page alone, in their order, with raw numbers', async (t) => {
  const app = await appOf(await storeWithCallers(60))
  const [heading, first, ...more] = await linesOf(app, await csvLink(app, '/callers?tz=UTC&page=2', 'dimension-table'))
  t.match(heading, /^Caller,Id,Labels,Cost \(USD\),Input \(USD\)/)
  t.match(first, /^odd 059,odd 059,person,0\.000059,0\.000059,/)
  t.equal(more.length, 59)
  const found = '/callers?tz=UTC&find=even&sort=name&dir=asc&columns=calls'
  const [columns, ...rows] = await linesOf(app, await csvLink(app, found, 'dimension-table'))
  t.equal(columns, 'Caller,Id,Labels,Cache read (USD),Write 5 min (USD),Write 1 h (USD),Calls,Read tokens,5 min tokens,1 h tokens', 'the cache always')
  t.equal(rows.length, 30)
  t.equal(rows[0], 'even 000,even 000,person,0,0,0,1,0,0,0')
})

t.test('charts have their exact numbers, by the instant that each period begins at', async (t) => {
  const app = await appOf(await storeWithUsage())
  const [heading = '', ...rows] = await linesOf(app, '/?range=7d&tz=Asia/Kolkata&format=csv&table=trend')
  t.match(heading, /^Day \(/)
  t.match(heading, 'Claude Sonnet 4.6 (USD)')
  t.ok(rows.every((row) => /^2026-11-\d\dT\d\d:\d\d:00\+05:30,/.test(row)), String(rows[0]))
  const sum = rows.flatMap((row) => row.split(',').slice(1)).reduce((all, text) => all + Number(text), 0)
  t.equal(sum, 12)
  t.strictSame(await linesOf(app, '/?tz=UTC&format=csv&table=by-caller'), [
    'Caller,Id,Labels,Cost (USD),Calls,Tokens,Errors', 'alice@example.com,alice@example.com,person,8,4,4400,0', 'batch,batch,role,3,4,9000,1',
    `"evil""><img src=x onerror=alert(1)>'&","evil""><img src=x onerror=alert(1)>'&",IAM user,1,2,100,0`,
  ])
})

t.test('times have the offset of the zone that the page is in', async (t) => {
  const app = await appOf(await storeWithCallers(1))
  for (const [zone, time] of [['UTC', '2026-11-23T20:35:30Z'], ['Asia/Kolkata', '2026-11-24T02:05:30+05:30'], ['America/New_York', '2026-11-23T15:35:30-05:00']] as const) {
    t.ok((await linesOf(app, await csvLink(app, `/accounts?tz=${zone}`, 'accounts-table')))[1]?.endsWith(`,${time}`), zone)
  }
})

t.test('no text in it is a formula', async (t) => {
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T20', ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'].map((caller) => cellOf({ caller })))])
  const app = await appOf(store)
  const { body } = await app.inject({ url: '/callers?tz=UTC&format=csv&table=dimension-table' })
  t.notMatch(body, /(^|,|\n)"?[=+@\t]/)
  for (const text of ["'=1+1", "'+1", "'-1", "'@SUM(A1)"]) t.ok(body.includes(`\n${text},${text},`), text)
})

t.test('a table that the page does not have is said to be none', async (t) => {
  const app = await appOf(await storeWithUsage())
  for (const query of ['format=csv', 'table=dimension-table', 'format=csv&table=nothing', 'format=xml&table=dimension-table', 'format=csv&table=a&table=b']) {
    t.equal((await app.inject({ url: `/models?${query}` })).statusCode, 400, query)
  }
})
