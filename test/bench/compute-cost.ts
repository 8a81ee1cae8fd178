import { aggregateStats } from '../../functions/aggregate-stats.ts'
import type { Bench, BenchReport } from './bench.ts'
import { consumedSum, nothingConsumed } from './consumed-capacity.ts'
import { SHAPE } from './growth.ts'
import { RUNS_PER_HOUR, withUsagePipeline, type UsagePipeline } from './usage-pipeline.ts'

const CALLS = 1_000_000
const HOURS_PER_DAY = 24
const RUN_RECORD_UNITS = 1

export const computeCostBench: Bench = {
  name: 'compute-cost',
  title: 'Computing usage and cost',
  method: `${CALLS.toLocaleString('en-US')} calls of one day from 10 sources, of 20 models and 200 callers, spread evenly over the day; log files come in one to `
    + 'seven minutes late, and compute-cost runs every 5 minutes. The event table is DuckDB and the database the embedded one, which tells by '
    + 'DynamoDB\'s rules what each request consumes; what an index costs is added. Of the day, its second hour is run and counted 24 times, '
    + 'as all hours are alike. Then all rows of the day are there at once and every hour is computed anew. Either the callers belong to one source '
    + 'each, 20 to a source, as roles do, or all 200 call from every source.',
  run: measure,
}

async function measure(progress: (text: string) => void): Promise<BenchReport> {
  progress('an hour of runs, 20 callers to a source')
  const own = await withUsagePipeline({ ...SHAPE, calls: Math.round(CALLS / 12), hours: 2 }, secondHour)
  progress('an hour of runs, all 200 callers in every source')
  const shared = await withUsagePipeline({ ...SHAPE, callersPerSource: 200, calls: Math.round(CALLS / 12), hours: 2 }, secondHour)
  progress('a whole day computed anew')
  const day = await withUsagePipeline({ ...SHAPE, calls: CALLS, hours: HOURS_PER_DAY }, wholeDay)
  const writeUnits = ({ hour }: Hour) => hour.writeUnits * HOURS_PER_DAY + day.rollUp.writeUnits
  return {
    findings: [
      { name: 'compute-cost: write units per 1M calls', value: writeUnits(own), unit: 'write units', target: { atMost: 100_000 } },
      {
        name: 'compute-cost: write units per 1M calls, every caller in every source',
        value: writeUnits(shared), unit: 'write units', target: { atMost: 100_000 }, boundBy: FEW_CALLS_EACH,
      },
      { name: 'compute-cost: read units per 1M calls', value: own.hour.readUnits * HOURS_PER_DAY, unit: 'read units' },
      {
        name: 'compute-cost: write units of a run that finds nothing new, besides the record of the run',
        value: own.quiet.writeUnits - RUN_RECORD_UNITS, unit: 'write units', target: { atMost: 0 },
      },
      { name: 'compute-cost: write units of the record of a run, from which the age of all figures is told', value: RUN_RECORD_UNITS, unit: 'write units' },
      { name: 'compute-cost: 1M events of one day computed anew', value: day.seconds, unit: 's', target: { atMost: 10 }, boundBy: DAY_BOUND },
      { name: 'aggregate-stats: write units of a day and its month, 10 sources', value: day.rollUp.writeUnits, unit: 'write units' },
      { name: 'aggregate-stats: read units of a day and its month, 10 sources', value: day.rollUp.readUnits, unit: 'read units' },
    ],
  }
}

const FEW_CALLS_EACH = '4,000 pairs of caller and model share 4,167 calls of a source and hour, so that a cell sums up two calls; a bucket of '
  + '1,900 such cells takes 24 bytes a cell, which is near what the counts hold of information.'

const DAY_BOUND = 'the queries of DuckDB, which find the rows of each request, bring each to one and sum those up with their histograms: about two '
  + 'thirds of the time; reading the groups into cells and writing buckets takes the rest.'

type Hour = Awaited<ReturnType<typeof secondHour>>

/** Of two hours of runs, the second one, with what comes late of the first. */
async function secondHour({ run }: UsagePipeline) {
  for (let count = 0; count < RUNS_PER_HOUR; count++) await run()
  let hour = nothingConsumed()
  for (let count = 0; count < RUNS_PER_HOUR; count++) hour = consumedSum(hour, await run())
  // The last calls come in.
  await run()
  await run()
  return { hour, quiet: await run() }
}

async function wholeDay({ arriveAll, recompute, consumedBy, usage, clock }: UsagePipeline) {
  await arriveAll()
  clock.nowMs += HOURS_PER_DAY * 3_600_000
  const startMs = performance.now()
  await recompute()
  const seconds = (performance.now() - startMs) / 1_000
  clock.nowMs += 31 * HOURS_PER_DAY * 3_600_000
  const rollUp = await consumedBy(() => aggregateStats({ usage, clock: () => new Date(clock.nowMs) }, { lookBackDays: null }))
  return { seconds, rollUp }
}
