import { objectCreatedEvent } from '../domain/object-created-event.ts'
import type { MessageQueue } from '../domain/ports.ts'
import type { AnnouncedObject } from '../domain/s3-event.ts'

/** How often what was done so far is told: after every batch. */
export type OnAnnounced = (count: number, last: AnnouncedObject) => void

const BATCH = 100

/**
 * Sends the message that a new object brings about for each of the objects, in their order, so that they are parsed,
 * again or for the first time. Rejects at the first batch that is not taken as a whole. Resolves to how many were sent.
 */
export async function announceObjects(
  objects: AsyncIterable<AnnouncedObject>, queue: Pick<MessageQueue, 'send'>, onAnnounced?: OnAnnounced,
): Promise<number> {
  let sent = 0
  let batch: AnnouncedObject[] = []
  async function send(): Promise<void> {
    const last = batch.at(-1)
    if (last === undefined) return
    const refused = await queue.send(batch.map(objectCreatedEvent))
    if (refused.size > 0) throw new Error(`the queue refused ${refused.size} of ${batch.length} messages`)
    sent += batch.length
    batch = []
    onAnnounced?.(sent, last)
  }
  for await (const object of objects) {
    batch.push(object)
    if (batch.length === BATCH) await send()
  }
  await send()
  return sent
}
