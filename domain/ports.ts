import type { Bucket, Period } from './bucket.ts'
import type { CellKey } from './cell.ts'
import type { MetricName } from './contract.ts'
import type { Histogram } from './histogram.ts'
import type { Source } from './source.ts'
import type { UsageEvent } from './usage-event.ts'

/** A log object as listed: `version` changes whenever its content does. */
export interface LogObject {
  readonly key: string
  readonly bytes: number
  readonly version: string
}

/** One line of a log object, without its line feed. Numbers start at 1. */
export interface LogLine {
  readonly number: number
  /** Its bytes, whatever they are, one character for each: domain/latin1.ts reads them as UTF-8. */
  readonly latin1: string
}

/** Thrown by LogObjects.lines, after the lines that could be read, when the rest of an object cannot be. */
export class ObjectUnreadable extends Error {
  readonly reason: 'truncated' | 'corrupt' | 'too_large'
  /** The first line that could not be delivered whole. */
  readonly line: number
  constructor(reason: ObjectUnreadable['reason'], line: number, message: string) {
    super(message)
    this.name = 'ObjectUnreadable'
    this.reason = reason
    this.line = line
  }
}

export interface LogObjects {
  /** Every object under the configured prefix, in the order of keys; permission checks and side-cars included. */
  list(): AsyncIterable<LogObject>
  /** Lines of the decompressed object in batches, cut at line feeds only. Bounded memory. */
  lines(key: string): AsyncIterable<readonly LogLine[]>
}

export interface EventSink {
  /** Resolves when every event is stored at least once; rejects if any is not. */
  append(events: readonly UsageEvent[]): Promise<void>
}

/** A line that could not become a usage event. Never holds any of its text. */
export interface QuarantinedLine {
  readonly line: number
  readonly reason: string
  /** The field at fault, e.g. `input.inputTokenCount`, or null. */
  readonly field: string | null
}

/** An object with lines that could not become usage events. */
export interface QuarantinedObject {
  readonly key: string
  /** When its lines were last said to be bad, ISO. */
  readonly at: string
  /** In the order of their numbers. */
  readonly lines: readonly QuarantinedLine[]
}

export interface Quarantine {
  /** What is wrong with one object; replaces what was said of the same object before. */
  replace(key: string, lines: readonly QuarantinedLine[]): Promise<void>
  /** Objects source after source, in the order of keys; with `since`, an ISO instant, only those quarantined then or later. */
  list(since?: string): AsyncIterable<QuarantinedObject>
}

/** What stands behind the ARN of a profile, a custom model or provisioned throughput. */
export interface ModelSources {
  /**
   * The reference of the model to name and price its calls by, null where that may not or cannot be told. Remembers both for
   * a while. Rejects where it may well be told at the next try.
   */
  resolve(arn: string): Promise<string | null>
}

/** Which objects have been parsed, for sources that are listed instead of announcing their objects. */
export interface ObjectLedger {
  /** Version by key of every object parsed so far. */
  parsed(): Promise<Map<string, string>>
  /**
   * Before objects are parsed: takes back what a run that died left in the event table of those never recorded. Of recorded
   * ones that have changed nothing is taken back: what was counted once stays, and what is new is added.
   */
  begin(objects: readonly LogObject[]): Promise<void>
  record(object: LogObject): Promise<void>
}

/** Half-open range of whole UTC hours, each counted from 1970-01-01T00:00Z. */
export interface HourRange {
  readonly from: number
  readonly to: number
}

export interface HourCount extends Source {
  readonly hour: number
  /** Raw rows, duplicates included. */
  readonly records: number
  /** Instant of the newest row, in milliseconds since 1970. */
  readonly newestMs: number
}

/** The calls of one source, hour and cell key after deduplication, as the event table sums them. Whoever gets it may keep its parts. */
export interface UsageGroup extends Source, CellKey {
  readonly hour: number
  /** True if a request of this source and hour also has rows in another hour. */
  readonly crossesHours: boolean
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWrite5mTokens: number
  readonly cacheWrite1hTokens: number
  readonly cacheWriteUnsplitTokens: number
  readonly images: number
  readonly cacheReadCalls: number
  readonly cacheWrite5mCalls: number
  readonly cacheWrite1hCalls: number
  readonly cacheWriteUnsplitCalls: number
  readonly imagesUnknownCalls: number
  readonly latencyMs: Histogram
  readonly timeToFirstTokenMs: Histogram
  readonly outputTokensPerKs: Histogram
  readonly generationCalls: number
  readonly generationMs: number
  readonly generationTokens: number
}

/** The event table as L2 reads it. Every read but countRecords deduplicates by account, region and request id. */
export interface UsageLake {
  /** Raw rows per source and hour; null means the whole table. */
  countRecords(range: HourRange | null): Promise<HourCount[]>
  /**
   * Groups of the hours in the range, and of hours next to it that share a request with one inside.
   * `priceInstants` are ISO instants inside the range that split an hour's cells (CellKey.priceFromMs).
   */
  aggregate(range: HourRange, priceInstants: readonly string[]): AsyncIterable<UsageGroup>
}

export interface BucketHead {
  readonly source: Source
  readonly period: Period
  readonly start: string
  readonly records: number
  readonly priceVersion: number
  readonly generation: number
  /** Sum of the generations of the buckets that it was merged from, 0 for an hour: grows with every change to one of them. */
  readonly mergedFrom: number
}

