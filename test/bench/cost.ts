import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { bill } from '../../domain/cost-model/bill.ts'
import type { MeasuredUnits } from '../../domain/cost-model/measured-units.ts'
import { perEventLines } from '../../domain/cost-model/per-event-bill.ts'
import { sumOf } from '../../domain/cost-model/bill.ts'
import { DEFAULT_WORKLOAD, type Workload } from '../../domain/cost-model/workload.ts'
import { usdToNumber } from '../../server/view-models/format-usd.ts'
import type { Bench, BenchReport, Finding } from './bench.ts'
import { HEAD_BYTES } from './consumed-capacity.ts'
import { measuredHour, SHAPE } from './growth.ts'
import { parseSecondsPerByte } from './parse-log.ts'
import { eventSizes, logSizes } from './unit-sizes.ts'
import { withUsagePipeline } from './usage-pipeline.ts'

const UNITS_FILE = resolve(import.meta.dirname, '../../domain/cost-model/measured-units.json')
const MILLION = 1_000_000

export const cost: Bench = {
  name: 'cost',
  title: 'What the pipeline itself costs on AWS',
  method: 'Units are measured here and written to `domain/cost-model/measured-units.json`; `npm run cost-model` multiplies them by list prices, without free '
    + 'allowances, and shows every line. Keeping raw logs is not among them, nor is the container of the dashboard. Calls are spread evenly over all hours '
    + 'of a month and all sources (account and region); 20 models, 200 callers, runs every 5 minutes.',
  run: measure,
}

const WORKLOADS: readonly { workload: Workload; atMost: number }[] = [
  { workload: { ...DEFAULT_WORKLOAD, calls: MILLION }, atMost: 1 },
  { workload: { ...DEFAULT_WORKLOAD, calls: MILLION, accounts: 10 }, atMost: 1 },
  { workload: { ...DEFAULT_WORKLOAD, calls: 100 * MILLION }, atMost: 0.4 },
  { workload: { ...DEFAULT_WORKLOAD, calls: 100 * MILLION, accounts: 10 }, atMost: 0.4 },
]

async function measure(progress: (text: string) => void): Promise<BenchReport> {
  const units = await measureUnits(progress)
  writeFileSync(UNITS_FILE, `${JSON.stringify(units, null, 2)}\n`)
  const perMillion = (usd: bigint, { calls }: Workload) => usdToNumber(usd) / (calls / MILLION)
  const named = ({ calls, accounts }: Workload) => `${calls / MILLION}M calls a month, ${accounts} ${accounts === 1 ? 'source' : 'sources'}`
  return {
    findings: WORKLOADS.map(({ workload, atMost }): Finding => {
      const { total, standing } = bill(workload, units)
      return {
        name: `AWS bill per 1M calls: ${named(workload)}`, value: perMillion(total, workload), unit: '$', target: { atMost },
        boundBy: `$${usdToNumber(standing).toFixed(2)} of $${usdToNumber(total).toFixed(2)} a month are there without any call: alarms at $0.10 each, the dashboard of the pipeline, `
          + 'the polling of queues, and runs whose query Athena charges 10 MB for. Fewer runs and no alarms cost less: see `npm run cost-model -- --help`.',
      }
    }),
    tables: [{
      title: 'USD for 1M calls, and beside it DynamoDB alone for an item per dimension that every call is added to',
      header: ['Load', 'This pipeline', 'of it without any call', 'Raw logs, apart', 'An item per dimension'],
      rows: WORKLOADS.map(({ workload }) => {
        const { total, standing, rawLogs } = bill(workload, units)
        return [named(workload), ...[total, standing, sumOf(rawLogs), sumOf(perEventLines(workload))].map((usd) => perMillion(usd, workload))]
      }),
    }],
  }
}

async function measureUnits(progress: (text: string) => void): Promise<MeasuredUnits> {
  progress('sizes of events and logs')
  const sizes = { ...logSizes(), parseSecondsPerByte: await parseSecondsPerByte(2_000), ...await eventSizes({ ...SHAPE, calls: MILLION / 3, hours: 24 }) }
  progress('sizes of buckets')
  const buckets: { callsPerPair: number; bytesPerPair: number }[] = []
  const pairs = SHAPE.models * SHAPE.callersPerSource
  for (const calls of [0.1, 1, 10, 100].map((times) => times * MILLION)) {
    buckets.push({ callsPerPair: calls / 730 / SHAPE.sources / pairs, bytesPerPair: (await measuredHour(calls)).bucketBytes / pairs })
  }
  progress('a run without and with calls')
  const [one, ten] = [await firstRun(1), await firstRun(10)]
  const sourceWriteUnits = (ten.busy.writeUnits - one.busy.writeUnits) / 9 - SMALLEST_BUCKET_UNITS
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    ...sizes,
    buckets,
    headBytes: HEAD_BYTES,
    runWriteUnits: one.busy.writeUnits - SMALLEST_BUCKET_UNITS - sourceWriteUnits,
    runReadUnits: one.busy.readUnits,
    sourceWriteUnits,
  }
}

/** The item, and its entry in the index of heads. */
const SMALLEST_BUCKET_UNITS = 2

/** Each source has calls in it, and all of them are of one cell. */
function firstRun(sources: number) {
  return withUsagePipeline({ from: SHAPE.from, sources, models: 1, callersPerSource: 1, calls: 600 * sources, hours: 1 }, async ({ run }) => ({ busy: await run() }))
}
