import { Writable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { appOf, NOVA, storeWithUsage } from '../fixtures/app.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'

const broken = () => ({
  ...memoryUsageStore(),
  listSources: async () => { throw new Error('secret-table-name is not reachable') },
  lastRun: async () => { throw new Error('secret-table-name is not reachable') },
})

t.test('the policy allows this origin only, and scripts and styles of this response only', async (t) => {
  const app = await appOf(await storeWithUsage())
  const pages = [await app.inject({ url: '/' }), await app.inject({ url: '/' })]
  const policies = pages.map((page) => String(page.headers['content-security-policy']))
  for (const policy of policies) {
    t.match(policy, /^default-src 'none';script-src 'self' 'nonce-\w+';style-src 'self' 'nonce-\w+';/)
    t.match(policy, "frame-ancestors 'none'")
    t.notMatch(policy, /unsafe|https:|upgrade-insecure-requests/)
  }
  t.not(policies[0], policies[1], 'nonces are used once')
  t.notOk(pages[0]?.headers['strict-transport-security'])
  const style = /style-src 'self' 'nonce-(\w+)'/.exec(policies[0] ?? '')?.[1]
  t.match(pages[0]?.body, `nonce="${style}"`)
})

t.test('pages hold no inline script, style or handler', async (t) => {
  const app = await appOf(await storeWithUsage())
  const { body } = await app.inject({ url: `/?model=${NOVA}` })
  // What a value holds is text, whatever it looks like.
  const tags = [...body.replace(/="[^"]*"/g, '=""').matchAll(/<[^>]*>/g)].join('\n')
  t.notMatch(tags, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/i)
  t.notMatch(body, /(src|href)="(https?:)?\/\//, 'nothing comes from elsewhere')
})

t.test('all that a page loads is served, for good', async (t) => {
  const app = await appOf(await storeWithUsage())
  const { body } = await app.inject({ url: '/' })
  const urls = [...body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
  t.ok(urls.length >= 7)
  for (const url of urls) {
    const asset = await app.inject({ url })
    t.equal(asset.statusCode, 200, url)
    t.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable')
  }
})

t.test('a first visit weighs 250 kB at most', async (t) => {
  const app = await appOf(await storeWithUsage())
  const headers = { 'accept-encoding': 'gzip' }
  const page = await app.inject({ url: '/', headers })
  t.equal(page.headers['content-encoding'], 'gzip')
  t.match(page.headers.vary, /Accept-Encoding/)
  const body = gunzipSync(page.rawPayload).toString('utf8')
  let bytes = page.rawPayload.length
  for (const [, url] of body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
    bytes += (await app.inject({ url: url ?? '', headers })).rawPayload.length
  }
  t.ok(bytes < 250_000, `${bytes} bytes`)
})

t.test('who refuses gzip gets none', async (t) => {
  const app = await appOf(await storeWithUsage())
  for (const encoding of ['', 'br', 'gzip;q=0', 'identity, gzip;q=0.0']) {
    const page = await app.inject({ url: '/', headers: { 'accept-encoding': encoding } })
    t.notOk(page.headers['content-encoding'], encoding)
    t.match(page.body, '<!doctype html>')
  }
})

t.test('an unknown address is a 404 page that names it as text', async (t) => {
  const app = await appOf(await storeWithUsage())
  const page = await app.inject({ url: '/<b>nowhere</b>?secret=1' })
  t.equal(page.statusCode, 404)
  t.match(page.headers['content-type'], 'text/html')
  t.notMatch(page.body, '<b>nowhere')
  t.notMatch(page.body, 'secret')
})

t.test('a failure says nothing of the inside, but its id, as a page and as a region', async (t) => {
  const app = await appOf(broken())
  const page = await app.inject({ url: '/' })
  t.equal(page.statusCode, 503)
  t.notMatch(page.body, 'secret-table-name')
  t.match(page.body, /Request <code>[0-9a-f-]{36}<\/code>/)
  t.match(page.body, '<!doctype html>')
  const part = await app.inject({ url: '/?range=7d', headers: { 'hx-request': 'true', 'hx-target': 'div#view' } })
  t.equal(part.statusCode, 503)
  t.notMatch(part.body, /<!doctype|secret-table-name/)
  t.match(part.body, /^<div id="view"/)
  t.match(part.body, 'href="/?range=7d">Try again')
})

t.test('the store may come back', async (t) => {
  const store = await storeWithUsage()
  let failures = 1
  const app = await appOf({ ...store, listSources: async () => {
    if (failures-- > 0) throw new Error('not now')
    return store.listSources()
  } })
  t.equal((await app.inject({ url: '/' })).statusCode, 503)
  t.equal((await app.inject({ url: '/' })).statusCode, 200)
})

t.test('health tells whether the process answers, readiness whether its store does', async (t) => {
  const well = await appOf(await storeWithUsage())
  const ill = await appOf(broken())
  t.equal((await well.inject({ url: '/healthz' })).statusCode, 200)
  t.equal((await well.inject({ url: '/readyz' })).statusCode, 200)
  t.equal((await ill.inject({ url: '/healthz' })).statusCode, 200)
  const unready = await ill.inject({ url: '/readyz' })
  t.equal(unready.statusCode, 503)
  t.notMatch(unready.body, 'secret-table-name')
})

t.test('the log has paths, and neither queries nor headers', async (t) => {
  let log = ''
  const stream = new Writable({ write(chunk: Buffer, _encoding, done) {
    log += chunk.toString('utf8')
    done()
  } })
  const app = await appOf(await storeWithUsage(), { logger: { level: 'info', stream } })
  await app.inject({ url: '/?caller=alice%40example.com', headers: { authorization: 'Bearer s3cret', cookie: 'id=s3cret' } })
  t.match(log, '"path":"/"')
  t.notMatch(log, /alice|s3cret/)
})
