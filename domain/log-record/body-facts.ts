import { objectAt, objectsAt, type JsonObject } from './json.ts'
import { firstCode } from './short-code.ts'

/** What the chunks of an answer say besides tokens. Null where they do not. */
export interface BodyFacts {
  latencyMs: number | null
  timeToFirstTokenMs: number | null
  stopReason: string | null
  serviceTier: string | null
  latencyMode: string | null
  /** The model that a prompt router chose. */
  routedModel: string | null
  /** The model by the name that its own API gives it. */
  model: string | null
}

/** Every chunk is looked at; where several name the same thing, the last one holds. */
export function readBodyFacts(chunks: readonly JsonObject[]): BodyFacts {
  const facts: BodyFacts = {
    latencyMs: null, timeToFirstTokenMs: null, stopReason: null, serviceTier: null, latencyMode: null,
    routedModel: null, model: null,
  }
  let converseLatencyMs: number | null = null
  for (const chunk of chunks) {
    const metrics = objectAt(chunk, 'amazon-bedrock-invocationMetrics')
    facts.latencyMs = readMs(metrics?.['invocationLatency']) ?? facts.latencyMs
    facts.timeToFirstTokenMs = readMs(metrics?.['firstByteLatency']) ?? facts.timeToFirstTokenMs
    facts.stopReason = readStopReason(chunk) ?? facts.stopReason
    // Converse answers in one object, of which a stream has the tail in a `metadata` chunk.
    const nodes = [chunk, objectAt(chunk, 'metadata'), objectAt(chunk, 'message'), objectAt(chunk, 'response')]
    for (const node of nodes) {
      if (node === null) continue
      converseLatencyMs = readMs(objectAt(node, 'metrics')?.['latencyMs']) ?? converseLatencyMs
      facts.serviceTier = readServiceTier(node) ?? facts.serviceTier
      facts.latencyMode = firstCode(objectAt(node, 'performanceConfig')?.['latency']) ?? facts.latencyMode
      facts.routedModel = text(objectAt(objectAt(node, 'trace'), 'promptRouter')?.['invokedModelId']) ?? facts.routedModel
      facts.model = text(node['model']) ?? facts.model
    }
  }
  facts.latencyMs ??= converseLatencyMs
  return facts
}

/** `serviceTier.type` in Converse, `service_tier` in the APIs of OpenAI's kind. */
export function readServiceTier(body: JsonObject): string | null {
  return firstCode(objectAt(body, 'serviceTier')?.['type'], body['service_tier'])
}

function readStopReason(chunk: JsonObject): string | null {
  const choice = objectsAt(chunk, 'choices')[0]
  const response = objectAt(chunk, 'response') ?? chunk
  return firstCode(
    chunk['stopReason'],
    chunk['stop_reason'],
    objectAt(chunk, 'messageStop')?.['stopReason'],
    objectAt(chunk, 'delta')?.['stop_reason'],
    choice?.['finish_reason'],
    choice?.['stop_reason'],
    chunk['finish_reason'],
    chunk['finishReason'],
    chunk['completionReason'],
    objectsAt(chunk, 'results')[0]?.['completionReason'],
    objectsAt(chunk, 'outputs')[0]?.['stop_reason'],
    objectsAt(chunk, 'generations')[0]?.['finish_reason'],
    objectAt(objectsAt(chunk, 'completions')[0] ?? null, 'finishReason')?.['reason'],
    objectsAt(chunk, 'artifacts')[0]?.['finishReason'],
    objectAt(response, 'incomplete_details')?.['reason'],
    response['object'] === 'response' ? response['status'] : null,
    chunk['amazon-bedrock-guardrailAction'] === 'INTERVENED' && chunk['type'] === 'message' ? 'guardrail_intervened' : null,
  )
}

function readMs(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return null
  const ms = Math.round(value)
  return Number.isSafeInteger(ms) ? ms : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
