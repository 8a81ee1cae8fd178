import type { RouteOptions } from 'fastify'
import t from 'tap'
import { identityKey } from '../../domain/identity.ts'
import { NO_AUTH } from '../../server/auth/no-auth.ts'
import { NOW, quarantineOf, type AppOfOptions } from '../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { memoryInvocations } from '../fixtures/memory-invocations.ts'
import { memoryQueryHistory } from '../fixtures/memory-query-history.ts'
import { memoryTokens } from '../fixtures/memory-tokens.ts'
import { discountEdit, discountOf, heldOf } from '../fixtures/price-edits.ts'
import { CLAUDE_KEY, pricingApp } from '../fixtures/pricing-app.ts'
import { RUNNING, scriptedQueries, SUCCEEDED } from '../fixtures/scripted-queries.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'
import { Crawler } from './crawl/crawler.ts'
import { MARKS } from './crawl/payloads.ts'

/** What everything that has a name is called: something that means more than that, in some place or other. */
const NAMES = ['__proto__', 'constructor', 'toString', '=1+1', ...MARKS]

const LOCAL = { issuer: 'none', subject: 'local' }

/** A query that is under way when it is looked at first, and then has ended. */
async function oneQuery() {
  const queries = scriptedQueries(SUCCEEDED, { columns: NAMES.map((name) => ({ name, isNumber: false })), rows: [NAMES], isCut: false })
  let asked = 0
  queries.state = async () => (asked++ < 5 ? RUNNING : SUCCEEDED)
  const queryHistory = memoryQueryHistory()
  await queryHistory.update({
    id: 'one', user: identityKey(LOCAL), by: NAMES.join(' '), sql: `SELECT '${NAMES.join(' ')}'`, sqlHash: 'abc', startedAt: NOW.toISOString(),
    engineId: 'engine', status: 'running', endedAt: null, scannedBytes: 1, reason: null,
  })
  return { queries, queryHistory }
}

/** A server with all that pages may show, badly named. */
async function fullApp(options: AppOfOptions = {}) {
  const routes: RouteOptions[] = []
  // What is recorded at one and the same instant is one record.
  let nowMs = NOW.getTime()
  const clock = () => new Date(nowMs++)
  const tokens = memoryTokens(clock)
  await tokens.add({
    id: 'one', hash: 'abc', name: NAMES.join(' '), owner: { ...LOCAL, name: 'local', email: null, groups: NAMES },
    createdAtMs: nowMs, expiresAtMs: nowMs * 2, lastUsedDay: null,
  })
  const { app, prices, usage } = await pricingApp({
    clock,
    authenticator: { ...NO_AUTH, register: async (app) => void app.addHook('onRoute', (route) => { routes.push(route) }) },
    quarantine: quarantineOf(...NAMES.map((name) => ({
      key: `s3://logs/AWSLogs/111122223333/${name}`, at: '2026-11-23T20:00:00Z', lines: [{ line: 1, reason: 'not_json', field: name }] as const,
    }))),
    invocations: memoryInvocations(NAMES.map((name, index) => usageEventOf({
      request_id: `${name}-${index}`, ts: '2026-11-23T17:00:00.000Z', account_id: SOURCE_A.accountId, region: SOURCE_A.region, model_id: name, caller: name, identity_arn: name,
      tags: JSON.stringify({ team: name }), error_code: name,
    }))),
    ...await oneQuery(),
    tokens,
    ...options,
  })
  await prices.edit(discountEdit(discountOf()))
  await prices.saveHeld(heldOf(CLAUDE_KEY))
  await usage.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T17', NAMES.map((name) => cellOf({
    model: name, caller: name, errorCode: name, modelScope: name, serviceTier: name, tags: `{"__proto__":"x","<b>":${JSON.stringify(name)}}`,
  })))])
  return { app, routes, prices }
}

t.test('whatever is asked for, no answer fails, repeats it as code, or tells of the inside', async (t) => {
  const { app, routes, prices } = await fullApp()
  const crawler = new Crawler(app, routes)
  const { version } = await prices.read()
  await crawler.follow()
  await crawler.attackFields('GET')
  await crawler.attackHeaders()
  await crawler.attackPaths()
  t.equal((await prices.read()).version, version, 'what is to change nothing changes nothing')
  await crawler.submit()
  await crawler.attackFields('POST')
  await crawler.attackBodies()
  t.ok((await prices.read()).version > version, 'some forms were filled well enough to change something')
  await crawler.revisit()

  t.strictSame(crawler.unseen, [], 'every route was asked for')
  for (const [fault, requests] of crawler.faults) t.strictSame([fault, requests.slice(0, 3)], [], `${requests.length} requests`)
  t.comment(`${crawler.requests} requests to ${crawler.places.length} places`)
})

t.test('a viewer is led to nothing that is not theirs', async (t) => {
  const { app, routes } = await fullApp({ access: { accounts: [SOURCE_A.accountId], callers: 'all' } })
  const others: string[] = []
  app.addHook('onSend', async (request, _reply, payload) => {
    if (typeof payload === 'string' && payload.includes(SOURCE_B.accountId)) others.push(request.url)
    return payload
  })
  const crawler = new Crawler(app, routes)
  await crawler.follow()
  t.strictSame(others, [])
  t.strictSame([...crawler.faults], [])
  t.ok(crawler.places.includes('GET /accounts'))
})
