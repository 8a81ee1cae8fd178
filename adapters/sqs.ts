import {
  DeleteMessageBatchCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageBatchCommand, type SQSClient,
} from '@aws-sdk/client-sqs'
import type { MessageQueue } from '../domain/ports.ts'
import { type Backoff, DEFAULT_BACKOFF, repeatUntilDone } from './backoff.ts'

/** Limits of a batch; SQS takes more bytes by now, but not everywhere. */
const MAX_ENTRIES = 10
const MAX_BATCH_BYTES = 256 * 1024
/** Long polling asks all of SQS's servers, so that an empty answer means an empty queue. */
const WAIT_SECONDS = 2
/** How long whoever receives has to send and to delete. */
const VISIBILITY_SECONDS = 120

interface Entry {
  readonly index: number
  readonly body: string
}

/** Messages of a standard queue, by its URL. Batch calls answer 200 even where entries failed: just those are tried again. */
export function sqsQueue(client: SQSClient, url: string, backoff: Backoff = DEFAULT_BACKOFF): MessageQueue {
  async function sendBatch(entries: readonly Entry[]): Promise<readonly Entry[]> {
    const answer = await client.send(new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: entries.map(({ index, body }) => ({ Id: String(index), MessageBody: body })),
    }))
    return stillLeft(entries, answer.Successful)
  }

  async function deleteBatch(receipts: readonly Entry[]): Promise<readonly Entry[]> {
    const answer = await client.send(new DeleteMessageBatchCommand({
      QueueUrl: url,
      Entries: receipts.map(({ index, body }) => ({ Id: String(index), ReceiptHandle: body })),
    }))
    return stillLeft(receipts, answer.Successful)
  }

  return {
    async depth() {
      const { Attributes } = await client.send(new GetQueueAttributesCommand({
        QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }))
      return {
        waiting: Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0),
        inFlight: Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'] ?? 0),
      }
    },

    async receive(max) {
      const { Messages } = await client.send(new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(max, MAX_ENTRIES),
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: VISIBILITY_SECONDS,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }))
      return (Messages ?? []).map(({ Body = '', ReceiptHandle = '', Attributes }) => ({
        body: Body, receipt: ReceiptHandle, sentMs: Number(Attributes?.SentTimestamp ?? 0),
      }))
    },

    async send(bodies) {
      const left = new Set<number>()
      for (const batch of batches(bodies.map((body, index) => ({ index, body })))) {
        for (const { index } of await repeatUntilDone(batch, sendBatch, backoff)) left.add(index)
      }
      return left
    },

    async delete(messages) {
      let left = 0
      for (const batch of batches(messages.map(({ receipt }, index) => ({ index, body: receipt })))) {
        left += (await repeatUntilDone(batch, deleteBatch, backoff)).length
      }
      return left
    },
  }
}

function stillLeft(entries: readonly Entry[], done: readonly { Id?: string | undefined }[] | undefined): readonly Entry[] {
  const ids = new Set((done ?? []).map(({ Id }) => Id))
  return entries.filter(({ index }) => !ids.has(String(index)))
}

function* batches(entries: readonly Entry[]): Generator<Entry[]> {
  let batch: Entry[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.body)
    if (batch.length === MAX_ENTRIES || (batch.length > 0 && bytes + size > MAX_BATCH_BYTES)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(entry)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
