import { nextDay, periodId } from '../../domain/calendar.ts'
import { parseObjectKey } from '../../domain/object-key.ts'
import { dayFolder, hourOfObject } from '../../domain/object-hour.ts'
import type { HourRange, LogObject, MessageQueue } from '../../domain/ports.ts'
import type { AnnouncedObject } from '../../domain/s3-event.ts'
import { sourceId, type Source } from '../../domain/source.ts'
import { announceObjects } from '../../functions/announce-objects.ts'
import { progressBar } from './progress.ts'

export interface BackfillObjectsPorts {
  /** Objects of the bucket whose key begins with the prefix, in the order of keys. */
  listBelow(prefix: string): AsyncIterable<LogObject>
  /** Null: just count. */
  readonly queue: Pick<MessageQueue, 'send'> | null
}

export interface BackfillObjectsOptions {
  readonly bucket: string
  /** What stands before `AWSLogs/`, without a slash at its end; may be empty. */
  readonly prefix: string
  readonly source: Source | null
  /** Objects up to this key are done already. */
  readonly after: string | null
  readonly isInterrupted: () => boolean
  readonly print: (line: string) => void
}

/** Enqueues the log objects that were written in a range of hours. Resolves to the exit code. */
export async function backfillObjects(
  { listBelow, queue }: BackfillObjectsPorts, range: HourRange, options: BackfillObjectsOptions,
): Promise<number> {
  const { bucket, print } = options
  let [objects, bytes, last] = [0, 0, options.after]
  let stopped = false
  async function* found(): AsyncGenerator<AnnouncedObject> {
    for (const prefix of prefixes(range, options)) {
      for await (const object of listBelow(prefix)) {
        stopped = options.isInterrupted()
        if (stopped) return
        if (!isWanted(object.key, range, options)) continue
        objects += 1
        bytes += object.bytes
        yield { bucket, key: object.key }
      }
    }
  }
  if (queue === null) {
    await announceObjects(found(), NOWHERE)
    print(`would enqueue ${objects} log objects with ${bytes} bytes`)
    return 0
  }

  const bar = progressBar('Enqueuing objects')
  let shown = 0
  try {
    await announceObjects(found(), queue, (count, { key }) => {
      bar.total(count)
      bar.done(count - shown)
      shown = count
      last = key
    })
  } catch (error) {
    bar.stop()
    if (last !== null) print(`${shown} log objects enqueued; go on with --after '${last}'`)
    throw error
  }
  bar.stop()
  print(`${shown} log objects with ${bytes} bytes enqueued`)
  if (stopped) {
    print(last === null ? 'interrupted' : `interrupted: go on with --after '${last}'`)
    return 1
  }
  print('Once they are parsed and delivered, compute their hours with this command and the same range, without --objects.')
  return 0
}

const NOWHERE: Pick<MessageQueue, 'send'> = { send: async () => new Set() }

/** The whole prefix; of a single source, its days in the range. */
function prefixes({ from, to }: HourRange, { source, prefix }: BackfillObjectsOptions): string[] {
  if (source === null) return [prefix]
  const days: string[] = []
  for (let day = periodId('day', from); day <= periodId('day', to - 1); day = nextDay(day)) days.push(day)
  return days.map((day) => [prefix, dayFolder(source, day)].filter((part) => part !== '').join('/'))
}

function isWanted(key: string, range: HourRange, { source, after, prefix }: BackfillObjectsOptions): boolean {
  const [owner, hour] = [parseObjectKey(key), hourOfObject(key)]
  if (owner === null || hour === null || (prefix !== '' && !key.startsWith(`${prefix}/`))) return false
  if (source !== null && sourceId(owner) !== sourceId(source)) return false
  return hour >= range.from && hour < range.to && (after === null || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0)
}
