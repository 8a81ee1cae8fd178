import type { Quantity } from './bill.ts'
import type { MeasuredUnits } from './measured-units.ts'
import { HOURS_PER_MONTH, type Workload } from './workload.ts'

/** Data file, manifest, list of manifests and metadata. */
const PUTS_PER_COMMIT = 4
/** Hours until S3 Tables has compacted what was committed; it promises nothing. */
export const HOURS_UNTIL_COMPACTED = 3
/** Files of a snapshot stay for five days after they were compacted. */
const SNAPSHOT_HOURS = 120

/** How often the stream flushes what it has gathered; not where there is nothing. */
export function commitsOf({ calls, deliverySeconds }: Workload): number {
  return Math.min(calls, HOURS_PER_MONTH * 3_600 / deliverySeconds)
}

export function deliveryQuantities(workload: Workload, { eventBytes, rowBytes }: MeasuredUnits): Quantity[] {
  const { calls, eventMonths } = workload
  const commits = commitsOf(workload)
  return [
    { what: 'Events delivered', price: 'firehoseByte', amount: calls * eventBytes },
    { what: 'Commits to the event table', price: 'tablesPut', amount: commits * PUTS_PER_COMMIT },
    { what: 'Files compacted', price: 'tablesCompactedObject', amount: commits },
    { what: 'Rows compacted', price: 'tablesCompactedByte', amount: calls * rowBytes },
    { what: 'Files of the event table', price: 'tablesObjectMonth', amount: commits * PUTS_PER_COMMIT * SNAPSHOT_HOURS / HOURS_PER_MONTH },
    { what: `Events of ${eventMonths} months`, price: 'tablesByteMonth', amount: calls * rowBytes * eventMonths },
  ]
}
