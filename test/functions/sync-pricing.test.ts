import t from 'tap'
import { correctPrice, standingRecords } from '../../domain/correct-price.ts'
import { OWN_PRICE_RECORDS } from '../../domain/own-price-book.ts'
import type { PriceFeed } from '../../domain/price-ports.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { syncPricing, type SyncPricingOptions } from '../../functions/sync-pricing.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { auditOf, editOf } from '../fixtures/price-edits.ts'

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
    sync: async (at: string, entries: object | string, newRevision: string | null = null, options: SyncPricingOptions = {}) => {
      now = at
      text = typeof entries === 'string' ? entries : JSON.stringify(entries)
      revision = newRevision
      return syncPricing(ports, options)
    },
    ofFeed: async () => (await ports.prices.read()).records.filter(({ source }) => source === 'litellm'),
  }
}

const QUIET = { held: 0, withdrawn: 0, rejected: 0, message: null }
const dated = (records: readonly PriceRecord[]) => records.map(({ effectiveFrom, fields }) => [effectiveFrom, fields['input_cost_per_token']])
const OTHERS = { a: entry(1), b: entry(1), c: entry(1), d: entry(1) }
const [DAY1, DAY2, DAY3, DAY4, DAY5] = [
  '2026-07-18T05:00:00.000Z', '2026-07-19T05:00:00.000Z', '2026-07-20T05:00:00.000Z', '2026-07-21T05:00:00.000Z',
  '2026-07-22T05:00:00.000Z',
] as const

t.test('only what has changed is added, from now on', async (t) => {
  const { sync, ofFeed, prices } = open()
  t.same(await sync(DAY1, { [KEY]: entry(0.000003), 'gpt-x': { litellm_provider: 'openai', input_cost_per_token: 1 } }), { added: 1, ...QUIET })
  const { version } = await prices.read()
  t.same(await sync(DAY2, { [KEY]: { ...entry(0.000003), max_tokens: 5 } }), { added: 0, ...QUIET })
  t.equal((await prices.read()).version, version, 'nothing has to be priced anew')
  t.same(await sync(DAY3, { [KEY]: entry(0.000002) }), { added: 1, ...QUIET })
  t.same(dated(await ofFeed()), [[DAY1, '0.000003'], [DAY3, '0.000002']])
  t.same(dated((await ofFeed()).filter(({ key }) => key !== KEY)), [])
})

t.test('a field that a price lacked so far belongs to it since its start', async (t) => {
  const { sync, ofFeed, prices } = open()
  const cached = { ...entry(0.000002), cache_read_input_token_cost: 0.0000002 }
  await sync(DAY1, { [KEY]: entry(0.000003) })
  await sync(DAY2, { [KEY]: entry(0.000002) })
  t.same(await sync(DAY3, { [KEY]: cached }), { added: 1, ...QUIET })
  const told = async () => (await ofFeed()).map((record) => [record.effectiveFrom, record.recordedAt, Object.keys(record.fields).length])
  const records = [[DAY1, DAY1, 1], [DAY2, DAY2, 1], [DAY2, DAY3, 2]]
  t.same(await told(), records)
  const { changes } = await prices.read()
  t.match(changes.at(-1), { fromMs: Date.parse(DAY2), toMs: null }, 'what was called since is priced anew')
  t.same(await sync(DAY4, { [KEY]: cached }), { added: 0, ...QUIET })
  t.match(await sync(DAY5, { [KEY]: entry(0.000002) }), { added: 0, held: 1 }, 'and is missed if it goes again')
  t.same(await told(), records)
})

t.test('a field that comes with another price, or to a price entered by hand, counts from now on or not at all', async (t) => {
  const { sync, ofFeed, prices } = open()
  await sync(DAY1, { [KEY]: entry(0.000003), b: entry(1) })
  await prices.append([{ ...manual('9'), key: 'b', effectiveFrom: DAY1, recordedAt: DAY2 }])
  const cached = { cache_read_input_token_cost: 0.0000002 }
  await sync(DAY3, { [KEY]: { ...entry(0.000002), ...cached }, b: { ...entry(1), ...cached } })
  const added = (await ofFeed()).filter(({ recordedAt }) => recordedAt === DAY3)
  t.match(added.map(({ key, effectiveFrom, voidedAt }) => [key, effectiveFrom, voidedAt]), [['b', DAY3, DAY3], [KEY, DAY3, undefined]])
})

