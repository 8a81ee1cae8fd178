import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { busyStore } from '../fixtures/busy-store.ts'

interface Dollar {
  readonly href: string
  /** As its title tells it, without zeros at the end. */
  readonly exact: string
}

const LINK = /title="([^"]*)"[^>]*>(?:<strong[^>]*>)?<a class="explain" href="([^"]+)">/g
const NUMBER = /^(\$[\d.]*\d)/

function dollarsOf(body: string): Dollar[] {
  const found = [...body.matchAll(LINK)].map(([, title = '', href = '']) => ({
    href: href.replaceAll('&amp;', '&'), exact: NUMBER.exec(title)?.[1] ?? title,
  }))
  return [...new Map(found.map((dollar) => [`${dollar.href} ${dollar.exact}`, dollar])).values()]
}

/** What an address says that the dollar is made of, without zeros at the end. */
async function explained(app: FastifyInstance, url: string): Promise<string> {
  const { body } = await app.inject({ url, headers: { 'hx-request': 'true', 'hx-target': 'section#explain' } })
  const sum = /Adds up to<\/dt><dd>([^<]*)</.exec(body)?.[1] ?? body.slice(0, 500)
  return sum.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}

/** Some of many, always the same. */
function sampleOf<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, Math.ceil(all.length / count))
  return all.filter((_, index) => index % step === 0)
}

async function compare(t: Test, app: FastifyInstance, url: string, least: number): Promise<void> {
  const { body, statusCode } = await app.inject({ url })
  t.equal(statusCode, 200, url)
  const dollars = dollarsOf(body)
  t.ok(dollars.length >= least, `${url} explains ${dollars.length} dollars`)
  for (const { href, exact } of sampleOf(dollars, 60)) t.equal(await explained(app, href), exact, `${url}: ${href}`)
}

t.test('whatever dollar is explained, on whichever page, the explanation adds up to it', async (t) => {
  const app = await appOf(await busyStore({ models: 13, callers: 40 }))
  const cases: [url: string, least: number][] = [
    ['/?tz=UTC&range=24h', 300], ['/?range=24h&tz=Asia/Kolkata&granularity=day&not-model=amazon.nova-lite-v1:0', 50],
    ['/?range=mtd&tz=America/New_York&metric=calls', 25], ['/models?range=24h', 60], ['/models?range=24h&show=donut', 40],
    ['/callers?range=24h&account=111122223333&show=table', 60], ['/callers?range=24h&group=callerKind', 5], ['/models?range=24h&group=modelScope', 5],
    ['/errors?range=24h', 15], ['/errors?range=24h&code=ThrottlingException', 15], ['/accounts?range=24h&tz=UTC', 60],
  ]
  for (const [url, least] of cases) await compare(t, app, url, least)
})

t.test('so it does where a month is compared with the one before', async (t) => {
  const app = await appOf(await storeWithUsage(), { clock: () => new Date('2026-12-20T12:00:00Z') })
  await compare(t, app, '/?range=last-month&tz=UTC', 10)
  await compare(t, app, '/?range=mtd&tz=UTC', 0)
})

t.test('a chart over very many times explains its sums, and not each of its numbers', async (t) => {
  const app = await appOf(await busyStore({ models: 3, callers: 6 }))
  const { body } = await app.inject({ url: '/?range=30d&granularity=hour&tz=UTC' })
  const table = /<section id="trend"[\s\S]*?<\/section>/.exec(body)?.[0] ?? ''
  const rows = [...table.matchAll(/<tr><th scope="row">[\s\S]*?<\/tr>/g)].map(([row]) => row).filter((row) => row.includes('class="explain"'))
  for (const row of rows.slice(0, -1)) t.equal(row.split('class="explain"').length, 2, 'only the sum')
  t.equal(rows.at(-1)?.split('class="explain"').length, 5, 'every sum of the last row')
})
