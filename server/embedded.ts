import { setTimeout as sleep } from 'node:timers/promises'
import type { WritePorts } from '../adapters/open-ports.ts'
import type { AttributionPolicy } from '../domain/attribution.ts'
import { parseObjectKey } from '../domain/object-key.ts'
import type { Clock, LogObject, LogObjects } from '../domain/ports.ts'
import { aggregateStats } from '../functions/aggregate-stats.ts'
import { computeCost } from '../functions/compute-cost.ts'
import { forEachAtOnce } from '../functions/for-each-at-once.ts'
import { parseLog } from '../functions/parse-log.ts'
import { reprice } from '../functions/reprice.ts'

export type PipelinePorts = Omit<WritePorts, 'close'>

export interface PipelineOptions {
  readonly policy: AttributionPolicy
  readonly clock: Clock
  readonly onProgress?: (step: 'parse' | 'compute', done: number, total: number) => void
}

export interface PipelineRun {
  /** Log objects and events that this run added. */
  readonly objects: number
  readonly records: number
  readonly bucketsWritten: number
}

/** Files are read while others are parsed, and what comes out of several goes into the event table in one write. */
const OBJECTS_AT_ONCE = 16

/**
 * The whole pipeline once: parses the objects that are new or have changed, and brings buckets up to date. Whatever a run
 * that died left undone, the next one does; a run without news changes nothing.
 */
export async function runPipeline(ports: PipelinePorts, objects: LogObjects, options: PipelineOptions): Promise<PipelineRun> {
  const news = await newObjects(ports, objects)
  await ports.ledger.begin(news)
  let parsed = 0
  let records = 0
  options.onProgress?.('parse', 0, news.length)
  await forEachAtOnce(news, OBJECTS_AT_ONCE, async (object) => {
    const result = await parseLog(object.key, { ...ports, objects }, options)
    await ports.ledger.record(object)
    records += result.records
    parsed += 1
    options.onProgress?.('parse', parsed, news.length)
  })

  const { clock } = options
  const computed = await computeCost({ ...ports, clock }, {
    lookBackHours: null,
    tagDimensions: options.policy.tagDimensions,
    onProgress: (done, total) => options.onProgress?.('compute', done, total),
  })
  const rolledUp = await aggregateStats({ ...ports, clock }, { lookBackDays: null })
  const repriced = await reprice({ ...ports, clock }, { hoursKept: null, tagDimensions: options.policy.tagDimensions })
  const bucketsWritten = computed.bucketsWritten + repriced.bucketsWritten + rolledUp.bucketsWritten
  return { objects: news.length, records, bucketsWritten }
}

async function newObjects({ ledger }: PipelinePorts, objects: LogObjects): Promise<LogObject[]> {
  const known = await ledger.parsed()
  const news: LogObject[] = []
  for await (const object of objects.list()) {
    const isLog = parseObjectKey(object.key) !== null
    if (isLog && known.get(object.key) !== object.version) news.push(object)
  }
  return news
}

export interface WatchOptions extends PipelineOptions {
  readonly intervalMs?: number
  readonly signal: AbortSignal
  readonly onRun?: (run: PipelineRun) => void
  /** What a failed run threw; the next one tries again. */
  readonly onError: (error: unknown) => void
}

const INTERVAL_MS = 10_000

/** Runs the pipeline again and again, one run at a time, until the signal; resolves once the last run has ended. */
export async function watch(ports: PipelinePorts, objects: LogObjects, options: WatchOptions): Promise<void> {
  const { signal, intervalMs = INTERVAL_MS } = options
  while (!signal.aborted) {
    try {
      options.onRun?.(await runPipeline(ports, objects, options))
    } catch (error) {
      options.onError(error)
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined)
  }
}
