import { type FirehoseClient, PutRecordBatchCommand, type PutRecordBatchCommandOutput } from '@aws-sdk/client-firehose'
import type { EventSink } from '../domain/ports.ts'
import type { UsageEvent } from '../domain/usage-event.ts'
import { type Backoff, DEFAULT_BACKOFF, repeatUntilDone } from './backoff.ts'

/** Limits of PutRecordBatch: records per call, bytes per call, bytes per record. */
const MAX_RECORDS = 500
const MAX_BATCH_BYTES = 4_000_000
const MAX_RECORD_BYTES = 1_000_000

/** What a delivery stream still refused after the last try. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused'
}

export interface FirehoseCounters {
  delivered(count: number): void
  resent(count: number): void
}

/**
 * Events as JSON records of a delivery stream. The call answers 200 even where entries failed: just those are sent
 * again, and what is still left after the last try rejects, so that the message that brought them comes back.
 */
export function firehoseEventSink(
  client: FirehoseClient, streamName: string, options: { backoff?: Backoff; counters?: FirehoseCounters } = {},
): EventSink {
  const backoff = options.backoff ?? DEFAULT_BACKOFF
  const counters = options.counters

  async function send(records: readonly Uint8Array[], attempt: number): Promise<readonly Uint8Array[]> {
    if (attempt > 0) counters?.resent(records.length)
    const answer = await client.send(new PutRecordBatchCommand({
      DeliveryStreamName: streamName,
      Records: records.map((Data) => ({ Data })),
    }))
    const failed = failedRecords(records, answer)
    counters?.delivered(records.length - failed.length)
    return failed
  }

  return {
    async append(events) {
      for (const batch of batches(events.map(encodeRecord))) {
        const left = await repeatUntilDone(batch, send, backoff)
        if (left.length > 0) {
          const what = `${left.length} of ${batch.length} records after ${backoff.tries} tries`
          throw new DeliveryRefused(`delivery stream ${streamName} refused ${what}`)
        }
      }
    },
  }
}

/** The entries named as failed; all of them where the answer does not say which, since a duplicate is harmless. */
function failedRecords(records: readonly Uint8Array[], answer: PutRecordBatchCommandOutput): readonly Uint8Array[] {
  const failedCount = answer.FailedPutCount ?? 0
  if (failedCount === 0) return []
  const named = records.filter((_, index) => answer.RequestResponses?.[index]?.ErrorCode !== undefined)
  return named.length === failedCount ? named : records
}

function encodeRecord(event: UsageEvent): Uint8Array {
  const data = Buffer.from(`${JSON.stringify(event)}\n`)
  if (data.length > MAX_RECORD_BYTES) throw new Error(`event of request ${event.request_id} is larger than a delivery record`)
  return data
}

function* batches(records: readonly Uint8Array[]): Generator<Uint8Array[]> {
  let batch: Uint8Array[] = []
  let bytes = 0
  for (const record of records) {
    if (batch.length === MAX_RECORDS || bytes + record.length > MAX_BATCH_BYTES) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(record)
    bytes += record.length
  }
  if (batch.length > 0) yield batch
}
