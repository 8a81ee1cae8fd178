import t from 'tap'
import { OWN_PRICE_RECORDS } from '../../domain/own-price-book.ts'
import type { PriceFeed } from '../../domain/price-ports.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { syncPricing } from '../../functions/sync-pricing.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'

const KEY = 'us.example.model-v1:0'
const entry = (input: number | string) => ({ litellm_provider: 'bedrock_converse', mode: 'chat', input_cost_per_token: input })

function open() {
  let now = '2026-07-18T05:00:00.000Z'
  let text = ''
  let revision: string | null = null
  const known: (string | null)[] = []
  const feed: PriceFeed = {
    async read(knownRevision) {
      known.push(knownRevision)
      return knownRevision !== null && knownRevision === revision ? null : { text, revision }
    },
  }
  const ports = { feed, prices: memoryPriceStore(), usage: memoryUsageStore(), clock: () => new Date(now) }
  return {
    ...ports, known,
    sync: async (at: string, entries: object | string, newRevision: string | null = null) => {
      now = at
      text = typeof entries === 'string' ? entries : JSON.stringify(entries)
      revision = newRevision
      return syncPricing(ports)
    },
    ofFeed: async () => (await ports.prices.read()).records.filter(({ source }) => source === 'litellm'),
  }
}

const dated = (records: readonly PriceRecord[]) => records.map(({ effectiveFrom, fields }) => [effectiveFrom, fields['input_cost_per_token']])
const [DAY1, DAY2, DAY3] = ['2026-07-18T05:00:00.000Z', '2026-07-19T05:00:00.000Z', '2026-07-20T05:00:00.000Z'] as const

t.test('only what has changed is added, from now on', async (t) => {
  const { sync, ofFeed, prices } = open()
  t.same(await sync(DAY1, { [KEY]: entry(0.000003), 'gpt-x': { litellm_provider: 'openai', input_cost_per_token: 1 } }), { added: 1, rejected: 0 })
  const { version } = await prices.read()
  t.same(await sync(DAY2, { [KEY]: { ...entry(0.000003), max_tokens: 5 } }), { added: 0, rejected: 0 })
  t.equal((await prices.read()).version, version, 'nothing has to be priced anew')
  t.same(await sync(DAY3, { [KEY]: entry(0.000002) }), { added: 1, rejected: 0 })
  t.same(dated(await ofFeed()), [[DAY1, '0.000003'], [DAY3, '0.000002']])
  t.same(dated((await ofFeed()).filter(({ key }) => key !== KEY)), [])
})

t.test('a price that returns to what it was is a change as well', async (t) => {
  const { sync, ofFeed } = open()
  await sync(DAY1, { [KEY]: entry(1) })
  await sync(DAY2, { [KEY]: entry(2) })
  await sync(DAY3, { [KEY]: entry(1) })
  t.same(dated(await ofFeed()), [[DAY1, '1'], [DAY2, '2'], [DAY3, '1']])
})

const manual = (input: string): PriceRecord => {
  return { key: KEY, effectiveFrom: DAY1, recordedAt: DAY1, fields: { input_cost_per_token: input }, source: 'manual' }
}
const inForce = (records: readonly PriceRecord[]) => dated(records.filter(({ voidedAt }) => voidedAt === undefined))

t.test('a price entered by hand stays in force, and what the feed says is kept beside it', async (t) => {
  const { sync, prices, ofFeed } = open()
  await prices.append([manual('9')])
  await sync(DAY2, { [KEY]: entry(1) })
  await sync(DAY3, { [KEY]: entry(2) })
  t.same(inForce(await ofFeed()), [])
  t.same(dated(await ofFeed()), [[DAY2, '1'], [DAY3, '2']])
  const standing = new Set((await prices.read()).records.map((record) => JSON.stringify(record)))
  for (const record of [manual('9'), ...OWN_PRICE_RECORDS]) t.ok(standing.has(JSON.stringify(record)))
})

t.test('a record of the feed that was voided does not come back with the next file', async (t) => {
  const { sync, prices, ofFeed } = open()
  await prices.append([{ ...manual('1'), source: 'litellm', voidedAt: DAY2 }])
  await sync(DAY3, { [KEY]: entry(1) })
  t.same(inForce(await ofFeed()), [])
})

t.test('a price of the built-in list holds against the feed until the feed changes', async (t) => {
  const { sync, ofFeed } = open()
  const [own] = OWN_PRICE_RECORDS
  await sync(DAY1, { [own?.key ?? '']: entry(1) })
  t.same(inForce(await ofFeed()), [], 'its corrections are not lost to the first file')
  await sync(DAY2, { [own?.key ?? '']: entry(1) })
  t.equal((await ofFeed()).length, 1)
  await sync(DAY3, { [own?.key ?? '']: entry(2) })
  t.same(inForce(await ofFeed()), [[DAY3, '2']])
})

t.test('a key that the feed no longer lists keeps its price', async (t) => {
  const { sync, ofFeed } = open()
  await sync(DAY1, { [KEY]: entry(1), other: entry(1) })
  await sync(DAY2, { other: entry(1) })
  t.match((await ofFeed()).find(({ key }) => key === KEY), { effectiveFrom: DAY1 })
  t.equal((await ofFeed()).length, 2)
})

const BAD_FILES: [name: string, text: string | object, message: RegExp][] = [
  ['a web page', '<html>rate limited</html>', /web page/],
  ['cut off', '{"a": {"litellm_pro', /not JSON/],
  ['a list', '[]', /wants a JSON object/],
  ['a list without Bedrock', { 'gpt-x': { litellm_provider: 'openai', input_cost_per_token: 1 } }, /lists no price of Bedrock/],
]
for (const [name, text, message] of BAD_FILES) {
  t.test(`a file that is ${name} changes nothing and is told in the record of the run`, async (t) => {
    const { sync, prices, usage } = open()
    await sync(DAY1, { [KEY]: entry(1) }, '"1"')
    const before = await prices.read()
    await t.rejects(sync(DAY2, text, '"2"'), message)
    t.same(await prices.read(), before)
    t.match(await usage.lastRun('sync-pricing'), { outcome: 'failed', startedAt: DAY2, message, revision: '"1"' })
  })
}

t.test('an entry with a bad price is left out and named, and takes no other with it', async (t) => {
  const { sync, ofFeed, usage } = open()
  t.same(await sync(DAY1, { [KEY]: entry(1), bad: entry('free'), worse: entry(-1) }), { added: 1, rejected: 2 })
  t.same((await ofFeed()).map(({ key }) => key), [KEY])
  t.match(await usage.lastRun('sync-pricing'), { outcome: 'ok', message: /^left out for bad prices: bad: .*; worse: / })
})

t.test('a feed that has not changed since it was taken over is not read again', async (t) => {
  const { sync, known, usage } = open()
  await sync(DAY1, { [KEY]: entry(1) }, '"1"')
  await sync(DAY2, { [KEY]: entry(2) }, '"1"')
  await sync(DAY3, { [KEY]: entry(2) }, '"2"')
  t.same(known, [null, '"1"', '"1"'])
  t.match(await usage.lastRun('sync-pricing'), { outcome: 'ok', revision: '"2"', message: null })
})

t.test('the built-in list stands from the first run on, whatever becomes of the feed', async (t) => {
  const { sync, prices } = open()
  await t.rejects(sync(DAY1, 'nonsense'))
  t.equal((await prices.read()).records.length, OWN_PRICE_RECORDS.length)
})
