import t from 'tap'
import { LOCAL_LIMITS } from '../../../server/limits.ts'
import { appOf, storeWithUsage } from '../../fixtures/app.ts'

const PUBLIC = { config: { access: 'public' } } as const
const FRAGMENT = { 'hx-request': 'true', 'hx-target': 'div#view' }
const SECRET = 'secret-table-name'

/** A server that fails in every way that there is a status for. */
async function failingApp() {
  const app = await appOf(await storeWithUsage())
  for (const status of [400, 401, 403, 404, 405, 408, 409, 413, 414, 415, 422, 429, 500, 502, 503]) {
    app.get(`/fails/${status}`, PUBLIC, async () => {
      throw Object.assign(new Error(`${SECRET} is not reachable`), { statusCode: status })
    })
  }
  app.get('/fails/thrown', PUBLIC, async () => { throw SECRET as unknown as Error })
  await app.ready()
  return app
}

t.test('every failure is a page, a fragment or a problem document, without anything of the inside', async (t) => {
  const app = await failingApp()
  const paths = [...app.methodsByPattern.keys()].filter((path) => path.startsWith('/fails/'))
  t.ok(paths.length > 14)
  for (const url of paths) {
    const status = Number(url.replace('/fails/', '').replace('thrown', '500'))
    const page = await app.inject({ url, headers: { accept: 'text/html,application/json' } })
    t.match(page, { statusCode: status, headers: { 'content-type': /^text\/html/, 'x-request-id': /^[0-9a-f-]{36}$/, 'cache-control': 'no-store' } }, url)
    t.match(page.body, '<!doctype html>', url)
    t.match(page.body, String(page.headers['x-request-id']), 'the page names its request')
    const fragment = await app.inject({ url, headers: FRAGMENT })
    t.match(fragment.body, /^<section id="view"/, url)
    const problem = await app.inject({ url, headers: { accept: 'application/json' } })
    t.match(problem.headers['content-type'], 'application/problem+json', url)
    t.match(problem.json(), { type: 'about:blank', title: /./, status, detail: /./, requestId: problem.headers['x-request-id'] }, url)
    for (const { body } of [page, fragment, problem]) t.notMatch(body, new RegExp(`${SECRET}|node_modules|\\bat .*\\.ts:`), url)
  }
})

t.test('an address that is there says what it takes, and one that is not says that', async (t) => {
  const app = await appOf(await storeWithUsage())
  app.get('/things/:id/parts', PUBLIC, async () => 'parts')
  app.delete('/things/:id/parts', PUBLIC, async () => 'gone')
  const headers = { 'sec-fetch-site': 'same-origin' }
  const cases = [
    ['POST', '/', 405, 'GET, HEAD'], ['DELETE', '/healthz', 405, 'GET, HEAD'], ['PUT', '/things/7/parts', 405, 'DELETE, GET, HEAD'],
    ['OPTIONS', '/models', 405, 'GET, HEAD'], ['POST', '/things//parts', 404, undefined], ['POST', '/things/7', 404, undefined],
    ['GET', '/constructor', 404, undefined], ['GET', '/__proto__', 404, undefined],
  ] as const
  for (const [method, url, status, allow] of cases) {
    const answer = await app.inject({ method, url, headers })
    t.match([answer.statusCode, answer.headers.allow], [status, allow], `${method} ${url}`)
  }
})

t.test('what cannot be read is refused as what it is', async (t) => {
  const app = await appOf(await storeWithUsage())
  const post = (type: string | null, payload: string) => app.inject({
    method: 'POST', url: '/pricing/price', payload, headers: { 'sec-fetch-site': 'same-origin', ...type !== null && { 'content-type': type } },
  })
  const cases: [string | null, string, number][] = [
    ['application/json', '{"model":', 400], ['application/json', '', 400], ['application/xml', '<a/>', 415], ['multipart/form-data; boundary=a', '--a--', 415],
    ['application/json', `"${'a'.repeat(70_000)}"`, 413], ['application/json', '{"__proto__": {"a": 1}}', 400],
  ]
  for (const [type, payload, status] of cases) t.equal((await post(type, payload)).statusCode, status, `${type} ${payload.slice(0, 20)}`)
})

t.test('a process that is too busy says when to come back, but still that it lives', async (t) => {
  const app = await appOf(await storeWithUsage(), { limits: { ...LOCAL_LIMITS, eventLoopDelayMs: 1 } })
  await app.ready()
  // Every look at the clock finds the event loop late: it is held until it was looked at.
  while (!app.isUnderPressure()) {
    const untilMs = performance.now() + 200
    while (performance.now() < untilMs);
    await new Promise((resolve) => setImmediate(resolve))
  }
  const page = await app.inject('/')
  t.match(page, { statusCode: 503, headers: { 'retry-after': /^\d+$/ }, body: /more to do than it can do/ })
  t.equal((await app.inject('/healthz')).statusCode, 200)
})
