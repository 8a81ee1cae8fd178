import fc from 'fast-check'
import type { Test } from 'tap'
import type { PriceStore } from '../../../domain/price-ports.ts'
import { priceRecordId, type PriceRecord } from '../../../domain/price-record.ts'
import { priceRecord } from '../../fixtures/prices.ts'

const DAYS = ['2026-01-01T00:00:00Z', '2026-03-01T12:30:00.000Z', '2026-05-01T00:00:00+02:00']

const arbitraryRecord: fc.Arbitrary<PriceRecord> = fc.record({
  key: fc.constantFrom('us.anthropic.claude-sonnet-4-6', 'bedrock/eu-west-2/meta.llama3', 'a#b'),
  effectiveFrom: fc.constantFrom(...DAYS),
  recordedAt: fc.constantFrom(...DAYS),
  fields: fc.dictionary(fc.constantFrom('input_cost_per_token', 'output_cost_per_token'), fc.constantFrom('0.000003', '0.00000000875', '0'), { noNullPrototype: true }),
  leftCensored: fc.boolean(),
  listedLatest: fc.boolean(),
  thresholdInclusive: fc.boolean(),
  provider: fc.constant('bedrock'),
  mode: fc.constant('chat'),
  source: fc.constantFrom('litellm', 'manual'),
  voidedAt: fc.constantFrom(null, '2026-06-01T00:00:00Z'),
  note: fc.constant('as agreed'),
}, { noNullPrototype: true, requiredKeys: ['key', 'effectiveFrom', 'recordedAt', 'fields'] })

/** Records that differ in key or instants. */
const arbitraryRecords = fc.uniqueArray(arbitraryRecord, { maxLength: 12, selector: priceRecordId })

/** What a price store has to do. `open` gives an empty one. */
export function priceStoreSpec(t: Test, open: (t: Test) => Promise<PriceStore>): void {
  t.test('an empty book has version 0', async (t) => {
    t.strictSame(await (await open(t)).read(), { version: 0, records: [], discounts: [], changes: [], revisions: new Map() })
  })

  t.test('the book becomes exactly the records it is replaced by, with a new version only if they differ', async (t) => {
    const store = await open(t)
    await fc.assert(fc.asyncProperty(arbitraryRecords, async (records) => {
      const before = await store.read()
      const { version, changed } = await store.replaceAll(records)
      t.strictSame((await store.read()).records.map(comparable).sort(), records.map(comparable).sort())
      t.equal(changed, before.records.map(comparable).sort().join() !== records.map(comparable).sort().join())
      t.equal(version > before.version, changed)
      t.strictSame(await store.replaceAll([...records].reverse()), { version, changed: false })
    }), { numRuns: 15 })
  })

  t.test('appending adds what is not there yet and leaves the rest as it stands', async (t) => {
    const store = await open(t)
    const [a, b] = [priceRecord('a', DAYS[0] ?? '', { input_cost_per_token: '1' }), priceRecord('b', DAYS[0] ?? '', {})]
    const first = await store.append([a])
    t.equal(first.added, 1)
    t.strictSame(await store.append([a]), { version: first.version, added: 0 })
    const second = await store.append([{ ...a, fields: { input_cost_per_token: '2' } }, b, b])
    t.equal(second.added, 1)
    t.ok(second.version > first.version)
    t.match(await store.read(), { version: second.version, records: [a, b] })
  })

  t.test('every version tells which usage it may have altered', async (t) => {
    const store = await open(t)
    const free = priceRecord('amazon.nova-pro-v1:0', DAYS[0] ?? '', { input_cost_per_token: '0.000001' })
    const dear = priceRecord('amazon.nova-pro-v1:0', '2026-04-01T00:00:00Z', { input_cost_per_token: '0.000002' })
    const first = await store.append([{ ...free, leftCensored: true }])
    const second = await store.append([dear])
    const back = await store.replaceAll([{ ...free, leftCensored: true }])
    t.strictSame((await store.read()).changes, [
      { version: first.version, fromMs: null, toMs: null, splitHours: [] },
      { version: second.version, fromMs: Date.parse(dear.effectiveFrom), toMs: null, splitHours: [] },
      { version: back.version, fromMs: Date.parse(dear.effectiveFrom), toMs: null, splitHours: [] },
    ])
  })

  t.test('changes at once each get a version of their own', async (t) => {
    const store = await open(t)
    const records = Array.from({ length: 6 }, (_, index) => priceRecord(`key-${index}`, DAYS[0] ?? '', { input_cost_per_token: '0.000001' }))
    await Promise.all(records.map((record) => store.append([record])))
    const { version, records: standing, changes } = await store.read()
    t.equal(standing.length, records.length)
    t.equal(version, records.length)
    t.ok(changes.length >= records.length)
  })

  t.test('hundreds of records go in and come out in the order of keys and instants', async (t) => {
    const store = await open(t)
    const records = Array.from({ length: 300 }, (_, index) => {
      return priceRecord(`key-${String(index % 100).padStart(3, '0')}`, DAYS[Math.floor(index / 100)] ?? '', { input_cost_per_token: String(index) })
    })
    await store.replaceAll(records)
    const read = (await store.read()).records
    t.strictSame(read.map(priceRecordId), records.map(priceRecordId).sort())
  })
}

function comparable(record: PriceRecord): string {
  const fields = Object.entries(record.fields).sort()
  return JSON.stringify(Object.entries({ ...record, fields }).sort(([a], [b]) => (a < b ? -1 : 1)))
}
