import { toBucketItems } from '../../adapters/dynamodb-bucket-item.ts'
import type { Bucket } from '../../domain/bucket.ts'
import type { UsageStore } from '../../domain/ports.ts'
import type { Bench, BenchReport, BenchTable } from './bench.ts'
import { consumedSum, nothingConsumed } from './consumed-capacity.ts'
import { RUNS_PER_HOUR, withUsagePipeline, type UsagePipeline } from './usage-pipeline.ts'

const FROM = new Date('2026-06-10T00:00:00Z')
export const SHAPE = { from: FROM, sources: 10, models: 20, callersPerSource: 20 }
const HOURS_PER_MONTH = 730
const LOADS = [1, 10, 100]
const CALLS_PER_MONTH = 1_000_000
const DAY_CALLS = 10_000

export const growth: Bench = {
  name: 'growth',
  title: 'Growth',
  method: '1M, 10M and 100M calls a month, spread evenly over 10 sources, 20 models, 200 callers and all hours: one hour of runs of compute-cost every '
    + '5 minutes, the second of two; and 10,000, 100,000 and a million calls of one day computed anew. The exponent is the slope of a line through '
    + 'the three points where both axes are logarithms: 1 is as the load, 0 is not at all.',
  run: measure,
}

async function measure(progress: (text: string) => void): Promise<BenchReport> {
  const hours: Awaited<ReturnType<typeof oneHour>>[] = []
  const days: number[] = []
  for (const load of LOADS) {
    progress(`${load} × the load`)
    hours.push(await measuredHour(load * CALLS_PER_MONTH))
    days.push(await withUsagePipeline({ ...SHAPE, calls: load * DAY_CALLS, hours: 24 }, recomputeSeconds))
  }
  const rows: [string, number[]][] = [
    ['write units an hour', hours.map(({ consumed }) => consumed.writeUnits)],
    ['read units an hour', hours.map(({ consumed }) => consumed.readUnits)],
    ['requests to the database an hour', hours.map(({ consumed }) => consumed.requests)],
    ['bytes of an hour of one source', hours.map(({ bucketBytes }) => bucketBytes)],
    ['seconds of a run', hours.map(({ runSeconds }) => runSeconds)],
    ['seconds to compute a day anew', days],
  ]
  const table: BenchTable = {
    title: 'The same figures at 1, 10 and 100 times the load',
    header: ['Figure', ...LOADS.map((load) => `${load} ×`), 'Exponent'],
    rows: rows.map(([name, values]) => [name, ...values, exponent(LOADS, values)]),
  }
  const findings = rows.map(([name, values]) => ({ name: `growth: exponent of ${name}`, value: exponent(LOADS, values), unit: '', target: { atMost: 1 } }))
  return { findings, tables: [table] }
}

/** Of 10 sources, so many calls a month. */
export function measuredHour(callsPerMonth: number) {
  return withUsagePipeline({ ...SHAPE, calls: Math.round(2 * callsPerMonth / HOURS_PER_MONTH), hours: 2 }, oneHour)
}

async function oneHour({ run, usage }: UsagePipeline) {
  for (let count = 0; count < RUNS_PER_HOUR; count++) await run()
  let consumed = nothingConsumed()
  const startMs = performance.now()
  for (let count = 0; count < RUNS_PER_HOUR; count++) consumed = consumedSum(consumed, await run())
  const runSeconds = (performance.now() - startMs) / 1_000 / RUNS_PER_HOUR
  return { consumed, runSeconds, bucketBytes: await firstHourBytes(usage) }
}

async function recomputeSeconds({ arriveAll, recompute }: UsagePipeline): Promise<number> {
  await arriveAll()
  const startMs = performance.now()
  await recompute()
  return (performance.now() - startMs) / 1_000
}

/** On average of all sources, compressed as they are stored. */
async function firstHourBytes(usage: UsageStore): Promise<number> {
  const sizes: number[] = []
  for (const source of await usage.listSources()) {
    for await (const bucket of usage.readBuckets(source, 'hour', '2026-06-10T00', '2026-06-10T01')) sizes.push(storedBytes(bucket))
  }
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length
}

function storedBytes(bucket: Bucket): number {
  const { head, chunks } = toBucketItems(bucket, { generation: 1, mergedFrom: 0, write: '', expiresAt: null })
  return [head, ...chunks].reduce((sum, item) => sum + (item.body?.B?.length ?? 0), 0)
}

/** Slope of the line through the points that is nearest to them, both axes being logarithms. */
export function exponent(loads: readonly number[], values: readonly number[]): number {
  const points = loads.map((load, index) => ({ x: Math.log(load), y: Math.log(values[index] ?? 0) }))
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)]
  return mean(({ x, y }) => (x - meanX) * (y - meanY)) / mean(({ x }) => (x - meanX) ** 2)
}
