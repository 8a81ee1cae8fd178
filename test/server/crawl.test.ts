import type { RouteOptions } from 'fastify'
import t from 'tap'
import { NO_AUTH } from '../../server/auth/no-auth.ts'
import { NOW } from '../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'
import { discountEdit, discountOf, heldOf } from '../fixtures/price-edits.ts'
import { CLAUDE_KEY, pricingApp } from '../fixtures/pricing-app.ts'
import { Crawler } from './crawl/crawler.ts'
import { MARKS } from './crawl/payloads.ts'

/** Names that are code in some place or other, of everything that has a name. */
const NAMES = ['__proto__', 'constructor', 'toString', '=1+1', ...MARKS]

/** A server with all that pages may show, some of it badly named. */
async function fullApp() {
  const routes: RouteOptions[] = []
  // What is recorded at one and the same instant is one record.
  let nowMs = NOW.getTime()
  const { app, prices, usage } = await pricingApp({
    clock: () => new Date(nowMs++),
    authenticator: { ...NO_AUTH, register: async (app) => void app.addHook('onRoute', (route) => { routes.push(route) }) },
  })
  await prices.edit(discountEdit(discountOf()))
  await prices.saveHeld(heldOf(CLAUDE_KEY))
  await usage.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T17', NAMES.map((name) => cellOf({
    model: name, caller: name, errorCode: name, modelScope: name, serviceTier: name, tags: `{"__proto__":"x","<b>":${JSON.stringify(name)}}`,
  })))])
  await app.ready()
  return { app, routes, prices }
}

t.test('whatever is asked for, no answer fails, repeats it as code, or tells of the inside', async (t) => {
  const { app, routes, prices } = await fullApp()
  const crawler = new Crawler(app, routes)
  const { version } = await prices.read()
  const times: string[] = []
  const step = async (name: string, body: () => Promise<void>) => {
    const t0 = performance.now(); const n0 = crawler.requests
    await body()
    times.push(`${name} ${crawler.requests - n0} ${Math.round(performance.now() - t0)} ms`)
  }
  await step('follow', () => crawler.follow())
  await step('GET', () => crawler.attackFields('GET'))
  await step('headers', () => crawler.attackHeaders())
  await step('paths', () => crawler.attackPaths())
  t.equal((await prices.read()).version, version, 'nothing is changed by what is to change nothing')
  await step('submit', () => crawler.submit())
  await step('POST', () => crawler.attackFields('POST'))
  await step('bodies', () => crawler.attackBodies())

  t.ok((await prices.read()).version > version, 'some forms were filled well enough to change something')
  await step('after', () => crawler.follow())
  t.comment(times.join('\n'))
  t.comment(crawler.places.join('\n'))
  const kinds = new Map<string, string[]>()
  for (const fault of crawler.faults) { const k = fault.slice(0, fault.indexOf(': ')); kinds.set(k, [...(kinds.get(k) ?? []), fault]) }
  for (const [k, all] of kinds) t.comment(`${k} × ${all.length}\n   ${all.slice(0, 6).map(x=>x.slice(0,220)).join('\n   ')}`)
  t.equal(crawler.faults.length, 0)
})
