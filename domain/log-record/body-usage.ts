import { readCount, sameCounter, sumCounts, type Count } from './count.ts'
import { objectAt, objectsAt, type JsonObject } from './json.ts'

/** Counters of one spelling family, before it is decided which family counts. */
export interface BodyUsage {
  input: Count
  output: Count
  cacheRead: Count
  cacheWrite: Count
}

/** Everything that the chunks of a body say of tokens. */
export interface BodyCounts {
  /** As the model's own API reports them. */
  usage: BodyUsage
  /** OpenAI's part of `usage.input` that was read from the cache: its input includes it, unlike everyone else's. */
  cachedInput: Count
  /** As Bedrock adds them to the last chunk of a stream. */
  metrics: BodyUsage
  /** Parts of the cache writes by time to live; null where not split. */
  write5m: Count
  write1h: Count
}

export function emptyBodyCounts(): BodyCounts {
  const none = { input: null, output: null, cacheRead: null, cacheWrite: null }
  return { usage: { ...none }, cachedInput: null, metrics: { ...none }, write5m: null, write1h: null }
}

/** Adds what one chunk says. The order of chunks makes no difference. */
export function readChunkCounts(counts: BodyCounts, chunk: JsonObject): void {
  readUsage(counts, objectAt(chunk, 'usage'))
  readUsage(counts, objectAt(objectAt(chunk, 'message'), 'usage'))
  readUsage(counts, objectAt(objectAt(chunk, 'metadata'), 'usage'))
  readUsage(counts, objectAt(objectAt(chunk, 'response'), 'usage'))
  readCountersBesideText(counts.usage, chunk)
  const metrics = objectAt(chunk, 'amazon-bedrock-invocationMetrics')
  if (metrics === null) return
  add(counts.metrics, 'input', metrics['inputTokenCount'])
  add(counts.metrics, 'output', metrics['outputTokenCount'])
  add(counts.metrics, 'cacheRead', metrics['cacheReadInputTokenCount'])
  add(counts.metrics, 'cacheWrite', metrics['cacheWriteInputTokenCount'])
}

/** Anthropic and OpenAI in snake case, Converse and Nova in camel case. One object holds each counter in one spelling. */
function readUsage(counts: BodyCounts, usage: JsonObject | null): void {
  if (usage === null) return
  add(counts.usage, 'input', usage['input_tokens'] ?? usage['inputTokens'] ?? usage['prompt_tokens'])
  add(counts.usage, 'output', usage['output_tokens'] ?? usage['outputTokens'] ?? usage['completion_tokens'])
  add(counts.usage, 'cacheRead',
    usage['cache_read_input_tokens'] ?? usage['cacheReadInputTokens'] ?? usage['cacheReadInputTokenCount'])
  add(counts.usage, 'cacheWrite',
    usage['cache_creation_input_tokens'] ?? usage['cacheWriteInputTokens'] ?? usage['cacheWriteInputTokenCount'])
  const details = objectAt(usage, 'input_tokens_details') ?? objectAt(usage, 'prompt_tokens_details')
  counts.cachedInput = sameCounter(counts.cachedInput, readCount(details?.['cached_tokens']))
  readSplit(counts, usage)
}

function readSplit(counts: BodyCounts, usage: JsonObject): void {
  const creation = objectAt(usage, 'cache_creation')
  if (creation !== null) {
    counts.write5m = sameCounter(counts.write5m, readCount(creation['ephemeral_5m_input_tokens']))
    counts.write1h = sameCounter(counts.write1h, readCount(creation['ephemeral_1h_input_tokens']))
    return
  }
  if (usage['cacheDetails'] === undefined) return
  // Converse may list the same time to live more than once.
  const writesFor = (ttl: string) => {
    const details = objectsAt(usage, 'cacheDetails').filter((detail) => detail['ttl'] === ttl)
    return sumCounts(details.map((detail) => readCount(detail['inputTokens'])))
  }
  counts.write5m = sameCounter(counts.write5m, writesFor('5m'))
  counts.write1h = sameCounter(counts.write1h, writesFor('1h'))
}

/** Llama and Titan report next to the text instead of in a `usage`. */
function readCountersBesideText(usage: BodyUsage, chunk: JsonObject): void {
  add(usage, 'input', chunk['prompt_token_count'] ?? chunk['inputTextTokenCount'])
  add(usage, 'output', chunk['generation_token_count'] ?? chunk['totalOutputTextTokenCount'])
  const results = sumCounts(objectsAt(chunk, 'results').map((result) => readCount(result['tokenCount'])))
  usage.output = sameCounter(usage.output, results)
}

function add(usage: BodyUsage, counter: keyof BodyUsage, value: unknown): void {
  usage[counter] = sameCounter(usage[counter], readCount(value))
}
