import t from 'tap'
import { appOf, storeWithUsage } from '../../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A } from '../../fixtures/bucket.ts'
import { memoryUsageStore, type MemoryUsageStore } from '../../fixtures/memory-usage-store.ts'

const NO_COST = cellOf().cost

/** 20 calls: 4 throttled, 2 wrong, 1 failed by the service after it put out $2 worth. */
async function storeWithFailures(): Promise<MemoryUsageStore> {
  const store = memoryUsageStore()
  await store.put([
    bucketOf(SOURCE_A, 'hour', '2026-11-23T19', [
      cellOf({ caller: 'a', calls: 13 }),
      cellOf({ caller: 'a', calls: 3, errorCode: 'ThrottlingException', billed: false }),
      cellOf({ caller: 'b', calls: 1, errorCode: 'ThrottlingException', billed: false }),
    ]),
    bucketOf(SOURCE_A, 'hour', '2026-11-23T18', [
      cellOf({ caller: 'b', calls: 2, errorCode: 'ValidationException', billed: false }),
      cellOf({ caller: 'b', calls: 1, errorCode: 'ModelStreamErrorException', outputTokens: 9, cost: { ...NO_COST, output: 2n * 10n ** 18n } }),
    ]),
  ])
  await store.noteSource({ ...SOURCE_A, newestEvent: '2026-11-23T19:35:00.000Z' })
  return store
}

function section(body: string, id: string): string {
  return new RegExp(`<section id="${id}"[^]*?</section>`).exec(body)?.[0] ?? ''
}

function rowOf(html: string, name: string): string[] {
  const row = [...html.matchAll(/<tr[^>]*>[^]*?<\/tr>/g)].map(([text]) => text).find((text) => text.includes(`>${name}<`)) ?? ''
  return [...row.matchAll(/<td[^>]*>(?:<a[^>]*>)?([^<]*)/g)].map((match) => match[1] ?? '')
}

t.test('failures by code, model and caller, throttling apart, and what they cost', async (t) => {
  const app = await appOf(await storeWithFailures())
  const { body } = await app.inject({ url: '/errors?tz=UTC&range=24h' })
  for (const text of ['title="7 of 20 calls"', 'title="4 of 20 calls"', 'title="2 of 20 calls"', 'title="1 of 20 calls"', '$2.00']) {
    t.ok(section(body, 'errors-summary').includes(text), text)
  }
  const codes = section(body, 'errors-codes')
  t.same(rowOf(codes, 'ThrottlingException'), ['4', '57.1%', '20%', '1', '2', '$0.00'])
  t.same(rowOf(codes, 'ModelStreamErrorException'), ['1', '14.3%', '5%', '1', '1', '$2.00'])
  t.same(rowOf(codes, 'Total'), ['7', '100%', '35%', '1', '2', '$2.00'])
  t.match(codes, /href="\/explain\?range=24h&amp;error=ModelStreamErrorException"/)
  t.match(codes, /<tfoot>[^]*href="\/explain\?range=24h&amp;error=any"/)
  t.same(rowOf(section(body, 'errors-callers'), 'b'), ['4', '100%', '1', '2', '1', '4', '$2.00'])
  t.same(rowOf(section(body, 'errors-callers'), 'a'), ['3', '18.8%', '3', '0', '0', '16', '$0.00'])
  t.same(rowOf(section(body, 'errors-models'), 'Total'), ['7', '35%', '4', '2', '1', '20', '$2.00'])
})

t.test('a click on a code leaves only its failures, and another takes that back', async (t) => {
  const app = await appOf(await storeWithFailures())
  t.match(section((await app.inject({ url: '/errors?range=24h' })).body, 'errors-codes'), 'href="/errors?range=24h&amp;code=ValidationException"')
  const { body } = await app.inject({ url: '/errors?range=24h&code=ValidationException' })
  t.same(rowOf(section(body, 'errors-callers'), 'b'), ['2', '50%', '0', '2', '0', '4', '$0.00'])
  t.same(rowOf(section(body, 'errors-codes'), 'ThrottlingException'), ['4', '57.1%', '20%', '1', '2', '$0.00'], 'codes are still all there')
  t.match(section(body, 'errors-trend'), /Only calls that ended in <strong>ValidationException<\/strong>. <a href="\/errors\?range=24h"/)
})

t.test('over time failures are counted, or set against the calls', async (t) => {
  const app = await appOf(await storeWithFailures())
  const count = section((await app.inject({ url: '/errors?tz=UTC&range=24h' })).body, 'errors-trend')
  t.same(rowOf(count, '23 Nov, 18:00'), ['0', '2', '1', '3'])
  t.same(rowOf(count, '23 Nov, 19:00'), ['4', '0', '0', '4'])
  const rate = section((await app.inject({ url: '/errors?tz=UTC&range=24h&metric=rate' })).body, 'errors-trend')
  t.same(rowOf(rate, '23 Nov, 18:00'), ['0%', '100%'])
  t.same(rowOf(rate, '23 Nov, 19:00'), ['23.5%', '0%'])
  t.same(rowOf(rate, '23 Nov, 17:00'), ['–', '–'], 'nothing of nothing')
})

t.test('the tables are sorted each by itself', async (t) => {
  const app = await appOf(await storeWithFailures())
  const { body } = await app.inject({ url: '/errors?range=24h&caller-sort=name&caller-dir=desc' })
  const order = [...section(body, 'errors-callers').matchAll(/title="(\w): only/g)].map((match) => match[1])
  t.same(order, ['b', 'a'])
  t.match(section(body, 'errors-callers'), /aria-sort="descending"[^>]*><a href="[^"]*">Caller/)
  t.match(section(body, 'errors-models'), /aria-sort="descending"[^>]*><a href="[^"]*">Failed/)
})

t.test('every panel alone is, byte for byte, what it is in the page', async (t) => {
  const app = await appOf(await storeWithUsage())
  for (const url of ['/errors?tz=UTC', '/errors?code=ThrottlingException&metric=rate']) {
    const page = (await app.inject({ url })).body
    for (const region of ['errors-summary', 'errors-trend', 'errors-codes', 'errors-models', 'errors-callers']) {
      const part = await app.inject({ url, headers: { 'hx-request': 'true', 'hx-target': `section#${region}` } })
      t.ok(part.body.includes(`id="${region}"`) && page.includes(part.body), `${region} of ${url}`)
    }
  }
})

t.test('where nothing failed, the page says so with zeros', async (t) => {
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T19', [cellOf({ calls: 3 })])])
  await store.noteSource({ ...SOURCE_A, newestEvent: '2026-11-23T19:35:00.000Z' })
  const { body } = await (await appOf(store)).inject({ url: '/errors?tz=UTC' })
  t.match(section(body, 'errors-summary'), 'title="0 of 3 calls"')
  t.same(rowOf(section(body, 'errors-codes'), 'Total'), ['0', '–', '0%', '0', '0', '$0.00'])
})
