import { CONTEXT_BANDS } from '../domain/cell.ts'
import { MS_PER_HOUR } from '../domain/calendar.ts'
import { USAGE_EVENTS_TABLE } from '../domain/contract.ts'
import { ZERO_BIN } from '../domain/histogram.ts'
import type { HourRange } from '../domain/ports.ts'

/*
 * SQL that DuckDB and Trino (Athena engine 3) run word for word with the same answer. That is why there is no `/` between
 * integers, no FILTER, no QUALIFY, no function of one engine alone, and why nulls are placed wherever an order matters.
 * Nothing but instants and numbers is interpolated.
 */

const EPOCH = timestamp(0)

/** Raw rows by source and hour, with the instant of the newest. */
export function countRecordsSql(range: HourRange | null): string {
  return `
SELECT account_id, region, ${since('hour')} AS event_hour, count(*) AS records, max(${since('millisecond')}) AS newest_ms
FROM ${USAGE_EVENTS_TABLE}${range === null ? '' : `\nWHERE ${within(range)}`}
GROUP BY account_id, region, ${since('hour')}`
}

/** Rows of one request lie at most this far apart. */
export const DUPLICATE_HOURS = 1

/** Beyond it a count of tokens says nothing about speed, and the arithmetic would leave 64 bits. */
const MAX_SPEED_TOKENS = 1_000_000_000

/** First the rows with counts, then those of success, then the largest: an order of content, not of arrival. */
export const BEST_FIRST = `
      CASE WHEN coalesce(input_tokens, output_tokens, cache_read_tokens, cache_write_total_tokens, image_count) IS NULL
        THEN 1 ELSE 0 END,
      CASE WHEN error_code IS NULL THEN 0 ELSE 1 END,
      ${[
        'output_tokens', 'input_tokens', 'cache_read_tokens', 'cache_write_total_tokens', 'cache_write_1h_tokens',
        'cache_write_5m_tokens', 'image_count', 'latency_ms', 'time_to_first_token_ms',
      ].map((column) => `${column} DESC NULLS LAST`).join(', ')},
      event_ms, model_id, model_scope, caller, caller_kind,
      ${['tags', 'service_tier', 'latency_mode', 'error_code'].map((column) => `${column} NULLS LAST`).join(', ')}`

const KEYS = [
  'model_id', 'model_scope', 'caller', 'caller_kind', 'tier', 'mode', 'context_from', 'error', 'billed', 'tag_set', 'price_from_ms',
]

/** The histogrammed values of a call; null where the call does not tell them. */
const SAMPLES = ['latency', 'first_token', 'speed'] as const

/** What the column `counts` of a group holds, with commas between. One column, since an engine hands over values one by one. */
export const GROUP_COUNTS = [
  'calls', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens',
  'cache_write_unsplit_tokens', 'image_count', 'cache_read_calls', 'cache_write_5m_calls', 'cache_write_1h_calls',
  'cache_write_unsplit_calls', 'images_unknown_calls', 'latency_count', 'latency_sum', 'latency_min', 'latency_max',
  'first_token_count', 'first_token_sum', 'first_token_min', 'first_token_max', 'speed_count', 'speed_sum', 'speed_min', 'speed_max',
  'generation_calls', 'generation_ms', 'generation_tokens',
] as const

/**
 * The calls of a range of hours by source, hour and cell key, in the order of sources and hours; and of the hours next to
 * the range whose source has a request with rows both there and in the range. A group may be without calls: it stands
 * for rows that lost against a row of the same request in another hour.
 */