export interface SourceState extends Source {
  /** Instant of the newest event, ISO. */
  readonly newestEvent: string
}

/** What one run did; the last of each kind is kept. */
export interface RunRecord {
  readonly kind: 'compute-cost' | 'aggregate-stats' | 'sync-pricing' | 'backfill' | 'reprice'
  readonly startedAt: string
  readonly finishedAt: string
  readonly outcome: 'ok' | 'failed'
  /**
   * How far the run's work reaches, ISO; null before any data. compute-cost: the newest event that is in the buckets ("data
   * up to"). aggregate-stats: the start of the UTC day before which every day and month is rolled up; from there on read hours.
   * backfill: the hour at which it goes on, or the end of its range. sync-pricing: when the feed was last taken over, or found
   * to be as it was. reprice: always null.
   */
  readonly dataUpTo: string | null
  readonly bucketsWritten: number
  readonly message: string | null
  /** sync-pricing: revision of the feed that it took over last. reprice: how far it got, see functions/reprice.ts. */
  readonly revision?: string
  /** sync-pricing: keys that the feed listed when it was taken over last. */
  readonly listedKeys?: readonly string[]
}

export interface BucketName {
  readonly source: Source
  readonly period: Period
  readonly start: string
}

/** The serving layer: usage buckets and what is known of their making. */
export interface UsageStore {
  /** A number greater than every one given before, to whichever process. */
  nextGeneration(): Promise<number>
  /** Buckets of a source with from ≤ start < to, in order of start; null bounds are open. Never a mixture of generations. */
  readBuckets(source: Source, period: Period, from: string | null, to: string | null): AsyncIterable<Bucket>
  /** The same selection without cells. */
  readHeads(source: Source, period: Period, from: string | null, to: string | null): AsyncIterable<BucketHead>
  /** Replaces the bucket unless one of the same or a newer generation stands there. */
  writeBucket(bucket: Bucket, generation: number, mergedFrom?: number): Promise<'written' | 'superseded'>
  /** Replaces the bucket of the generation `replaced` while it stands there; any later one of nextGeneration still wins over it. */
  rewriteBucket(bucket: Bucket, replaced: number): Promise<'written' | 'superseded'>
  /** Says which buckets a generation is about to write, so that they get announced even if its run dies before it can. */
  intend(generation: number, names: readonly BucketName[]): Promise<void>
  /** Announces the buckets that a generation wrote, and those that older generations intended and did not announce. */
  announce(generation: number, names: readonly BucketName[]): Promise<void>
  /**
   * Buckets announced after the given position of the feed (0: from its start), and the position of its end. Not complete
   * if the feed no longer reaches back that far: then any bucket may have changed.
   */
  changesSince(position: number): Promise<{ position: number; names: BucketName[]; complete: boolean }>
  listSources(): Promise<SourceState[]>
  /** Adds the source, or moves its newest event forward; never back. */
  noteSource(state: SourceState): Promise<void>
  saveRun(run: RunRecord): Promise<void>
  lastRun(kind: RunRecord['kind']): Promise<RunRecord | null>
}

/** One point of a latency metric; its period begins at `startMs`. */
export interface LatencyPoint {
  readonly startMs: number
  readonly samples: number
  readonly p50Ms: number
  readonly p90Ms: number
}

export interface LatencyQuery {
  readonly region: string
  /** As callers pass them: ids of models or profiles. */
  readonly models: readonly string[]
  readonly fromMs: number
  readonly toMs: number
  readonly periodSeconds: number
}

/** What AWS itself measures of calls that the log tells no latency of. */
export interface LatencyMetrics {
  /** Points by model in the order of time; a model without any is left out. */
  timeToFirstToken(query: LatencyQuery): Promise<Map<string, LatencyPoint[]>>
}

/** Numbers of one run or invocation, by the names of domain/contract.ts. */
export interface Metrics {
  /** Adds to a sum that starts at 0. */
  count(name: MetricName, amount: number): void
  /** Keeps the largest of the values that it is given. */
  gauge(name: MetricName, value: number): void
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** For operators. Never gets any text of a record, nor of an error that may quote one: object keys, counts and names of reasons. */
export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

/** A message in the hands of whoever received it: unless it is deleted in time, others get it again. */
export interface QueueMessage {
  readonly body: string
  /** What it is deleted by. */
  readonly receipt: string
  /** When it was first sent, in milliseconds since 1970. */
  readonly sentMs: number
}

export interface MessageQueue {
  /** About how many messages wait, and how many are in somebody's hands. */
  depth(): Promise<{ readonly waiting: number; readonly inFlight: number }>
  /** At most `max` messages, up to ten; none where none is to be had right now. */
  receive(max: number): Promise<readonly QueueMessage[]>
  /** Resolves to the indexes of the bodies that were not taken after all tries; all others are stored at least once. */
  send(bodies: readonly string[]): Promise<ReadonlySet<number>>
  /** Resolves to how many are still there after all tries. */
  delete(messages: readonly QueueMessage[]): Promise<number>
}

/** Time as the outermost layer gives it, so that everything inside is repeatable. */
export type Clock = () => Date
