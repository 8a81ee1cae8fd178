/**
 * One row of `usage_events`: what is kept of one invocation. The column list stands here once; the Iceberg schema,
 * the Firehose records and the local table derive from it.
 *
 * Types are Iceberg's. `long` is a safe integer in JavaScript, `timestamptz` an ISO 8601 instant in UTC ending in `Z`.
 * A value that the log does not report is null, never 0.
 */
export const USAGE_EVENT_COLUMNS = [
  { name: 'account_id', type: 'string', required: true },
  { name: 'region', type: 'string', required: true },
  { name: 'request_id', type: 'string', required: true },
  { name: 'ts', type: 'timestamptz', required: true },
  { name: 'operation', type: 'string', required: false },
  { name: 'model_id', type: 'string', required: true },
  { name: 'model_scope', type: 'string', required: true },
  { name: 'model_ref', type: 'string', required: true },
  { name: 'inference_region', type: 'string', required: false },
  { name: 'caller', type: 'string', required: true },
  { name: 'caller_kind', type: 'string', required: true },
  { name: 'identity_arn', type: 'string', required: false },
  { name: 'tags', type: 'string', required: false },
  { name: 'service_tier', type: 'string', required: false },
  { name: 'latency_mode', type: 'string', required: false },
  { name: 'input_tokens', type: 'long', required: false },
  { name: 'output_tokens', type: 'long', required: false },
  { name: 'cache_read_tokens', type: 'long', required: false },
  { name: 'cache_write_5m_tokens', type: 'long', required: false },
  { name: 'cache_write_1h_tokens', type: 'long', required: false },
  { name: 'cache_write_total_tokens', type: 'long', required: false },
  { name: 'image_count', type: 'long', required: false },
  { name: 'video_duration_ms', type: 'long', required: false },
  { name: 'latency_ms', type: 'long', required: false },
  { name: 'time_to_first_token_ms', type: 'long', required: false },
  { name: 'stop_reason', type: 'string', required: false },
  { name: 'error_code', type: 'string', required: false },
  { name: 'source_s3_key', type: 'string', required: true },
  { name: 'parsed_at', type: 'timestamptz', required: true },
  { name: 'schema_version', type: 'long', required: true },
] as const

type Column = (typeof USAGE_EVENT_COLUMNS)[number]
type ValueOf<C extends Column> = C['type'] extends 'long' ? number : string

/**
 * - `model_id` is the base model, `model_scope` how it was reached (`in-region`, `us`, `global`, `provisioned`, …),
 *   `model_ref` exactly what the caller passed.
 * - `cache_write_total_tokens` is what was written to the cache; where the log does not split it by time to live,
 *   `cache_write_5m_tokens` holds all of it and `cache_write_1h_tokens` is null.
 * - `tags` is a JSON object of the allowed request metadata with its keys in order, or null.
 * - `service_tier` and `latency_mode` are those that served the call, null where the log names none.
 */
export type UsageEvent = {
  [C in Column as C['name']]: C['required'] extends true ? ValueOf<C> : ValueOf<C> | null
}

/** Version of the row format above; goes into `schema_version`. */
export const USAGE_EVENT_SCHEMA_VERSION = 1