export function aggregateSql(range: HourRange, priceInstants: readonly string[]): string {
  const partition = 'PARTITION BY account_id, region, request_id'
  return `
WITH events AS (
  SELECT account_id, region, request_id, model_id, model_scope, caller, caller_kind, tags, service_tier, latency_mode,
    input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, cache_write_total_tokens,
    image_count, latency_ms, time_to_first_token_ms, error_code,
    ${since('hour')} AS event_hour, ${since('millisecond')} AS event_ms
  FROM ${USAGE_EVENTS_TABLE}
  WHERE ${within({ from: range.from - 2 * DUPLICATE_HOURS, to: range.to + 2 * DUPLICATE_HOURS })}
),
ranked AS (
  SELECT events.*,
    min(event_hour) OVER (${partition}) AS first_hour,
    max(event_hour) OVER (${partition}) AS last_hour,
    row_number() OVER (${partition} ORDER BY ${BEST_FIRST}) AS place
  FROM events
),
keyed AS (
  SELECT ranked.*,
    CASE WHEN place = 1 THEN 1 ELSE 0 END AS counted,
    CASE WHEN first_hour <> last_hour THEN 1 ELSE 0 END AS crosses,
    CASE WHEN first_hour <> last_hour AND first_hour < ${integer(range.to)} AND last_hour >= ${integer(range.from)}
      THEN 1 ELSE 0 END AS touches,
    CASE WHEN service_tier IS NULL OR service_tier = 'default' THEN 'standard' ELSE service_tier END AS tier,
    coalesce(latency_mode, 'standard') AS mode,
    ${contextFrom('coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_total_tokens, 0)')} AS context_from,
    coalesce(error_code, '') AS error,
    (error_code IS NULL OR coalesce(output_tokens, 0) > 0) AS billed,
    coalesce(tags, '') AS tag_set,
    ${priceFromMs(priceInstants)} AS price_from_ms,
    CASE WHEN cache_write_1h_tokens IS NULL THEN cache_write_5m_tokens ELSE 0 END AS cache_write_unsplit_tokens,
    CASE WHEN image_count IS NULL AND error_code IS NULL AND coalesce(output_tokens, 0) = 0
      THEN 1 ELSE 0 END AS images_unknown
  FROM ranked
  WHERE (place = 1 OR first_hour <> last_hour)
    AND event_hour >= ${integer(range.from - DUPLICATE_HOURS)} AND event_hour < ${integer(range.to + DUPLICATE_HOURS)}
),
calls AS (
  SELECT keyed.*,
    CASE WHEN counted = 1 THEN latency_ms END AS latency_value,
    CASE WHEN counted = 1 THEN time_to_first_token_ms END AS first_token_value,
    CASE WHEN counted = 1 AND output_tokens > 0 AND output_tokens <= ${integer(MAX_SPEED_TOKENS)} AND latency_ms > 0
      THEN CAST(floor(CAST(output_tokens AS DOUBLE) * 1000000 / latency_ms) AS BIGINT) END AS speed_value,
    CASE WHEN counted = 1 AND output_tokens >= 2 AND latency_ms >= time_to_first_token_ms THEN 1 ELSE 0 END AS generated
  FROM keyed
),
grouped AS (
  SELECT account_id, region, event_hour, ${KEYS.join(', ')},
    max(crosses) AS crosses, max(touches) AS touches, sum(counted) AS calls,
    ${[
      'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens',
      'cache_write_unsplit_tokens', 'image_count',
    ].map((column) => `sum(counted * coalesce(${column}, 0)) AS ${column}`).join(',\n    ')},
    ${['cache_read', 'cache_write_5m', 'cache_write_1h', 'cache_write_unsplit']
      .map((kind) => `sum(CASE WHEN counted = 1 AND ${kind}_tokens > 0 THEN 1 ELSE 0 END) AS ${kind}_calls`).join(',\n    ')},
    sum(counted * images_unknown) AS images_unknown_calls,
    ${SAMPLES.map(samples).join(',\n    ')},
    sum(generated) AS generation_calls,
    sum(CASE WHEN generated = 1 THEN latency_ms - time_to_first_token_ms ELSE 0 END) AS generation_ms,
    sum(CASE WHEN generated = 1 THEN output_tokens - 1 ELSE 0 END) AS generation_tokens
  FROM calls
  GROUP BY account_id, region, event_hour, ${KEYS.join(', ')}
),
hours AS (
  SELECT grouped.*,
    max(crosses) OVER (PARTITION BY account_id, region, event_hour) AS hour_crosses,
    max(touches) OVER (PARTITION BY account_id, region, event_hour) AS hour_touches
  FROM grouped
)
SELECT account_id, region, event_hour, hour_crosses, ${KEYS.join(', ')},
  concat_ws(',', ${GROUP_COUNTS.map((name) => `CAST(${name} AS VARCHAR)`).join(', ')}) AS counts,
  ${SAMPLES.map((name) => `${name}_bins`).join(', ')}
FROM hours
WHERE hour_touches = 1 OR (event_hour >= ${integer(range.from)} AND event_hour < ${integer(range.to)})
ORDER BY account_id, region, event_hour`
}

/** Bins as domain/histogram.ts has them. */
function samples(name: (typeof SAMPLES)[number]): string {
  const value = `${name}_value`
  return `count(${value}) AS ${name}_count, coalesce(sum(${value}), 0) AS ${name}_sum,
    coalesce(min(${value}), 0) AS ${name}_min, coalesce(max(${value}), 0) AS ${name}_max, histogram(CASE WHEN ${value} > 0 THEN CAST(ceil(10 * ln(${value})) AS INTEGER)
      WHEN ${value} = 0 THEN ${integer(ZERO_BIN)} END) AS ${name}_bins`
}

function contextFrom(tokens: string): string {
  const bands = [...CONTEXT_BANDS].sort((a, b) => b - a).filter((from) => from > 0)
  return `CASE ${bands.map((from) => `WHEN ${tokens} >= ${integer(from)} THEN ${integer(from)}`).join(' ')} ELSE 0 END`
}

/** How far into the hour of a call the last of the instants lies that is not after it; 0 if none lies there. */
function priceFromMs(instants: readonly string[]): string {
  const cases = instants
    .map((instant) => Date.parse(instant))
    .filter((ms) => ms % MS_PER_HOUR !== 0)
    .sort((a, b) => b - a)
    .map((ms) => {
      const hour = Math.floor(ms / MS_PER_HOUR)
      return `WHEN event_hour = ${integer(hour)} AND event_ms >= ${integer(ms)} THEN ${integer(ms - hour * MS_PER_HOUR)}`
    })
  return cases.length === 0 ? '0' : `CASE ${cases.join(' ')} ELSE 0 END`
}

export function within({ from, to }: HourRange): string {
  return `ts >= ${timestamp(from * MS_PER_HOUR)} AND ts < ${timestamp(to * MS_PER_HOUR)}`
}

export function since(unit: 'hour' | 'millisecond'): string {
  return `date_diff('${unit}', ${EPOCH}, ts)`
}

export function timestamp(ms: number): string {
  const text = new Date(integer(ms)).toISOString().replace('T', ' ').replace('Z', ' UTC')
  return `CAST('${text}' AS TIMESTAMP WITH TIME ZONE)`
}

export function integer(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that SQL could be made of`)
  return value
}
