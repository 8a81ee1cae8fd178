import type { Grant } from '../domain/access.ts'
import { CALLER_KINDS } from '../domain/cell.ts'
import { USAGE_EVENTS_TABLE } from '../domain/contract.ts'
import { globParts } from '../domain/glob.ts'
import { ANY_ERROR, type InvocationNarrowing, type InvocationPosition, type InvocationQuery } from '../domain/invocation-ports.ts'
import { MS_PER_HOUR } from '../domain/calendar.ts'
import type { HourRange } from '../domain/ports.ts'
import { USAGE_EVENT_COLUMNS } from '../domain/usage-event.ts'
import type { UsageFilter, ValueFilter } from '../domain/usage-filter.ts'
import type { SqlQuery } from './sql-query.ts'
import { BEST_FIRST, DUPLICATE_HOURS, integer, since, timestamp, within } from './usage-events-sql.ts'

/*
 * SQL that DuckDB and Trino (Athena engine 3) run word for word with the same answer, as in usage-events-sql.ts. Texts go into
 * `?`, in the order in which they stand; only whole numbers and instants are interpolated.
 */

/** A condition and the texts of its `?`. */
export interface Condition {
  readonly sql: string
  readonly parameters: readonly string[]
}

const NOTHING: Condition = { sql: '1 = 0', parameters: [] }
const KEY = ['account_id', 'region', 'request_id'] as const
const EVENT_MS = since('millisecond')
const ORDER = `ts DESC, ${KEY.join(', ')}`

/**
 * The newest calls that pass. The newest rows that pass are looked up first; of their requests alone all rows are then compared
 * with one another, the way aggregateSql does. Such a row stands for a call if it is the one that counts; if not, it is
 * among the answer with a null `place`, so that whoever reads knows how far the rows reach.
 */
export function invocationsSql({ range, filter, narrowing, grants, after, limit }: InvocationQuery): SqlQuery {
  const passes = all([granted(grants), ...filterConditions(filter), ...narrowingConditions(narrowing)])
  const onwards = after === null ? all([]) : comesAfter(after)
  const near = { from: range.from - 2 * DUPLICATE_HOURS, to: endOf(range, after) + 2 * DUPLICATE_HOURS }
  const columns = USAGE_EVENT_COLUMNS.map(({ name }) => name).filter((name) => name !== 'parsed_at')
  const sql = `
WITH newest AS (
  SELECT ${[...KEY, 'ts'].join(', ')}
  FROM ${USAGE_EVENTS_TABLE}
  WHERE ${within({ from: range.from, to: endOf(range, after) })} AND ${onwards.sql} AND ${passes.sql}
  ORDER BY ${ORDER}
  LIMIT ${integer(limit)}
),
positions AS (
  SELECT ${[...KEY, 'ts'].join(', ')}, count(*) AS position_rows
  FROM newest
  GROUP BY ${[...KEY, 'ts'].join(', ')}
),
requests AS (
  SELECT ${KEY.map((column) => `${column} AS wanted_${column}`).join(', ')}
  FROM newest
  GROUP BY ${KEY.join(', ')}
),
ranked AS (
  SELECT events.*,
    row_number() OVER (PARTITION BY ${KEY.join(', ')} ORDER BY ${BEST_FIRST}) AS place
  FROM (
    SELECT ${columns.join(', ')}, ${EVENT_MS} AS event_ms, ${sinceEpoch('parsed_at')} AS parsed_ms,
      CASE WHEN ${passes.sql} THEN 1 ELSE 0 END AS passes
    FROM ${USAGE_EVENTS_TABLE}
    JOIN requests ON ${KEY.map((column) => `${column} = wanted_${column}`).join(' AND ')}
    WHERE ${within(near)}
  ) AS events
)
SELECT ${KEY.map((column) => `positions.${column}`).join(', ')}, ${sinceEpoch('positions.ts')} AS event_ms,
  positions.position_rows, ranked.place,
  ${[...columns.filter((column) => !KEY.some((key) => key === column) && column !== 'ts'), 'parsed_ms'].map((column) => `ranked.${column}`).join(', ')}
FROM positions
LEFT JOIN ranked ON ${[...KEY, 'ts'].map((column) => `ranked.${column} = positions.${column}`).join(' AND ')}
  AND ranked.place = 1 AND ranked.passes = 1
ORDER BY positions.ts DESC, ${KEY.map((column) => `positions.${column}`).join(', ')}`
  return { sql, parameters: [...onwards.parameters, ...passes.parameters, ...passes.parameters] }
}

function endOf(range: HourRange, after: InvocationPosition | null): number {
  return after === null ? range.to : Math.min(range.to, Math.floor(after.atMs / MS_PER_HOUR) + 1)
}

function sinceEpoch(column: string): string {
  return `date_diff('millisecond', ${timestamp(0)}, ${column})`
}

