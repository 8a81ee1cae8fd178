import type { LogBucket } from '../domain/log-bucket.ts'
import { parseObjectKey } from '../domain/object-key.ts'
import type { EventSink, LogObjects, ModelSources, Quarantine } from '../domain/ports.ts'
import { type AnnouncedObject, readS3Event } from '../domain/s3-event.ts'
import { OutOfTime, parseLog, type ParseLogOptions, type ParseLogResult } from './parse-log.ts'

export interface Message {
  readonly messageId: string
  readonly body: string
}

export interface ParseLogBatchPorts {
  /** Only ever called with a name from `buckets`. Whoever reads must make sure of the bucket's owner. */
  objectsIn(bucket: string): LogObjects
  readonly sink: EventSink
  readonly quarantine: Pick<Quarantine, 'replace'>
  readonly models?: ModelSources
}

export interface ParseLogBatchOptions extends Omit<ParseLogOptions, 'isTimeUp'> {
  readonly buckets: ReadonlyMap<string, LogBucket>
  /** When the process is ended, in milliseconds since 1970. */
  readonly deadlineMs?: number
}

export interface BatchFailure {
  readonly messageId: string
  /** `s3://bucket/key`; null where the message could not be read that far. */
  readonly object: string | null
  /** `OutOfTime`, `truncated`, `corrupt`, `malformed_message`, or the name of the error. */
  readonly reason: string
  readonly detail: string
}

export interface ParseLogBatchTotals {
  /** Objects parsed, those of them included that could not be read to their end. */
  objects: number
  /** Objects that are no logs, such as side-cars. */
  skipped: number
  /** Objects that were not read, since they do not belong to whom they should. */
  refused: number
  records: number
  empty: number
  /** Lines, and objects that were refused. */
  quarantined: number
  unresolvedModels: number
  /** ISO 8601 instant of the newest event stored, or null. */
  newestEvent: string | null
}

export interface ParseLogBatchResult {
  /** Messages that have to come back. All others are done. */
  readonly failed: string[]
  readonly failures: BatchFailure[]
  readonly totals: ParseLogBatchTotals
}

/** Ten seconds to spare, and the longest that a sink takes to give up on one batch of events. */
const RESERVE_MS = 25_000

/**
 * Parses the objects that a batch of messages announces, one after another. Messages do not depend on each other: one
 * fails if an object of its could not be fetched, stored, read to its end or finished in time, and then may be tried again.
 * What no other try could change is quarantined and done with: bad lines, objects that unfold to too much, buckets that
 * are not ours and logs of somebody else's account.
 */
export async function parseLogBatch(
  messages: readonly Message[], ports: ParseLogBatchPorts, options: ParseLogBatchOptions,
): Promise<ParseLogBatchResult> {
  const totals: ParseLogBatchTotals = {
    objects: 0, skipped: 0, refused: 0, records: 0, empty: 0, quarantined: 0, unresolvedModels: 0, newestEvent: null,
  }
  const failures: BatchFailure[] = []
  const isTimeUp = () => options.deadlineMs !== undefined && options.clock().getTime() > options.deadlineMs - RESERVE_MS

  for (const { messageId, body } of messages) {
    const event = readS3Event(body)
    if (event.kind === 'malformed') {
      failures.push({ messageId, object: null, reason: 'malformed_message', detail: event.reason })
      continue
    }
    for (const object of event.objects) {
      const failure = await parseObject(object, ports, { ...options, isTimeUp }, totals)
      if (failure !== null) failures.push({ messageId, object: uriOf(object), ...failure })
    }
  }
  return { failed: [...new Set(failures.map(({ messageId }) => messageId))], failures, totals }
}

/** Resolves to what went wrong, null if nothing did that another try could change. */
async function parseObject(
  object: AnnouncedObject,
  ports: ParseLogBatchPorts,
  options: ParseLogBatchOptions & ParseLogOptions,
  totals: ParseLogBatchTotals,
): Promise<Pick<BatchFailure, 'reason' | 'detail'> | null> {
  // Keys of one bucket may stand in another too.
  const quarantine: ParseLogBatchPorts['quarantine'] = {
    replace: (_key, lines) => ports.quarantine.replace(uriOf(object), lines),
  }
  try {
    if (options.isTimeUp?.() === true) throw new OutOfTime()
    const refusal = refusalOf(object, options.buckets)
    if (refusal === 'no_log') {
      totals.skipped += 1
      return null
    }
    if (refusal !== null) {
      await quarantine.replace(object.key, [{ line: 1, reason: refusal, field: null }])
      totals.refused += 1
      totals.quarantined += 1
      return null
    }
    const result = await parseLog(object.key, { ...ports, objects: ports.objectsIn(object.bucket), quarantine }, options)
    addTo(totals, result)
    if (result.unreadable === null || result.unreadable === 'too_large') return null
    return { reason: result.unreadable, detail: 'what could be read of the object is stored' }
  } catch (error) {
    return error instanceof Error ? { reason: error.name, detail: error.message } : { reason: 'unknown', detail: '' }
  }
}

/** Why an object must not be read, or null. Whether the bucket really is its owner's, only reading it tells. */
function refusalOf({ bucket, key }: AnnouncedObject, buckets: ReadonlyMap<string, LogBucket>): string | null {
  const configured = buckets.get(bucket)
  if (configured === undefined) return 'foreign_bucket'
  const { prefix, ownerAccountId } = configured
  const source = parseObjectKey(key)
  if (source === null || (prefix !== '' && !key.startsWith(`${prefix}/`))) return 'no_log'
  return source.accountId === ownerAccountId ? null : 'account_mismatch'
}

function addTo(totals: ParseLogBatchTotals, result: ParseLogResult): void {
  totals.objects += 1
  for (const name of ['records', 'empty', 'quarantined', 'unresolvedModels'] as const) totals[name] += result[name]
  const { newestEvent } = result
  if (newestEvent !== null && (totals.newestEvent === null || newestEvent > totals.newestEvent)) totals.newestEvent = newestEvent
}

function uriOf({ bucket, key }: AnnouncedObject): string {
  return `s3://${bucket}/${key}`
}
