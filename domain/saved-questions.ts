import { USAGE_EVENTS_TABLE } from './contract.ts'
import { MS_PER_HOUR } from './calendar.ts'
import type { HourRange } from './ports.ts'

/** A question that people really ask, as a query to start from. */
export interface SavedQuestion {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly sql: (range: HourRange) => string
}

const TOKENS = `coalesce(input_tokens, 0) + coalesce(output_tokens, 0)
  + coalesce(cache_read_tokens, 0) + coalesce(cache_write_total_tokens, 0)`

/** Each is one text for DuckDB and Trino. */
export const SAVED_QUESTIONS: readonly SavedQuestion[] = [
  question('models', 'Which models are used, and how much?', 'Calls and tokens by model', `
SELECT model_id, count(*) AS call_count, sum(${TOKENS}) AS tokens, sum(output_tokens) AS output_tokens
FROM calls
GROUP BY model_id
ORDER BY tokens DESC`),
  question('callers', 'Who uses the most tokens?', 'The 50 callers with the most tokens', `
SELECT caller, caller_kind, count(*) AS call_count, sum(${TOKENS}) AS tokens
FROM calls
GROUP BY caller, caller_kind
ORDER BY tokens DESC
LIMIT 50`),
  question('days', 'How does usage grow?', 'Calls, callers and tokens by day', `
SELECT CAST(ts AS DATE) AS day, count(*) AS call_count, count(DISTINCT caller) AS callers, sum(${TOKENS}) AS tokens
FROM calls
GROUP BY CAST(ts AS DATE)
ORDER BY day`),
  question('latency', 'How slow are models for the unlucky?', 'Latency that half, and that 95 of 100 calls stay below, by model', `
SELECT model_id, count(*) AS call_count, max(CASE WHEN part <= 50 THEN latency_ms END) AS median_ms, max(CASE WHEN part <= 95 THEN latency_ms END) AS p95_ms
FROM (
  SELECT model_id, latency_ms, ntile(100) OVER (PARTITION BY model_id ORDER BY latency_ms) AS part
  FROM calls
  WHERE latency_ms IS NOT NULL
) AS parts
GROUP BY model_id
ORDER BY p95_ms DESC NULLS LAST`),
  question('slowest', 'Which calls took the longest?', 'The 50 slowest calls', `
SELECT ts, latency_ms, time_to_first_token_ms, model_id, caller, output_tokens, request_id
FROM calls
WHERE latency_ms IS NOT NULL
ORDER BY latency_ms DESC
LIMIT 50`),
  question('errors', 'What fails, and since when?', 'Error codes with their first and last call', `
SELECT error_code, count(*) AS failed, count(DISTINCT caller) AS callers, min(ts) AS first_at, max(ts) AS last_at
FROM calls
WHERE error_code IS NOT NULL
GROUP BY error_code
ORDER BY failed DESC`),
  question('throttled', 'Who is throttled?', 'Callers and models with refused calls, and their share', `
SELECT caller, model_id, count(*) AS call_count, sum(CASE WHEN error_code = 'ThrottlingException' THEN 1 ELSE 0 END) AS throttled,
  round(100 * CAST(sum(CASE WHEN error_code = 'ThrottlingException' THEN 1 ELSE 0 END) AS DOUBLE) / count(*), 2) AS percent_throttled
FROM calls
GROUP BY caller, model_id
HAVING sum(CASE WHEN error_code = 'ThrottlingException' THEN 1 ELSE 0 END) > 0
ORDER BY throttled DESC`),
  question('minutes', 'How near are we to our quotas?', 'The busiest minutes of each model: calls and tokens a minute', `
SELECT date_trunc('minute', ts) AS at_minute, account_id, region, model_id, count(*) AS call_count, sum(${TOKENS}) AS tokens
FROM calls
GROUP BY date_trunc('minute', ts), account_id, region, model_id
ORDER BY tokens DESC
LIMIT 50`),
  question('cache', 'Who could cache more?', 'Share of the input that came from the cache, by caller and model', `
SELECT caller, model_id, sum(input_tokens) AS input_tokens, sum(cache_read_tokens) AS cache_read_tokens,
  round(100 * CAST(coalesce(sum(cache_read_tokens), 0) AS DOUBLE) / nullif(coalesce(sum(input_tokens), 0) + coalesce(sum(cache_read_tokens), 0), 0), 1) AS percent_cached
FROM calls
GROUP BY caller, model_id
ORDER BY input_tokens DESC NULLS LAST
LIMIT 50`),
  question('contexts', 'Which prompts are the longest?', 'The 50 calls with the most input, cache included', `
SELECT ts, caller, model_id, coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_total_tokens, 0) AS context_tokens, request_id
FROM calls
ORDER BY context_tokens DESC
LIMIT 50`),
  question('stops', 'Which answers were cut off?', 'Why models stopped, by model', `
SELECT model_id, stop_reason, count(*) AS call_count, avg(output_tokens) AS mean_output_tokens
FROM calls
WHERE stop_reason IS NOT NULL
GROUP BY model_id, stop_reason
ORDER BY call_count DESC`),
  question('newcomers', 'Who is new?', 'Callers by their first call in this period, newest first', `
SELECT caller, caller_kind, min(ts) AS first_at, count(*) AS call_count, max_by(model_id, ts) AS last_model
FROM calls
GROUP BY caller, caller_kind
ORDER BY first_at DESC
LIMIT 50`),
  question('regions', 'Where are calls answered?', 'Regions that were called, and those that answered', `
SELECT region, inference_region, model_scope, count(*) AS call_count
FROM calls
GROUP BY region, inference_region, model_scope
ORDER BY call_count DESC`),
  question('tags', 'What do tags tell?', 'Calls and tokens by the tags of their requests', `
SELECT coalesce(tags, '(none)') AS request_tags, count(*) AS call_count, sum(${TOKENS}) AS tokens
FROM calls
GROUP BY coalesce(tags, '(none)')
ORDER BY tokens DESC`),
  question('delay', 'How late do logs come in?', 'Minutes from a call to its row, by day', `
SELECT CAST(ts AS DATE) AS day, count(*) AS call_count, avg(date_diff('minute', ts, parsed_at)) AS mean_minutes, max(date_diff('minute', ts, parsed_at)) AS max_minutes
FROM calls
GROUP BY CAST(ts AS DATE)
ORDER BY day`),
]

/** Rows of the range, of each request the one with the most to say. */
function question(id: string, title: string, about: string, select: string): SavedQuestion {
  return {
    id, title, about,
    sql: ({ from, to }) => `WITH ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY account_id, region, request_id
    ORDER BY CASE WHEN error_code IS NULL THEN 0 ELSE 1 END, output_tokens DESC NULLS LAST, input_tokens DESC NULLS LAST, ts
  ) AS place
  FROM ${USAGE_EVENTS_TABLE}
  WHERE ts >= ${instant(from)}
    AND ts < ${instant(to)}
),
calls AS (SELECT * FROM ranked WHERE place = 1)
${select.trim()}`,
  }
}

function instant(hour: number): string {
  return `CAST('${new Date(hour * MS_PER_HOUR).toISOString().slice(0, 19).replace('T', ' ')} UTC' AS TIMESTAMP WITH TIME ZONE)`
}