t.test('a field of a built-in price that was voided by hand does not come back', async (t) => {
  const { sync, ofFeed, prices } = open()
  const own = OWN_PRICE_RECORDS.find(({ key }) => key === 'amazon.nova-lite-v1:0')
  const nova = Object.fromEntries(Object.entries(own?.fields ?? {}).map(([field, price]) => [field, Number(price)]))
  const feed = { 'amazon.nova-lite-v1:0': { litellm_provider: 'bedrock', ...nova } }
  const more = { 'amazon.nova-lite-v1:0': { litellm_provider: 'bedrock', ...nova, input_cost_per_image: 0.5 } }
  await sync(DAY1, feed)
  t.match(await sync(DAY2, more), { added: 1 })
  const [added] = (await ofFeed()).filter(({ fields }) => 'input_cost_per_image' in fields)
  t.match(added, { effectiveFrom: own?.effectiveFrom, recordedAt: DAY2 })
  const { records } = await prices.read()
  await prices.replaceAll(records.map((record) => (record.recordedAt === DAY2 ? { ...record, voidedAt: DAY3 } : record)))
  t.match(await sync(DAY4, more), { added: 0, held: 0 })
})

t.test('a price that goes on after a correction is nothing that the feed said', async (t) => {
  const { sync, prices } = open()
  await sync(DAY1, { [KEY]: entry(1) })
  await sync(DAY3, { [KEY]: entry(2) })
  const standing = async () => standingRecords((await prices.read()).records, KEY)
  await prices.edit(editOf({ void: (await standing()).slice(1), audit: auditOf({ at: DAY4, subject: KEY }) }))
  const correction = { key: KEY, from: DAY1, to: DAY2, fields: { input_cost_per_token: '7' }, thresholdInclusive: false, at: DAY4 }
  const { add, void: voided } = correctPrice(await standing(), correction)
  await prices.edit(editOf({ seen: 1, add, void: voided, audit: auditOf({ at: DAY4, subject: KEY, requestId: 'request 2' }) }))
  t.match(await standing(), [{ fields: { input_cost_per_token: '7' } }, { effectiveFrom: DAY2, fields: { input_cost_per_token: '1' } }])
  t.match(await sync(DAY5, { [KEY]: entry(2) }), { added: 0, held: 0 }, 'what was voided does not come back')
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
  const { key, fields: { input_cost_per_token: price, ...others } } = own as PriceRecord
  const listed = (times: number) => {
    const fields = Object.entries(others).map(([field, other]) => [field, Number(other)] as const)
    return { [key]: { ...entry(Number((Number(price) * times).toPrecision(6))), ...Object.fromEntries(fields) } }
  }
  await sync(DAY1, listed(1.2))
  t.same(inForce(await ofFeed()), [], 'its corrections are not lost to the first file')
  await sync(DAY2, listed(1.2))
  t.equal((await ofFeed()).length, 1)
  t.match(await sync(DAY3, listed(1.1)), { added: 0, held: 1 }, 'the price in force would be another by a tenth')
  t.match(await sync(DAY3, listed(1.3)), { added: 1, withdrawn: 1 })
  t.match(inForce(await ofFeed()), [[DAY3]])
})

t.test('a key that the feed no longer lists keeps its price', async (t) => {
  const { sync, ofFeed } = open()
  await sync(DAY1, { [KEY]: entry(1), ...OTHERS })
  await sync(DAY2, OTHERS)
  t.match((await ofFeed()).find(({ key }) => key === KEY), { effectiveFrom: DAY1 })
  t.equal((await ofFeed()).length, 5)
})

const BAD_FILES: [name: string, text: string | object, message: RegExp][] = [
  ['a web page', '<html>rate limited</html>', /web page/],
  ['cut off', '{"a": {"litellm_pro', /not JSON/],
  ['saying something twice', `{"x": ${JSON.stringify(entry(1))}, "x": ${JSON.stringify(entry(2))}}`, /has "x" twice in one object/],
  ['without any good price', { [KEY]: entry('1') }, /lists no price of Bedrock \(left out for bad prices: .*wants a number\)/],
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
    t.match(await usage.lastRun('sync-pricing'), { outcome: 'failed', startedAt: DAY2, message, revision: '"1"', dataUpTo: DAY1 })
    t.match((await usage.lastRun('sync-pricing'))?.message, /^prices are those of 2026-07-18T05:00:00.000Z: /)
  })
}

