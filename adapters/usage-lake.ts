import { CALLER_KINDS, type CallerKind } from '../domain/cell.ts'
import type { HourCount, UsageGroup, UsageGroupHistogram, UsageLake } from '../domain/ports.ts'
import { aggregateSql, countRecordsSql } from './usage-events-sql.ts'

/** A row with every value as text, the way Athena hands it over: `true`, `42`, `{62=3, 63=1}`. */
export type TextRow = Readonly<Record<string, string | null>>

export type RunSql = (sql: string) => AsyncIterable<TextRow>

/** The event table behind any engine that runs the SQL of usage-events-sql.ts. */
export function sqlUsageLake(runSql: RunSql): UsageLake {
  return {
    async countRecords(range) {
      const counts: HourCount[] = []
      for await (const row of runSql(countRecordsSql(range))) counts.push(toHourCount(row))
      return counts
    },
    async *aggregate(range, priceInstants) {
      for await (const row of runSql(aggregateSql(range, priceInstants))) yield toUsageGroup(row)
    },
  }
}

function toHourCount(row: TextRow): HourCount {
  return {
    accountId: text(row, 'account_id'),
    region: text(row, 'region'),
    hour: count(row, 'event_hour'),
    records: count(row, 'records'),
    newestMs: count(row, 'newest_ms'),
  }
}

function toUsageGroup(row: TextRow): UsageGroup {
  return {
    accountId: text(row, 'account_id'),
    region: text(row, 'region'),
    hour: count(row, 'event_hour'),
    crossesHours: text(row, 'hour_crosses') === '1',
    model: text(row, 'model_id'),
    modelScope: text(row, 'model_scope'),
    caller: text(row, 'caller'),
    callerKind: callerKind(text(row, 'caller_kind')),
    serviceTier: text(row, 'tier'),
    latencyMode: text(row, 'mode'),
    contextFrom: count(row, 'context_from'),
    errorCode: text(row, 'error'),
    billed: text(row, 'billed') === 'true',
    tags: text(row, 'tag_set'),
    priceFromMs: count(row, 'price_from_ms'),
    calls: count(row, 'calls'),
    inputTokens: count(row, 'input_tokens'),
    outputTokens: count(row, 'output_tokens'),
    cacheReadTokens: count(row, 'cache_read_tokens'),
    cacheWrite5mTokens: count(row, 'cache_write_5m_tokens'),
    cacheWrite1hTokens: count(row, 'cache_write_1h_tokens'),
    cacheWriteUnsplitTokens: count(row, 'cache_write_unsplit_tokens'),
    images: count(row, 'image_count'),
    cacheReadCalls: count(row, 'cache_read_calls'),
    cacheWrite5mCalls: count(row, 'cache_write_5m_calls'),
    cacheWrite1hCalls: count(row, 'cache_write_1h_calls'),
    cacheWriteUnsplitCalls: count(row, 'cache_write_unsplit_calls'),
    imagesUnknownCalls: count(row, 'images_unknown_calls'),
    latencyMs: histogram(row, 'latency'),
    timeToFirstTokenMs: histogram(row, 'first_token'),
    outputTokensPerKs: histogram(row, 'speed'),
    generationCalls: count(row, 'generation_calls'),
    generationMs: count(row, 'generation_ms'),
    generationTokens: count(row, 'generation_tokens'),
  }
}

function histogram(row: TextRow, name: string): UsageGroupHistogram {
  const total = count(row, `${name}_count`)
  return {
    count: total,
    sum: count(row, `${name}_sum`),
    min: total === 0 ? null : count(row, `${name}_min`),
    max: total === 0 ? null : count(row, `${name}_max`),
    bins: total === 0 ? new Map() : bins(text(row, `${name}_bins`)),
  }
}

/** `{62=3, 63=1}`, in any order. */
function bins(map: string): Map<number, number> {
  const entries = map.slice(1, -1).split(', ').map((entry) => {
    const match = /^(-?\d+)=(\d+)$/.exec(entry)
    if (match === null) throw new Error(`the event table answered with "${map}" instead of a histogram`)
    return [Number(match[1]), Number(match[2])] as const
  })
  return new Map(entries)
}

function callerKind(value: string): CallerKind {
  return CALLER_KINDS.find((kind) => kind === value) ?? 'unknown'
}

function count(row: TextRow, column: string): number {
  const value = text(row, column)
  const number = Number(value)
  if (!Number.isSafeInteger(number)) {
    const hour = row.event_hour === undefined ? '' : ` in hour ${row.event_hour} of ${row.account_id} ${row.region}`
    throw new Error(`the event table answered with ${column} = ${value}${hour}, which is no safe integer`)
  }
  return number
}

function text(row: TextRow, column: string): string {
  const value = row[column]
  if (value === undefined || value === null) throw new Error(`the event table answered without ${column}`)
  return value
}
