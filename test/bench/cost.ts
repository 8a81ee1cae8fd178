import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { bill, sumOf, type Bill } from '../../domain/cost-model/bill.ts'
import { QUERY_SECONDS, queriesOf } from '../../domain/cost-model/computing-quantities.ts'
import type { MeasuredUnits } from '../../domain/cost-model/measured-units.ts'
import { perEventLines } from '../../domain/cost-model/per-event-bill.ts'
import { DEFAULT_WORKLOAD, type Workload } from '../../domain/cost-model/workload.ts'
import { usdToNumber } from '../../server/view-models/format-usd.ts'
import type { Bench, BenchReport, BenchTable, Finding } from './bench.ts'
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
  method: 'Units are measured here and written to `domain/cost-model/measured-units.json`; `npm run cost-model` multiplies them by list prices and '
    + 'shows every line. Targets are without free allowances; what those leave stands beside. Keeping raw logs is not among them, nor is the container of the dashboard. Calls are spread evenly over all hours '
    + 'of a month and all sources (account and region); 20 models, 200 callers, runs every 5 minutes.',
  run: measure,
}

const WORKLOADS: readonly { workload: Workload; atMost: number }[] = [
  { workload: { ...DEFAULT_WORKLOAD, calls: MILLION }, atMost: 1 },
  { workload: { ...DEFAULT_WORKLOAD, calls: MILLION, accounts: 10 }, atMost: 1 },
  { workload: { ...DEFAULT_WORKLOAD, calls: 100 * MILLION }, atMost: 0.4 },
  { workload: { ...DEFAULT_WORKLOAD, calls: 100 * MILLION, accounts: 10 }, atMost: 0.4 },
]

/** What a user may change to pay less for few calls, from one to the next. */
const CHEAPER: readonly { what: string; change: Partial<Workload> }[] = [
  { what: 'as it comes', change: {} },
  { what: 'runs every 15 minutes', change: { runMinutes: 15 } },
  { what: 'runs every hour, delivery every 15 minutes', change: { runMinutes: 60, deliverySeconds: 900 } },
  { what: 'the same without alarms', change: { runMinutes: 60, deliverySeconds: 900, alarms: false } },
]

async function measure(progress: (text: string) => void): Promise<BenchReport> {
  const units = await measureUnits(progress)
  writeFileSync(UNITS_FILE, `${JSON.stringify(units, null, 2)}\n`)
  return {
    findings: [...WORKLOADS.map(({ workload, atMost }) => billFinding(workload, bill(workload, units), atMost)), ...athenaFindings(units)],
    tables: [perEventTable(units), cheaperTable(units)],
  }
}

function perMillion(usd: bigint, { calls }: Workload): number {
  return usdToNumber(usd) / (calls / MILLION)
}

function nameOf({ calls, accounts }: Workload): string {
  return `${calls / MILLION}M calls a month, ${accounts} ${accounts === 1 ? 'source' : 'sources'}`
}

function billFinding(workload: Workload, { total, standing, lines }: Bill, atMost: number): Finding {
  const dollars = (usd: bigint) => `$${usdToNumber(usd).toFixed(2)}`
  const partOf = (...parts: string[]) => dollars(sumOf(lines.filter(({ part }) => parts.includes(part))))
  return {
    name: `AWS bill per 1M calls: ${nameOf(workload)}`, value: perMillion(total, workload), unit: '$', target: { atMost },
    boundBy: `${dollars(standing)} of ${dollars(total)} a month are there without any call. Watching takes ${partOf('Watching')} (alarms at $0.10 each, `
      + `the dashboard of the pipeline at $3.00), computing ${partOf('Computing')} (each run has its queries, for which Athena charges 10 MB at least), `
      + `logs and delivery ${partOf('Parsing logs', 'Delivery')}. The table below tells what fewer runs and no alarms leave of it.`,
  }
}

/** By the sizes of rows as measured; what a query takes besides reading is taken for granted. */
function athenaFindings(units: MeasuredUnits): Finding[] {
  return [1, 100].flatMap((millions) => {
    const workload = { ...DEFAULT_WORKLOAD, calls: millions * MILLION }
    const bytes = bill(workload, units).lines.filter(({ price }) => price === 'athenaByte').reduce((sum, { amount }) => sum + amount, 0)
    const seconds = queriesOf(workload) * QUERY_SECONDS
    return [
      { name: `Athena, bytes scanned per 1M calls: ${nameOf(workload)}`, value: bytes / millions / 1e9, unit: 'GB' },
      { name: `Athena, time of queries at ${QUERY_SECONDS} s each per 1M calls: ${nameOf(workload)}`, value: seconds / millions / 3_600, unit: 'h' },
    ]
  })
}

function perEventTable(units: MeasuredUnits): BenchTable {
  return {
    title: 'USD for 1M calls, and beside it DynamoDB alone for an item per dimension that every call is added to',
    header: ['Load', 'This pipeline', 'of it without any call', 'Less free allowances', 'Raw logs, apart', 'An item per dimension'],
    rows: WORKLOADS.map(({ workload }) => {
      const { total, standing, lessAllowances, rawLogs } = bill(workload, units)
      const sums = [total, standing, lessAllowances, sumOf(rawLogs), sumOf(perEventLines(workload))]
      return [nameOf(workload), ...sums.map((usd) => perMillion(usd, workload))]
    }),
  }
}

function cheaperTable(units: MeasuredUnits): BenchTable {
  return {
    title: 'USD a month for 1M calls from one source, as it may be configured',
    header: ['Configuration', 'Total', 'Less free allowances'],
    rows: CHEAPER.map(({ what, change }) => {
      const { total, lessAllowances } = bill({ ...DEFAULT_WORKLOAD, ...change }, units)
      return [what, usdToNumber(total), usdToNumber(lessAllowances)]
    }),
  }
}

async function measureUnits(progress: (text: string) => void): Promise<MeasuredUnits> {
  progress('sizes of events and logs')
  const sizes = {
    ...logSizes(), parseSecondsPerByte: await parseSecondsPerByte(2_000), ...await eventSizes({ ...SHAPE, calls: MILLION / 3, hours: 24 }),
  }
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
  const usage = { from: SHAPE.from, sources, models: 1, callersPerSource: 1, calls: 600 * sources, hours: 1 }
  return withUsagePipeline(usage, async ({ run }) => ({ busy: await run() }))
}
