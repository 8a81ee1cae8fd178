import type { LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { appOf, storeWithUsage } from '../../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A } from '../../fixtures/bucket.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'

interface Answer {
  readonly rows: { readonly caller: string; readonly calls: number }[]
  readonly next: string | null
}

const HOUR = '2026-11-23T20'

async function storeWithCallers(count: number) {
  const store = memoryUsageStore()
  const callers = Array.from({ length: count }, (_, index) => cellOf({ caller: `caller ${index}`, inputTokens: index }))
  await store.put([bucketOf(SOURCE_A, 'hour', HOUR, callers)])
  return store
}

t.test('pages add up to the whole, each leading to the next', async (t) => {
  const app = await appOf(await storeWithCallers(25))
  const callers: string[] = []
  let url: string | null = '/api/v1/usage?group=caller&limit=10'
  for (let pages = 0; url !== null && pages < 9; pages++) {
    const answer: LightMyRequestResponse = await app.inject({ url })
    const { rows, next } = answer.json<Answer>()
    callers.push(...rows.map(({ caller }) => caller))
    const link: string | null = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers.link ?? ''))?.[1] ?? null
    t.equal(link === null, next === null)
    url = link
  }
  const whole = (await app.inject({ url: '/api/v1/usage?group=caller' })).json<Answer>()
  t.strictSame(callers, whole.rows.map(({ caller }) => caller))
  t.equal(new Set(callers).size, 25)
  t.equal(whole.next, null)
})

t.test('a cursor of rows that have changed is refused, so that no page is of other rows than the first', async (t) => {
  let at = new Date('2026-11-23T20:41:00Z')
  const store = await storeWithCallers(3)
  const app = await appOf(store, { clock: () => at })
  const first = (await app.inject({ url: '/api/v1/usage?group=caller&limit=2' })).json<Answer>()
  const second = `/api/v1/usage?group=caller&limit=2&cursor=${first.next}`
  t.equal((await app.inject({ url: second })).statusCode, 200)
  t.equal((await app.inject({ url: `/api/v1/usage?group=model&limit=2&cursor=${first.next}` })).statusCode, 409, 'of another query')
  await store.put([bucketOf(SOURCE_A, 'hour', HOUR, [cellOf({ caller: 'another' })])])
  at = new Date('2026-11-23T20:42:00Z')
  const answer = await app.inject({ url: second })
  t.equal(answer.statusCode, 409)
  t.match(answer.headers['content-type'], 'application/problem+json')
})

t.test('what a client knows is not sent again', async (t) => {
  let at = new Date('2026-11-23T20:41:00Z')
  const store = await storeWithUsage()
  const app = await appOf(store, { clock: () => at })
  for (const query of ['group=model', 'group=model&format=csv']) {
    const url = `/api/v1/usage?${query}&range=7d`
    const { headers } = await app.inject({ url })
    t.match(headers, { 'cache-control': 'private, no-cache', etag: /^W\/"/ })
    const known = [String(headers.etag), `"other", ${String(headers.etag)}`, String(headers.etag).slice(2), '*']
    for (const etag of known) {
      const again = await app.inject({ url, headers: { 'if-none-match': etag } })
      t.strictSame([again.statusCode, again.body], [304, ''], etag)
      t.equal(again.headers.etag, headers.etag)
    }
    t.equal((await app.inject({ url, headers: { 'if-none-match': '"other"' } })).statusCode, 200)
  }
  const { headers } = await app.inject({ url: '/api/v1/usage' })
  await store.put([bucketOf(SOURCE_A, 'hour', HOUR, [cellOf()])])
  at = new Date('2026-11-23T20:41:05Z')
  t.equal((await app.inject({ url: '/api/v1/usage', headers: { 'if-none-match': String(headers.etag) } })).statusCode, 200, 'news')
})

t.test('the form is what the query says, else what the client takes', async (t) => {
  const app = await appOf(await storeWithUsage())
  const cases: [query: string, accept: string, type: string][] = [
    ['', '*/*', 'application/json'], ['', 'text/csv', 'text/csv'], ['', 'text/csv, application/json', 'application/json'], ['', 'text/html', 'application/json'],
    ['?format=csv', 'application/json', 'text/csv'], ['?format=json', 'text/csv', 'application/json'],
  ]
  for (const [query, accept, type] of cases) {
    const { headers } = await app.inject({ url: `/api/v1/usage${query}`, headers: { accept } })
    t.match(headers['content-type'], type, `${query} ${accept}`)
    t.match(headers['vary'], /Accept.*Authorization/)
  }
})

t.test('a CSV of many rows is sent whole, as it is made, and no text in it is a formula', async (t) => {
  const app = await appOf(await storeWithCallers(6001))
  const { body, headers } = await app.inject({ url: '/api/v1/usage?group=caller&format=csv' })
  const lines = body.trimEnd().split('\r\n')
  t.equal(lines.length, 6002)
  t.equal(new Set(lines).size, 6002)
  t.match(headers['content-disposition'], 'attachment; filename="usage.csv"')
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', HOUR, [cellOf({ caller: '=1+1' }), cellOf({ caller: '@SUM(A1)' })])])
  const formulas = (await (await appOf(store)).inject({ url: '/api/v1/callers?format=csv' })).body
  t.ok(formulas.includes("\r\n'=1+1,"))
  t.ok(formulas.includes("\r\n'@SUM(A1),"))
})
