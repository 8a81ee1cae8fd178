import { readChunkCounts, emptyBodyCounts, type BodyCounts } from './body-usage.ts'
import { splitCacheWrites, type CacheWrites } from './cache-split.ts'
import { readCount, reported, sumCounts, type Count } from './count.ts'
import type { JsonObject } from './json.ts'
import { RecordRejected } from './rejected.ts'

/** Tokens of one call by kind; null is not reported. `input` holds neither cache reads nor cache writes. */
export interface TokenCounts {
  readonly input: number | null
  readonly output: number | null
  readonly cacheRead: number | null
  readonly cacheWrites: CacheWrites
}

const COUNTERS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const
type Counter = (typeof COUNTERS)[number]
type Counts = Record<Counter, Count>

const TOP_LEVEL_FIELDS: Record<Counter, string> = {
  input: 'input.inputTokenCount',
  output: 'output.outputTokenCount',
  cacheRead: 'input.cacheReadInputTokenCount',
  cacheWrite: 'input.cacheWriteInputTokenCount',
}

const BODY_FIELDS: Record<Counter, string> = {
  input: 'output.outputBodyJson: input tokens',
  output: 'output.outputBodyJson: output tokens',
  cacheRead: 'output.outputBodyJson: cache reads',
  cacheWrite: 'output.outputBodyJson: cache writes',
}

/**
 * Takes each counter from the first place that reports it: top level, the body's usage, Bedrock's metrics in a stream.
 * Spellings of one counter are never added up.
 *
 * Throws RecordRejected for a top-level count that is none, and for one in the body where the top level reports nothing
 * at all; beside top-level counts, a body may hold what it likes.
 */
export function readTokenCounts(input: JsonObject, output: JsonObject, outputChunks: readonly JsonObject[]): TokenCounts {
  const top: Counts = {
    input: readCount(input['inputTokenCount']),
    output: readCount(output['outputTokenCount']),
    cacheRead: readCount(input['cacheReadInputTokenCount']),
    cacheWrite: readCount(input['cacheWriteInputTokenCount']),
  }
  requireReadable(top, TOP_LEVEL_FIELDS)

  const body = emptyBodyCounts()
  for (const chunk of outputChunks) readChunkCounts(body, chunk)
  const fromBody = countsOf(body)
  const nothingAbove = (top.input ?? top.output ?? top.cacheRead ?? top.cacheWrite) === null
  if (nothingAbove) requireReadable(fromBody, BODY_FIELDS)

  const cacheWrite = reported(top.cacheWrite ?? fromBody.cacheWrite)
  return {
    input: uncachedInput(top, body) ?? reported(top.input ?? fromBody.input),
    output: reported(top.output ?? fromBody.output),
    cacheRead: reported(top.cacheRead ?? fromBody.cacheRead),
    cacheWrites: splitCacheWrites(cacheWrite, reported(body.write5m), reported(body.write1h)),
  }
}

function countsOf(body: BodyCounts): Counts {
  const { usage, metrics } = body
  return {
    input: firstReadable(uncached(usage.input, body.cachedInput), metrics.input),
    output: firstReadable(usage.output, metrics.output),
    cacheRead: firstReadable(usage.cacheRead, body.cachedInput, metrics.cacheRead),
    cacheWrite: firstReadable(usage.cacheWrite, metrics.cacheWrite, sumCounts([body.write5m, body.write1h])),
  }
}

/**
 * Where the top level repeats OpenAI's input, cached tokens included, and counts no cache reads itself, the cached part
 * is taken out of it, or it would count twice.
 */
function uncachedInput(top: Counts, body: BodyCounts): number | null {
  if (top.input === null || top.cacheRead !== null || top.input !== body.usage.input) return null
  return reported(uncached(top.input, body.cachedInput))
}

function uncached(input: Count, cached: Count): Count {
  if (typeof input !== 'number' || typeof cached !== 'number') return input
  return Math.max(0, input - cached)
}

/** A number if any of the counts is one, otherwise whether any was reported. */
function firstReadable(...counts: Count[]): Count {
  return counts.find((count) => typeof count === 'number') ?? counts.find((count) => count !== null) ?? null
}

function requireReadable(counts: Counts, fields: Record<Counter, string>): void {
  for (const counter of COUNTERS) {
    if (counts[counter] === 'unreadable') throw new RecordRejected('bad_count', fields[counter])
  }
}
