import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dynamoDbPriceStore } from '../../adapters/dynamodb-price-store.ts'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { hourId, MS_PER_HOUR } from '../../domain/calendar.ts'
import { MODEL_PRICING_TABLE, USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { fromValues } from '../../domain/histogram.ts'
import type { UsageStore } from '../../domain/ports.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import type { Source } from '../../domain/source.ts'
import { aggregateStats } from '../../functions/aggregate-stats.ts'
import { forEachAtOnce } from '../../functions/for-each-at-once.ts'
import { previewEdit } from '../../functions/preview-edit.ts'
import { reprice } from '../../functions/reprice.ts'
import { bucketOf, cellOf } from '../fixtures/bucket.ts'
import { memoryUsageLake } from '../fixtures/memory-usage-lake.ts'
import { auditOf, editOf } from '../fixtures/price-edits.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'
import type { Bench, BenchReport, Finding } from './bench.ts'

const DAYS = 90
const SOURCES = 100
/** As many of the sources are measured: the time grows with their number, and is scaled by it. */
const MEASURED = 5
const MODEL = 'amazon.nova-pro-v1:0'
const FIRST_HOUR = Date.parse('2026-04-01T00:00:00Z') / MS_PER_HOUR
const OPTIONS = { hoursKept: null, tagDimensions: [] }
const clock = () => new Date('2026-07-01T00:00:00Z')

const TARGET_SECONDS = 180

interface Shape {
  readonly hoursADay: number
  /** 200 in a day together. */
  readonly cellsAnHour: number
}

/** The time grows with the hours far more than with the cells. */
const SHAPES: readonly Shape[] = [{ hoursADay: 8, cellsAnHour: 25 }, { hoursADay: 24, cellsAnHour: 8 }]

export const repricing: Bench = {
  name: 'reprice',
  title: 'Repricing',
  method: `All of ${DAYS} days of ${SOURCES} sources, each with 200 cells a day, are repriced in the local store after the price of their model was corrected. `
    + `${MEASURED} sources are measured and the time is scaled by their number, with which it grows.`,
  run: measureShapes,
}

async function measureShapes(progress: (text: string) => void): Promise<BenchReport> {
  const findings: Finding[] = []
  for (const shape of SHAPES) {
    progress(`${shape.hoursADay} hours a day`)
    findings.push(...await onEmbeddedStore((usage, prices) => measure(usage, prices, shape)))
  }
  return { findings }
}

async function onEmbeddedStore<T>(work: (usage: UsageStore, prices: PriceStore) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const server = await startEmbeddedDynamoDb(folder)
  const client = server.client()
  try {
    const usage = dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null })
    return await work(usage, dynamoDbPriceStore({ client, name: MODEL_PRICING_TABLE }))
  } finally {
    await server.close()
    await rm(folder, { recursive: true })
  }
}

async function measure(usage: UsageStore, prices: PriceStore, { hoursADay, cellsAnHour }: Shape): Promise<Finding[]> {
  const price = priceRecord(MODEL, '2026-01-01T00:00:00Z', inOut('0.0000008', '0.0000032'))
  await prices.append([price])
  await fill(usage, hoursADay, cellsAnHour)
  const ports = { usage, prices, lake: memoryUsageLake(), clock }
  await aggregateStats(ports, { lookBackDays: null })
  await reprice(ports, OPTIONS)
  const corrected = { ...price, fields: inOut('0.0000009', '0.0000032'), recordedAt: '2026-06-30T00:00:00Z' }
  const edit = editOf({ add: [corrected], void: [price], audit: auditOf({ subject: MODEL }) })
  const previewSeconds = await secondsOf(() => previewEdit(ports, edit))
  await prices.edit(edit)
  const seconds = await secondsOf(() => reprice(ports, OPTIONS))
  const name = `${DAYS} days × ${SOURCES} sources (from ${MEASURED}) × 200 cells in ${hoursADay} hours a day`
  return [
    { name: `reprice ${name}`, value: seconds, unit: 's', target: { atMost: TARGET_SECONDS } },
    { name: `preview ${name}`, value: previewSeconds, unit: 's' },
  ]
}

/** For all sources, of the measured ones. */
async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return ((performance.now() - startMs) / 1000) * (SOURCES / MEASURED)
}

async function fill(usage: UsageStore, hoursADay: number, cellsAnHour: number): Promise<void> {
  const generation = await usage.nextGeneration()
  const sources = Array.from({ length: MEASURED }, (_, index): Source => ({ accountId: String(111_122_223_000 + index), region: 'us-east-1' }))
  for (const source of sources) {
    const hours = Array.from({ length: DAYS * 24 }, (_, index) => FIRST_HOUR + index).filter((hour) => hour % 24 < hoursADay)
    await forEachAtOnce(hours, 8, async (hour) => {
      await usage.writeBucket(bucketOf(source, 'hour', hourId(hour), cellsOf(hour, cellsAnHour)), generation)
    })
    await usage.noteSource({ ...source, newestEvent: '2026-06-29T23:00:00.000Z' })
  }
}

function cellsOf(hour: number, count: number) {
  return Array.from({ length: count }, (_, index) => cellOf({
    model: MODEL, modelScope: 'in-region', caller: `caller ${String((hour * count + index) % 200).padStart(3, '0')}`, callerKind: 'role', calls: 5,
    inputTokens: 4_000 + hour + index, outputTokens: 900 + index, latencyMs: fromValues([300, 420, 900, 1_200 + index, 3_000]),
  }))
}
