import { CALLER_KINDS, type CallerKind } from '../domain/cell.ts'
import type { Histogram } from '../domain/histogram.ts'
import type { HourCount, UsageGroup, UsageLake } from '../domain/ports.ts'
import { sourceId } from '../domain/source.ts'
import { aggregateSql, countRecordsSql, GROUP_COUNTS } from './usage-events-sql.ts'

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
      const seen = new Set<string>()
      let last = ''
      for await (const row of runSql(aggregateSql(range, priceInstants))) {
        const group = toUsageGroup(row)
        // Whoever reads takes a source as complete when the next one begins.
        if (sourceId(group) !== last && seen.has(sourceId(group))) throw new Error('the event table answered out of order')
        last = sourceId(group)
        seen.add(last)
        yield group
      }
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
  const counts = text(row, 'counts').split(',').map((value) => safeInteger(value, row))
  const sum = (name: GroupCount) => counts[COUNT_INDEX[name]] ?? missing(name)
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
    calls: sum('calls'),
    inputTokens: sum('input_tokens'),
    outputTokens: sum('output_tokens'),
    cacheReadTokens: sum('cache_read_tokens'),
    cacheWrite5mTokens: sum('cache_write_5m_tokens'),
    cacheWrite1hTokens: sum('cache_write_1h_tokens'),
    cacheWriteUnsplitTokens: sum('cache_write_unsplit_tokens'),
    images: sum('image_count'),
    cacheReadCalls: sum('cache_read_calls'),
    cacheWrite5mCalls: sum('cache_write_5m_calls'),
    cacheWrite1hCalls: sum('cache_write_1h_calls'),
    cacheWriteUnsplitCalls: sum('cache_write_unsplit_calls'),
    imagesUnknownCalls: sum('images_unknown_calls'),
    latencyMs: histogram(row, 'latency', sum),
    timeToFirstTokenMs: histogram(row, 'first_token', sum),
    outputTokensPerKs: histogram(row, 'speed', sum),
    generationCalls: sum('generation_calls'),
    generationMs: sum('generation_ms'),
    generationTokens: sum('generation_tokens'),
  }
}

type GroupCount = (typeof GROUP_COUNTS)[number]
const COUNT_INDEX = Object.fromEntries(GROUP_COUNTS.map((name, index) => [name, index])) as Record<GroupCount, number>

function histogram(row: TextRow, name: 'latency' | 'first_token' | 'speed', sum: (name: GroupCount) => number): Histogram {
  const total = sum(`${name}_count`)
  if (total === 0) return { count: 0, sum: 0, min: null, max: null, bins: new Map() }
  return {
    count: total, sum: sum(`${name}_sum`), min: sum(`${name}_min`), max: sum(`${name}_max`), bins: bins(text(row, `${name}_bins`)),
  }
}

/** `{62=3, 63=1}`, in any order. */
function bins(map: string): Map<number, number> {
  const result = new Map<number, number>()
  for (const entry of map.slice(1, -1).split(', ')) {
    const at = entry.indexOf('=')
    const [bin, values] = [Number(entry.slice(0, at)), Number(entry.slice(at + 1))]
    if (at < 1 || !Number.isSafeInteger(bin) || !Number.isSafeInteger(values)) {
      throw new Error(`the event table answered with "${map}" instead of a histogram`)
    }
    result.set(bin, values)
  }
  return result
}

function callerKind(value: string): CallerKind {
  return CALLER_KINDS.find((kind) => kind === value) ?? 'unknown'
}

function count(row: TextRow, column: string): number {
  return safeInteger(text(row, column), row)
}

function safeInteger(value: string, { account_id: accountId, region, event_hour: hour }: TextRow): number {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new Error(`the event table answered with the count ${value} in hour ${hour} of ${accountId} ${region}, which is no safe integer`)
}

function text(row: TextRow, column: string): string {
  return row[column] ?? missing(column)
}

function missing(column: string): never {
  throw new Error(`the event table answered without ${column}`)
}