t.test('an entry with a bad price is left out and named, and takes no other with it', async (t) => {
  const { sync, ofFeed, usage } = open()
  t.match(await sync(DAY1, { [KEY]: entry(1), bad: entry('free'), worse: entry(-1) }), { added: 1, rejected: 2 })
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

t.test('a change that looks like a mistake is held once, with the old price in force, until the feed takes it back', async (t) => {
  const { sync, ofFeed, prices, usage } = open()
  await sync(DAY1, { [KEY]: entry(1), other: entry(1) })
  t.match(await sync(DAY2, { [KEY]: entry(10), other: entry(1.5) }), {
    added: 1, held: 1, message: /^held for approval: us.example.model-v1:0: input_cost_per_token is 10 times/,
  })
  t.match(await prices.held(), [{
    key: KEY, before: { input_cost_per_token: '1' }, record: { fields: { input_cost_per_token: '10' } }, seenAt: DAY2, rejected: null,
  }])
  t.same(dated((await ofFeed()).filter(({ key }) => key === KEY)), [[DAY1, '1']])
  t.match(await sync(DAY3, { [KEY]: entry(10), other: entry(1.5) }), { added: 0, ...QUIET })
  t.match(await prices.held(), [{ seenAt: DAY2 }])
  t.match(await sync(DAY3, { [KEY]: entry(1), other: entry(1.5) }), { added: 0, held: 0, withdrawn: 1 })
  t.same(await prices.held(), [])
  t.match(await usage.lastRun('sync-pricing'), { outcome: 'ok', dataUpTo: DAY3 })
})

t.test('an entry that lists no price any more is held, and one that never did is none', async (t) => {
  const { sync, prices, ofFeed } = open()
  await sync(DAY1, { [KEY]: entry(1), other: { litellm_provider: 'bedrock' }, third: entry(1) })
  t.match(await sync(DAY2, { [KEY]: { litellm_provider: 'bedrock' }, other: { litellm_provider: 'bedrock' }, third: entry(1) }), { added: 0, held: 1 })
  t.match(await prices.held(), [{ key: KEY, reason: /is gone/ }])
  t.equal((await ofFeed()).length, 2)
})

t.test('a suspicious change of a price entered by hand is not held, since the hand stands', async (t) => {
  const { sync, prices, ofFeed } = open()
  await sync(DAY1, { [KEY]: entry(1) })
  await prices.append([{ ...manual('9'), effectiveFrom: DAY2, recordedAt: DAY2 }])
  t.match(await sync(DAY3, { [KEY]: entry(100) }), { added: 1, held: 0 })
  t.same(inForce(await ofFeed()), [[DAY1, '1']])
})

t.test('a file that lacks more than a fifth of the last one changes nothing, unless that is asked for', async (t) => {
  const { sync, prices, usage } = open()
  await sync(DAY1, { [KEY]: entry(1), ...OTHERS })
  const before = await prices.read()
  const half = { a: entry(1), b: entry(1.2), e: entry(1), f: entry(1), g: entry(1) }
  await t.rejects(sync(DAY2, half), /lacks 3 of the 5 entries that it had \(us.example.model-v1:0, c, d\), more than 20 %/)
  t.same(await prices.read(), before)
  t.match(await usage.lastRun('sync-pricing'), { outcome: 'failed', dataUpTo: DAY1 })
  await t.rejects(sync(DAY2, half), /lacks 3 of the 5 entries/, 'the last file is the last one that was taken over')
  t.match(await sync(DAY3, half, null, { acceptRemovals: true }), { added: 4 })
})

t.test('what a sync adds stands in the log of changes', async (t) => {
  const { sync, prices } = open()
  await sync(DAY1, { [KEY]: entry(1) })
  await sync(DAY2, { [KEY]: entry(1.5), other: entry(2) })
  t.match(await prices.audit(1), [{
    at: DAY2, via: 'sync', subject: 'feed', reason: 'the price list has 1 new prices and 1 changed ones',
    before: `{"${KEY}":{"input_cost_per_token":"1"}}`, after: `{"${KEY}":{"input_cost_per_token":"1.5"},"other":{"input_cost_per_token":"2"}}`,
  }])
})
