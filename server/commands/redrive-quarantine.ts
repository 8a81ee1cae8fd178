import { parseObjectKey } from '../../domain/object-key.ts'
import type { MessageQueue, Quarantine, QuarantinedObject } from '../../domain/ports.ts'
import type { AnnouncedObject } from '../../domain/s3-event.ts'
import { sourceId, type Source } from '../../domain/source.ts'
import { announceObjects } from '../../functions/announce-objects.ts'
import { UsageError } from './cli.ts'

export interface RedriveQuarantinePorts {
  readonly quarantine: Pick<Quarantine, 'list'>
  readonly queue: Pick<MessageQueue, 'send'>
  readonly print: (line: string) => void
}

export interface RedriveQuarantineOptions {
  readonly source: Source | null
  /** ISO instant. */
  readonly since: string | null
  readonly bucket: string | null
  readonly max: number | null
  readonly dryRun: boolean
}

/** Prints the objects in quarantine that are asked for, and has them parsed again. Resolves to the exit code. */
export async function redriveQuarantine(ports: RedriveQuarantinePorts, options: RedriveQuarantineOptions): Promise<number> {
  const objects: AnnouncedObject[] = []
  for await (const { object, quarantined } of chosen(ports.quarantine, options)) {
    objects.push(object)
    ports.print(`s3://${object.bucket}/${object.key}  ${reasons(quarantined)}`)
  }
  if (options.dryRun) {
    ports.print(`would have ${objects.length} objects parsed again`)
    return 0
  }
  const sent = await announceObjects(eachOf(objects), ports.queue)
  ports.print(`${sent} objects will be parsed again`)
  return 0
}

async function* chosen(quarantine: Pick<Quarantine, 'list'>, { source, since, bucket, max }: RedriveQuarantineOptions) {
  let count = 0
  for await (const quarantined of quarantine.list(since ?? undefined)) {
    if (max !== null && count === max) return
    if (source !== null && !isOf(source, quarantined.key)) continue
    const object = placeOf(quarantined.key, bucket)
    if (bucket !== null && object.bucket !== bucket) continue
    count += 1
    yield { object, quarantined }
  }
}

function isOf(source: Source, key: string): boolean {
  const found = parseObjectKey(key)
  return found !== null && sourceId(found) === sourceId(source)
}

/** Objects of buckets are kept by `s3://<bucket>/<key>`. */
function placeOf(key: string, bucket: string | null): AnnouncedObject {
  const [, ownBucket, ownKey] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(key) ?? []
  if (ownBucket !== undefined && ownKey !== undefined) return { bucket: ownBucket, key: ownKey }
  if (bucket === null) throw new UsageError(`the bucket of ${key} is not known: name it with --bucket`)
  return { bucket, key }
}

function reasons({ lines }: QuarantinedObject): string {
  const counts = new Map<string, number>()
  for (const { reason } of lines) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => `${reason} × ${count}`).join(', ')
}

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
