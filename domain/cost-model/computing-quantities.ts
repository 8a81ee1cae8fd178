import type { Quantity } from './bill.ts'
import { bucketBytes } from './bucket-bytes.ts'
import { commitsOf, HOURS_UNTIL_COMPACTED } from './delivery-quantities.ts'
import { LOG_BYTES_PER_INVOCATION } from './log-quantities.ts'
import type { MeasuredUnits } from './measured-units.ts'
import { callsPerSourceHour, HOURS_PER_MONTH, sourcesOf, type Workload } from './workload.ts'

const DAYS_PER_MONTH = HOURS_PER_MONTH / 24
/** The least that Athena charges a query for. */
const QUERY_BYTES = 10 * 2 ** 20
/** Rows of two days back are counted: three partitions of the table, mostly. */
const COUNTED_DAYS = 3
/** Once files are compacted a query reads the whole day for one hour of it. */
const AGGREGATED_DAYS = 1
const GETS_PER_FILE = 2
const COMPACTED_FILES = 10
/** Of planning, waiting and reading; so long for few bytes, and hardly longer for what a day or three have. */
export const QUERY_SECONDS = 2.5
const FUNCTION_MIB = 512
const OTHER_SECONDS = 1
const WRITE_UNIT = 1_024
const READ_UNIT = 4_096
/** Calls come in so late, from the log to the table, at most; until then runs compute an hour that is over once more. */
const LATE_MINUTES = 7
const LOOK_BACK_HOURS = 50
const ROLL_UP_HOURS = 40 * 24
const KEPT_DAYS = 400

export function computingQuantities(workload: Workload, measured: MeasuredUnits): Quantity[] {
  const { runs, busyRuns } = runsOf(workload)
  const rollUps = HOURS_PER_MONTH
  return [
    ...queryQuantities(workload, measured, runs, busyRuns),
    { what: 'Runs by schedule', price: 'schedulerInvocation', amount: runs + rollUps },
    { what: 'compute-cost, mostly waiting for queries', price: 'lambdaMibSecond', amount: (queriesOf(workload) * QUERY_SECONDS + runs * OTHER_SECONDS + rollUps) * FUNCTION_MIB },
    { what: 'Functions invoked', price: 'lambdaRequest', amount: runs + rollUps },
    { what: 'Logs of functions', price: 'logByte', amount: (runs + rollUps) * LOG_BYTES_PER_INVOCATION },
    { what: 'Buckets written', price: 'dynamoWriteUnit', amount: writeUnits(workload, measured, runs, busyRuns) },
    { what: 'Heads and hours read', price: 'dynamoReadUnit', amount: readUnits(workload, measured, runs) },
    { what: `Buckets of ${KEPT_DAYS} days`, price: 'dynamoByteMonth', amount: storedBytes(workload, measured) },
    { what: 'Their backup', price: 'dynamoBackupByteMonth', amount: storedBytes(workload, measured) },
  ]
}

function runsOf({ calls, runMinutes }: Workload) {
  const runs = HOURS_PER_MONTH * 60 / runMinutes
  return { runs, busyRuns: runs * chanceOfCalls(calls / runs) }
}

/** Each run counts rows; one that finds new ones adds them up. */
export function queriesOf(workload: Workload): number {
  const { runs, busyRuns } = runsOf(workload)
  return runs + busyRuns
}

/** That there is one at least where so many are to be expected. */
function chanceOfCalls(expected: number): number {
  return 1 - Math.exp(-expected)
}

function queryQuantities(workload: Workload, measured: MeasuredUnits, runs: number, busyRuns: number): Quantity[] {
  const rowsPerDay = workload.calls / DAYS_PER_MONTH
  const counted = Math.max(QUERY_BYTES, rowsPerDay * COUNTED_DAYS * measured.countedRowBytes)
  const aggregated = Math.max(QUERY_BYTES, rowsPerDay * AGGREGATED_DAYS * measured.aggregatedRowBytes)
  const files = COMPACTED_FILES + commitsOf(workload) / HOURS_PER_MONTH * HOURS_UNTIL_COMPACTED
  return [
    { what: 'Rows counted', price: 'athenaByte', amount: runs * counted },
    { what: 'Rows added up', price: 'athenaByte', amount: busyRuns * aggregated },
    { what: 'Files read by queries', price: 'tablesGet', amount: (runs + busyRuns) * files * GETS_PER_FILE },
  ]
}

/** Pairs of caller and model of one source. */
function pairsOf(workload: Workload): number {
  return workload.models * Math.max(1, Math.ceil(workload.callers / sourcesOf(workload)))
}

/** Of a bucket, with its entry in the index of heads. */
function bucketWriteUnits(bytes: number): number {
  return bytes === 0 ? 0 : Math.ceil((bytes + 300) / WRITE_UNIT) + 1
}

function writeUnits(workload: Workload, measured: MeasuredUnits, runs: number, busyRuns: number): number {
  const calls = callsPerSourceHour(workload)
  const runsPerHour = 60 / workload.runMinutes
  const chance = chanceOfCalls(calls / runsPerHour)
  const bytesOf = (count: number) => bucketBytes(count, pairsOf(workload), measured)
  let perSourceHour = Math.ceil(LATE_MINUTES / workload.runMinutes) * chance * bucketWriteUnits(bytesOf(calls))
  for (let run = 1; run <= runsPerHour; run++) perSourceHour += chance * bucketWriteUnits(bytesOf(calls * run / runsPerHour))
  const perSourceDay = bucketWriteUnits(bytesOf(calls * 24))
  return sourcesOf(workload) * (perSourceHour * HOURS_PER_MONTH + perSourceDay * DAYS_PER_MONTH + runs * chance * measured.sourceWriteUnits)
    + busyRuns * measured.runWriteUnits + (runs - busyRuns) * QUIET_WRITE_UNITS
}

/** The record of the run. */
const QUIET_WRITE_UNITS = 1

function readUnits(workload: Workload, { headBytes, runReadUnits, buckets }: MeasuredUnits, runs: number): number {
  const headUnits = (hours: number) => Math.ceil(hours * headBytes / READ_UNIT)
  const dayBytes = 24 * bucketBytes(callsPerSourceHour(workload), pairsOf(workload), { buckets })
  const perSource = runs * headUnits(LOOK_BACK_HOURS) + HOURS_PER_MONTH * headUnits(ROLL_UP_HOURS) + DAYS_PER_MONTH * dayBytes / READ_UNIT
  return runs * runReadUnits + sourcesOf(workload) * perSource
}

function storedBytes(workload: Workload, measured: MeasuredUnits): number {
  const calls = callsPerSourceHour(workload)
  const bytesOf = (count: number) => bucketBytes(count, pairsOf(workload), measured)
  return sourcesOf(workload) * KEPT_DAYS * (24 * bytesOf(calls) + bytesOf(calls * 24))
}
