import { gunzipSync } from 'node:zlib'
import { parquetReadObjects } from 'hyparquet'
import t from 'tap'
import { exportKey } from '../../domain/export-keys.ts'
import { parseUsd } from '../../domain/money.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import { exportUsage, type ExportOptions } from '../../functions/export-usage.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { memoryExportFiles, type MemoryExportFiles } from '../fixtures/memory-export-files.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageStore, type MemoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { discountEdit, discountOf } from '../fixtures/price-edits.ts'
import { CLAUDE_3_15, priceRecord } from '../fixtures/prices.ts'

const NOW = new Date('2026-07-20T10:00:00Z')
const ALL: ExportOptions = { format: 'csv', fromDay: null, toDay: null, accountNames: new Map() }

const usageOf = (input: string) => cellOf({ inputTokens: 1000, cost: { ...cellOf().cost, input: parseUsd(input) } })

async function day(store: MemoryUsageStore, date: string, input: string, source = SOURCE_A): Promise<void> {
  await store.put([bucketOf(source, 'day', date, [usageOf(input)]), bucketOf(source, 'hour', `${date}T05`, [usageOf(input)])])
}

async function setUp(prices: PriceStore = memoryPriceStore()) {
  const usage = memoryUsageStore()
  for (const source of [SOURCE_A, SOURCE_B]) await usage.noteSource({ ...source, newestEvent: '2026-07-20T09:00:00Z' })
  await day(usage, '2026-07-18', '0.001')
  await day(usage, '2026-07-19', '0.002')
  await day(usage, '2026-07-19', '0.004', SOURCE_B)
  await day(usage, '2026-07-20', '0.1')
  await rolledUpTo(usage, '2026-07-20T00:00:00Z')
  const files = memoryExportFiles()
  const ports = { usage, prices, files, clock: () => NOW }
  return { usage, files, run: (options: Partial<ExportOptions> = {}) => exportUsage(ports, { ...ALL, ...options }) }
}

function rolledUpTo(usage: MemoryUsageStore, dataUpTo: string): Promise<void> {
  const at = NOW.toISOString()
  return usage.saveRun({ kind: 'aggregate-stats', startedAt: at, finishedAt: at, outcome: 'ok', dataUpTo, bucketsWritten: 0, message: null })
}

const KEY = (date: string) => exportKey('csv', date)

function csvOf({ files }: MemoryExportFiles, date: string): string[] {
  return gunzipSync(files.get(KEY(date))?.bytes ?? new Uint8Array()).toString().trimEnd().split('\r\n')
}

t.test('every finished day is a file', async (t) => {
  const { run, files } = await setUp()
  t.strictSame(await run(), { written: ['2026-07-19', '2026-07-18'], unchanged: 0, next: null })
  t.strictSame([...files.files.keys()].sort(), [KEY('2026-07-18'), KEY('2026-07-19')])
  const [heading, ...rows] = csvOf(files, '2026-07-19')
  t.match(heading, /^BilledCost,BillingAccountId,/)
  t.strictSame(rows.map((row) => row.split(',').slice(0, 2)), [['0.004', SOURCE_B.accountId], ['0.002', SOURCE_A.accountId]])
})

t.test('a day that is not rolled up waits', async (t) => {
  const { usage, run } = await setUp()
  await rolledUpTo(usage, '2026-07-19T00:00:00Z')
  t.strictSame((await run()).written, ['2026-07-18'])
})

t.test('only days whose usage has changed are written again, under the same key', async (t) => {
  const { usage, files, run } = await setUp()
  await run()
  const before = new Map(files.files)
  t.strictSame(await run(), { written: [], unchanged: 2, next: null })
  await day(usage, '2026-07-18', '0.003')
  t.strictSame(await run(), { written: ['2026-07-18'], unchanged: 1, next: null })
  t.match(csvOf(files, '2026-07-18')[1], /^0\.003,/)
  t.strictSame([...files.files.keys()].sort(), [...before.keys()].sort())
  t.strictSame(files.files.get(KEY('2026-07-19')), before.get(KEY('2026-07-19')))
  t.strictSame((await run({ accountNames: new Map([[SOURCE_B.accountId, 'Research']]) })).written, ['2026-07-19'], 'names are in the rows')
})

t.test('a run that dies leaves to the next one what it did not get to', async (t) => {
  const { files, run } = await setUp()
  const { write } = files
  files.write = async (key, bytes, madeOf) => {
    if (key === KEY('2026-07-18')) throw new Error('gone')
    await write(key, bytes, madeOf)
  }
  await t.rejects(run(), { message: 'gone' })
  files.write = write
  t.strictSame((await run()).written, ['2026-07-18'])
})

