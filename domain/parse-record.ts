import type { AttributionPolicy } from './attribution.ts'
import { nameCaller } from './caller.ts'
import { textOfLatin1 } from './latin1.ts'
import { bodyChunks } from './log-record/body.ts'
import { readBodyFacts, readServiceTier } from './log-record/body-facts.ts'
import { readEnvelope } from './log-record/envelope.ts'
import { isRequest } from './log-record/is-request.ts'
import { asObject } from './log-record/json.ts'
import { readImageCount, readVideoMs } from './log-record/media-units.ts'
import { RecordRejected, type RejectReason } from './log-record/rejected.ts'
import { resolveModel } from './log-record/resolve-model.ts'
import { firstCode } from './log-record/short-code.ts'
import { skim } from './log-record/skim.ts'
import { readTags } from './log-record/tags.ts'
import { readTokenCounts } from './log-record/token-counts.ts'
import { mediaOf } from './model-media.ts'
import { shortText } from './short-text.ts'
import type { Source } from './source.ts'
import { USAGE_EVENT_SCHEMA_VERSION, type UsageEvent } from './usage-event.ts'

export interface ParseContext {
  /** Goes into `source_s3_key`. */
  readonly sourceKey: string
  /** ISO 8601 instant in UTC. */
  readonly parsedAt: string
  /** Milliseconds since 1970, to tell records from the future. */
  readonly nowMs: number
  readonly policy: AttributionPolicy
  /** What the object's key says of the source; a record must not say otherwise. Null where the key says nothing. */
  readonly keySource: Source | null
  /** ARNs of application profiles, prompts and the like, and the model reference behind each. */
  readonly profiles?: ReadonlyMap<string, string>
}

export type ParsedLine =
  | { readonly kind: 'event'; readonly event: UsageEvent }
  /** Not a request: a blank line, or the empty second record of an invocation. */
  | { readonly kind: 'empty'; readonly cause: 'blank' | 'no_usage' }
  /** `field` names what is at fault, where it is a field; neither ever holds any of the record's text. */
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly field: string | null }

const MAX_IDENTITY_LENGTH = 4096

/** Parses one line of a log, given as one character for each byte. Never throws; bytes that are no UTF-8 become replacement characters. */
export function parseLogLine(latin1: string, context: ParseContext): ParsedLine {
  const text = textOfLatin1(skim(latin1))
  if (text.trim() === '') return { kind: 'empty', cause: 'blank' }
  let record: unknown
  try {
    record = JSON.parse(text)
  } catch {
    return { kind: 'rejected', reason: 'not_json', field: null }
  }
  return parseRecord(record, context)
}

/** Parses one record that has been read from JSON already. Never throws. */
export function parseRecord(record: unknown, context: ParseContext): ParsedLine {
  try {
    const event = eventOf(record, context)
    return event === null ? { kind: 'empty', cause: 'no_usage' } : { kind: 'event', event }
  } catch (error) {
    if (!(error instanceof RecordRejected)) throw error
    return { kind: 'rejected', reason: error.reason, field: error.field }
  }
}

/** Null where the record stands for no request of its own. */
function eventOf(value: unknown, context: ParseContext): UsageEvent | null {
  const record = asObject(value)
  if (record === null) throw new RecordRejected('not_an_object', null)
  const envelope = readEnvelope(record, context.nowMs, context.keySource)
  const { input, output, errorCode, identityArn } = envelope
  const inputChunks = bodyChunks(input['inputBodyJson'])
  const outputChunks = bodyChunks(output['outputBodyJson'])
  const facts = readBodyFacts(outputChunks)
  const tokens = readTokenCounts(input, output, outputChunks)
  const model = resolveModel({
    modelRef: envelope.modelRef,
    routedModel: facts.routedModel,
    bodyModel: facts.model,
    inferenceRegion: envelope.inferenceRegion,
    profiles: context.profiles,
  })
  if (!isRequest(envelope, model, tokens)) return null

  const { caller, kind } = nameCaller(identityArn, context.policy)
  const keepsIdentity = identityArn !== null && context.policy.keepIdentityArn
  const requestedTier = inputChunks.map(readServiceTier).find((tier) => tier !== null && tier !== 'auto')
  return {
    account_id: envelope.accountId,
    region: envelope.region,
    request_id: envelope.requestId,
    ts: envelope.timestamp,
    operation: envelope.operation,
    model_id: model.modelId,
    model_scope: model.scope,
    model_ref: envelope.modelRef,
    inference_region: envelope.inferenceRegion,
    caller,
    caller_kind: kind,
    identity_arn: keepsIdentity ? shortText(identityArn, MAX_IDENTITY_LENGTH) : null,
    tags: readTags(envelope.requestMetadata, context.policy.tagKeys),
    service_tier: facts.serviceTier ?? requestedTier ?? null,
    latency_mode: facts.latencyMode ?? firstCode(envelope.performanceConfig?.['latency']),
    input_tokens: tokens.input,
    output_tokens: tokens.output,
    cache_read_tokens: tokens.cacheRead,
    cache_write_5m_tokens: tokens.cacheWrites.write5m,
    cache_write_1h_tokens: tokens.cacheWrites.write1h,
    cache_write_total_tokens: tokens.cacheWrites.total,
    image_count: readImageCount({ output, inputChunks, outputChunks, media: mediaOf(model.modelId), failed: errorCode !== null }),
    video_duration_ms: readVideoMs(output),
    latency_ms: facts.latencyMs,
    time_to_first_token_ms: facts.timeToFirstTokenMs,
    stop_reason: facts.stopReason,
    error_code: errorCode,
    source_s3_key: context.sourceKey,
    parsed_at: context.parsedAt,
    schema_version: USAGE_EVENT_SCHEMA_VERSION,
  }
}
