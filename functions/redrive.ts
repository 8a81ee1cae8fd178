import type { Clock, MessageQueue } from '../domain/ports.ts'

export interface RedrivePorts {
  /** The dead-letter queue. */
  readonly from: MessageQueue
  readonly to: MessageQueue
  readonly clock: Clock
}

export interface RedriveOptions {
  /** Messages to move at most; null for all. */
  readonly max: number | null
  readonly onProgress?: (moved: number) => void
}

export interface RedriveResult {
  readonly moved: number
  /** Not taken by the other queue: still where they were. */
  readonly refused: number
  /** Moved, but still where they were as well: harmless, since whatever is parsed twice counts once. */
  readonly undeleted: number
  /** Sent since the start, so they have failed again: left where they are. */
  readonly cameBack: number
}

const BATCH = 10

/**
 * Moves messages from one queue to another. Each is deleted only once the other queue has it, so that none is lost,
 * whenever this ends; one may be delivered twice.
 */
export async function redrive({ from, to, clock }: RedrivePorts, { max, onProgress }: RedriveOptions): Promise<RedriveResult> {
  const startedMs = clock().getTime()
  const result = { moved: 0, refused: 0, undeleted: 0, cameBack: 0 }
  while (max === null || result.moved < max) {
    const received = await from.receive(max === null ? BATCH : Math.min(BATCH, max - result.moved))
    if (received.length === 0) break
    // Without this bound, what fails at once would go round and round.
    const messages = received.filter(({ sentMs }) => sentMs < startedMs)
    result.cameBack += received.length - messages.length
    const refused = await to.send(messages.map(({ body }) => body))
    const sent = messages.filter((_, index) => !refused.has(index))
    result.undeleted += await from.delete(sent)
    result.moved += sent.length
    result.refused += refused.size
    onProgress?.(result.moved)
    // What refuses a message after many tries will not take the next ones either.
    if (refused.size > 0) break
  }
  return result
}