t.test('a run that has no time left says where to go on', async (t) => {
  const { run } = await setUp()
  let questions = 0
  const cut = await run({ shouldStop: () => (questions += 1) > 1 })
  t.strictSame(cut, { written: ['2026-07-19'], unchanged: 0, next: '2026-07-18' })
  t.strictSame((await run({ toDay: cut.next })).written, ['2026-07-18'])
})

t.test('a file that is gone, or is not ours any more, is written again', async (t) => {
  const { files, run } = await setUp()
  await run()
  files.files.delete(KEY('2026-07-18'))
  files.files.set(KEY('2026-07-19'), { bytes: new Uint8Array(), madeOf: '' })
  t.strictSame((await run()).written, ['2026-07-19', '2026-07-18'])
})

t.test('a day whose usage is gone has no rows left, and one that is not over keeps those that it has', async (t) => {
  const { files, run } = await setUp()
  for (const date of ['2026-07-17', '2026-07-20']) files.files.set(KEY(date), { bytes: new Uint8Array([1]), madeOf: 'before' })
  t.strictSame((await run()).written, ['2026-07-19', '2026-07-18', '2026-07-17'])
  t.equal(csvOf(files, '2026-07-17').length, 1, 'the heading alone')
  t.equal(files.files.get(KEY('2026-07-20'))?.madeOf, 'before')
  t.strictSame(await run(), { written: [], unchanged: 3, next: null })
})

t.test('a run that overtakes an older one wins, whatever that one writes last', async (t) => {
  const { usage, files, run } = await setUp()
  await run()
  const old = new Map(files.files)
  await day(usage, '2026-07-18', '0.003')
  await run()
  files.files.set(KEY('2026-07-18'), old.get(KEY('2026-07-18')) ?? { bytes: new Uint8Array(), madeOf: '' })
  t.strictSame((await run()).written, ['2026-07-18'])
  t.match(csvOf(files, '2026-07-18')[1], /^0\.003,/)
})

t.test('days can be chosen', async (t) => {
  const { run } = await setUp()
  t.strictSame((await run({ fromDay: '2026-07-19', toDay: '2026-07-19' })).written, ['2026-07-19'])
  t.strictSame((await run({ toDay: '2026-07-18' })).written, ['2026-07-18'])
  t.strictSame(await run(), { written: [], unchanged: 2, next: null })
  t.strictSame(await run({ fromDay: '2026-07-21' }), { written: [], unchanged: 0, next: null }, 'and none that is still to come')
})

t.test('Parquet holds the same rows, typed', async (t) => {
  const { run, files } = await setUp()
  await run({ format: 'parquet' })
  const { bytes } = files.files.get('focus/parquet/billing_period=2026-07/2026-07-19.parquet') ?? { bytes: new Uint8Array() }
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  t.match(await parquetReadObjects({ file }), [
    {
      BilledCost: 0.004, ConsumedQuantity: 1000n, SubAccountId: SOURCE_B.accountId, InvoiceId: undefined, x_CostIsComplete: true,
      ChargePeriodStart: new Date('2026-07-19T00:00:00Z'),
    },
    { BilledCost: 0.002, ConsumedQuantity: 1000n, SubAccountId: SOURCE_A.accountId },
  ])
})

t.test('where discounts hold, the list cost is without them', async (t) => {
  const prices = memoryPriceStore()
  await prices.append([priceRecord('global.anthropic.claude-sonnet-4-6', '2026-01-01T00:00:00Z', CLAUDE_3_15)])
  await prices.edit(discountEdit(discountOf()))
  const { run, files } = await setUp(prices)
  await run({ fromDay: '2026-07-18', toDay: '2026-07-18' })
  const [heading = '', row = ''] = csvOf(files, '2026-07-18')
  t.ok(heading.startsWith('BilledCost,') && heading.includes(',InvoiceIssuerName,ListCost,'))
  t.ok(row.startsWith('0.001,') && row.includes(',AWS,0.003,'), row)
})

t.test('where hours are no longer kept, nothing tells the list cost from what was paid', async (t) => {
  const prices = memoryPriceStore()
  await prices.append([priceRecord('global.anthropic.claude-sonnet-4-6', '2026-01-01T00:00:00Z', CLAUDE_3_15)])
  await prices.edit(discountEdit(discountOf()))
  const { usage, run, files } = await setUp(prices)
  await usage.put([bucketOf(SOURCE_A, 'day', '2026-06-18', [usageOf('0.001')])])
  await run({ toDay: '2026-06-30' })
  const [, row = ''] = csvOf(files, '2026-06-18')
  t.ok(row.startsWith('0.001,') && row.includes(',AWS,0.001,'), row)
})