/** Instants of the event table are whole milliseconds. */
function comesAfter({ atMs, accountId, region, requestId }: InvocationPosition): Condition {
  const at = timestamp(atMs)
  return {
    sql: `ts <= ${at} AND (ts < ${at} OR account_id > ? OR (account_id = ? AND (region > ? OR (region = ? AND request_id > ?))))`,
    parameters: [accountId, accountId, region, region, requestId],
  }
}

/** What any of the grants covers, as domain/access.ts has it. */
export function granted(grants: readonly Grant[]): Condition {
  return any(grants.map(({ accounts, callers }) => all([
    ...(accounts === 'all' ? [] : [oneOf('account_id', accounts)]),
    ...(callers === 'all' ? [] : [any(callers.map(matchesPattern))]),
  ])))
}

/** Whether domain/glob.ts matches the pattern with a caller. */
export function matchesPattern(pattern: string): Condition {
  const parts = globParts(pattern)
  if (parts.length === 1) return { sql: 'caller = ?', parameters: parts }
  return { sql: `caller LIKE ? ESCAPE '!'`, parameters: [parts.map((part) => part.replace(/[!%_]/g, '!$&')).join('%')] }
}

function filterConditions({ accounts, regions, models, callers, tags }: UsageFilter): Condition[] {
  return [
    ...valueConditions('account_id', accounts), ...valueConditions('region', regions),
    ...valueConditions('model_id', models), ...valueConditions('caller', callers),
    ...Object.entries(tags).flatMap(([tag, { include, exclude }]) => [
      ...(include.length === 0 ? [] : [any(include.map((value) => hasTag(tag, value)))]),
      ...exclude.map((value) => not(hasTag(tag, value))),
    ]),
  ]
}

function valueConditions(column: string, { include, exclude }: ValueFilter): Condition[] {
  return [
    ...(include.length === 0 ? [] : [oneOf(column, include)]),
    ...(exclude.length === 0 ? [] : [not(oneOf(column, exclude))]),
  ]
}

/**
 * By the text of the tags, a JSON object of texts: `"team":"a"` stands in it where a key begins, which is after `{` or `,`
 * and nowhere inside a text, whose quotes are escaped. A call without the tag has the empty value.
 */
export function hasTag(tag: string, value: string): Condition {
  const pair = `${JSON.stringify(tag)}:${JSON.stringify(value)}`
  const has = containsKey(pair)
  return value === '' ? any([has, not(containsKey(`${JSON.stringify(tag)}:`))]) : has
}

function containsKey(text: string): Condition {
  return {
    sql: `(strpos(coalesce(tags, ''), ?) > 0 OR strpos(coalesce(tags, ''), ?) > 0)`, parameters: [`{${text}`, `,${text}`],
  }
}

function narrowingConditions({ scope, tier, kind, error, requestId, minLatencyMs, minTokens }: InvocationNarrowing): Condition[] {
  const tokens = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens']
  return [
    ...(scope === null ? [] : [equal('model_scope', scope)]),
    ...(tier === null ? [] : [equal(`CASE WHEN service_tier IS NULL OR service_tier = 'default' THEN 'standard' ELSE service_tier END`, tier)]),
    ...(kind === null ? [] : [equal(`CASE WHEN caller_kind IN (${CALLER_KINDS.map((one) => `'${one}'`).join(', ')}) THEN caller_kind ELSE 'unknown' END`, kind)]),
    ...(error === null ? [] : [error === ANY_ERROR ? { sql: `coalesce(error_code, '') <> ''`, parameters: [] } : equal('error_code', error)]),
    ...(requestId === null ? [] : [equal('request_id', requestId)]),
    ...(minLatencyMs === null ? [] : [{ sql: `latency_ms >= ${integer(minLatencyMs)}`, parameters: [] }]),
    ...(minTokens === null ? [] : [
      { sql: `${tokens.map((column) => `coalesce(${column}, 0)`).join(' + ')} >= ${integer(minTokens)}`, parameters: [] },
    ]),
  ]
}

function equal(expression: string, value: string): Condition {
  return { sql: `${expression} = ?`, parameters: [value] }
}

function oneOf(column: string, values: readonly string[]): Condition {
  if (values.length === 0) return NOTHING
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, parameters: values }
}

function not({ sql, parameters }: Condition): Condition {
  return { sql: `NOT (${sql})`, parameters }
}

function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? { sql: '1 = 1', parameters: [] } : joined(conditions, ' AND ')
}

function any(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? NOTHING : joined(conditions, ' OR ')
}

function joined(conditions: readonly Condition[], by: string): Condition {
  return { sql: `(${conditions.map(({ sql }) => sql).join(by)})`, parameters: conditions.flatMap(({ parameters }) => parameters) }
}
