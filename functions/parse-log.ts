import type { AttributionPolicy } from '../domain/attribution.ts'
import { parseObjectKey } from '../domain/object-key.ts'
import type { ParseContext } from '../domain/parse-record.ts'
import {
  ObjectUnreadable, type Clock, type EventSink, type LogObjects, type ModelSources, type Quarantine, type QuarantinedLine,
} from '../domain/ports.ts'
import type { UsageEvent } from '../domain/usage-event.ts'
import { lineParser, unresolvedArn } from './resolve-models.ts'

export interface ParseLogPorts {
  readonly objects: LogObjects
  readonly sink: EventSink
  readonly quarantine: Pick<Quarantine, 'replace'>
  /** Without it, opaque models stay opaque. */
  readonly models?: ModelSources
}

export interface ParseLogOptions {
  readonly policy: AttributionPolicy
  readonly clock: Clock
  readonly profiles?: ReadonlyMap<string, string>
  /** Asked before every batch of lines: true ends the work with OutOfTime. */
  readonly isTimeUp?: () => boolean
}

/** Thrown where time was up before an object was done; it may simply be parsed again. */
export class OutOfTime extends Error {
  constructor() {
    super('time was up before the object was done')
    this.name = 'OutOfTime'
  }
}

export interface ParseLogResult {
  /** True for a key that is not one of a log: a side-car, a permission check, somebody else's object. */
  readonly skipped: boolean
  /** Events stored. */
  readonly records: number
  /** Blank lines and records that are no requests. */
  readonly empty: number
  readonly quarantined: number
  /** Events stored whose model could be asked for, without an answer. */
  readonly unresolvedModels: number
  /** Why the object could not be read to its end, or null. */
  readonly unreadable: ObjectUnreadable['reason'] | null
  /** ISO 8601 instant of the newest event stored, or null. */
  readonly newestEvent: string | null
}

const SKIPPED: ParseLogResult = {
  skipped: true, records: 0, empty: 0, quarantined: 0, unresolvedModels: 0, unreadable: null, newestEvent: null,
}

const BATCH_EVENTS = 500
/** More bad lines than that are counted, but not listed one by one. */
const MAX_LISTED = 10_000

/**
 * Turns one log object into usage events. At least once: rejects without having quarantined anything if an event could
 * not be stored, and may simply be called again. Bad lines, and where the object ends if it cannot be read to its end,
 * are quarantined and hold up nothing else.
 */
export async function parseLog(key: string, ports: ParseLogPorts, options: ParseLogOptions): Promise<ParseLogResult> {
  const keySource = parseObjectKey(key)
  if (keySource === null) return SKIPPED
  const now = options.clock()
  const context: ParseContext = {
    sourceKey: key,
    parsedAt: now.toISOString(),
    nowMs: now.getTime(),
    policy: options.policy,
    keySource,
    ...(options.profiles === undefined ? {} : { profiles: options.profiles }),
  }
  const parseLine = lineParser(context, ports.models)

  let batch: UsageEvent[] = []
  let records = 0
  let empty = 0
  let quarantined = 0
  let unresolvedModels = 0
  let unreadable: ObjectUnreadable['reason'] | null = null
  let newestEvent: string | null = null
  const listed: QuarantinedLine[] = []
  const quarantine = (line: QuarantinedLine) => {
    quarantined += 1
    if (listed.length < MAX_LISTED) listed.push(line)
    else if (listed.length === MAX_LISTED) listed.push({ line: line.line, reason: 'further_lines_not_listed', field: null })
  }
  const store = async () => {
    if (batch.length > 0) await ports.sink.append(batch)
    records += batch.length
    batch = []
  }

  try {
    for await (const lines of ports.objects.lines(key)) {
      if (options.isTimeUp?.() === true) throw new OutOfTime()
      for (const { number, latin1 } of lines) {
        const parsed = parseLine(latin1)
        const line = parsed instanceof Promise ? await parsed : parsed
        if (line.kind === 'empty') empty += 1
        if (line.kind === 'rejected') quarantine({ line: number, reason: line.reason, field: line.field })
        if (line.kind !== 'event') continue
        batch.push(line.event)
        if (unresolvedArn(line.event) !== null) unresolvedModels += 1
        if (newestEvent === null || line.event.ts > newestEvent) newestEvent = line.event.ts
        if (batch.length === BATCH_EVENTS) await store()
      }
    }
  } catch (error) {
    if (!(error instanceof ObjectUnreadable)) throw error
    unreadable = error.reason
    quarantine({ line: error.line, reason: error.reason, field: null })
  }
  await store()
  await ports.quarantine.replace(key, listed)
  return { skipped: false, records, empty, quarantined, unresolvedModels, unreadable, newestEvent }
}
