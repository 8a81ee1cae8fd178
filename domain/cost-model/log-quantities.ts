import type { Quantity } from './bill.ts'
import type { MeasuredUnits } from './measured-units.ts'
import { HOURS_PER_MONTH, sourcesOf, type Workload } from './workload.ts'

/** Bedrock gathers the records of an object for about a minute; it is not told anywhere. */
const OBJECTS_PER_SOURCE_HOUR = 60
/** What Lambda does for a queue at rest: five pollers that wait for 20 seconds each. */
const POLLS_PER_SOURCE_HOUR = 5 * 180
/** An object is announced, received and deleted. */
const REQUESTS_PER_OBJECT = 3

const FUNCTION_MIB = 512
/** Of one core, which comes with 1,769 MiB. */
const CPU_SHARE = FUNCTION_MIB / 1_769
/** Getting an object, PutRecordBatch and the quarantine, each a round trip. */
const WAIT_SECONDS_PER_OBJECT = 0.1
/** Lambda's own three lines, one of results and one of metrics. */
export const LOG_BYTES_PER_INVOCATION = 1_600

export function objectsOf(workload: Workload): number {
  return Math.min(workload.calls, sourcesOf(workload) * HOURS_PER_MONTH * OBJECTS_PER_SOURCE_HOUR)
}

export function logQuantities(workload: Workload, measured: MeasuredUnits): Quantity[] {
  const objects = objectsOf(workload)
  const parseSeconds = workload.calls * measured.logTextBytes * measured.parseSecondsPerByte / CPU_SHARE
  const seconds = parseSeconds + objects * WAIT_SECONDS_PER_OBJECT
  return [
    { what: 'Log objects announced', price: 's3Event', amount: objects },
    { what: 'Queue requests, of which most find nothing', price: 'sqsRequest', amount: sourcesOf(workload) * HOURS_PER_MONTH * POLLS_PER_SOURCE_HOUR + objects * REQUESTS_PER_OBJECT },
    { what: 'Log objects read', price: 's3Get', amount: objects },
    { what: 'parse-log invoked', price: 'lambdaRequest', amount: objects },
    { what: 'parse-log at work', price: 'lambdaMibSecond', amount: seconds * FUNCTION_MIB },
    { what: 'parse-log\'s own log', price: 'logByte', amount: objects * LOG_BYTES_PER_INVOCATION },
  ]
}

const DAYS_PER_MONTH = HOURS_PER_MONTH / 24
const STANDARD_DAYS = 30

/** Once as many days of them are kept as are to be. */
export function rawLogQuantities({ calls, logDays }: Workload, { logBytes }: MeasuredUnits): Quantity[] {
  const bytesPerDay = calls * logBytes / DAYS_PER_MONTH
  return [
    { what: 'Raw logs of the last 30 days', price: 's3StandardByteMonth', amount: bytesPerDay * Math.min(logDays, STANDARD_DAYS) },
    { what: 'Raw logs older than that', price: 's3InfrequentByteMonth', amount: bytesPerDay * Math.max(0, logDays - STANDARD_DAYS) },
  ]
}
