import type { Bucket, Period } from '../../domain/bucket.ts'
import { hourOf, MS_PER_HOUR, periodId } from '../../domain/calendar.ts'
import { type CallerKind, type Cell, CONTEXT_BANDS } from '../../domain/cell.ts'
import { emptyCell } from '../../domain/empty-cell.ts'
import { fromValues } from '../../domain/histogram.ts'
import { mergeCells } from '../../domain/merge-cells.ts'
import type { PriceBook } from '../../domain/price-book.ts'
import { priceCell } from '../../domain/price-cell.ts'
import { sourceId, type Source } from '../../domain/source.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { comparableBucket } from '../fixtures/expected-buckets.ts'

export interface Truth {
  /** Each call once, as it is to be counted. */
  readonly calls: readonly UsageEvent[]
  /** Everything in the event table, duplicates included. */
  readonly rows: readonly UsageEvent[]
  readonly book: PriceBook
  /** From here on days and months are not rolled up yet. */
  readonly before: string
}

/** What the buckets of a period have to be: every call priced by itself at its own instant and added up. */
export function expectedBuckets(period: Period, { calls, rows, book, before }: Truth): string[] {
  const buckets = new Map<string, Bucket & { records: number; cells: Cell[] }>()
  const bucketOf = (event: UsageEvent) => {
    const source: Source = { accountId: event.account_id, region: event.region }
    const start = periodId(period, hourOf(Date.parse(event.ts)))
    const id = `${sourceId(source)} ${start}`
    const bucket = buckets.get(id) ?? { source, period, start, records: 0, priceVersion: book.version, cells: [] }
    buckets.set(id, bucket)
    return bucket
  }
  for (const row of rows) bucketOf(row).records += 1
  for (const call of calls) bucketOf(call).cells.push(cellOfCall(call, book, period))
  return [...buckets.values()]
    .filter(({ start }) => start < before)
    .map((bucket) => comparableBucket({ ...bucket, cells: mergeCells(bucket.cells) }))
    .sort()
}

export function cellOfCall(event: UsageEvent, book: PriceBook, period: Period): Cell {
  const tsMs = Date.parse(event.ts)
  const hourMs = Math.floor(tsMs / MS_PER_HOUR) * MS_PER_HOUR
  const { input_tokens: input, output_tokens: output, latency_ms: latency, time_to_first_token_ms: first } = event
  const context = (input ?? 0) + (event.cache_read_tokens ?? 0) + (event.cache_write_total_tokens ?? 0)
  const unsplit = event.cache_write_1h_tokens === null ? (event.cache_write_5m_tokens ?? 0) : 0
  const generates = latency !== null && first !== null && latency >= first && (output ?? 0) >= 2
  const team = event.tags === null ? undefined : (JSON.parse(event.tags) as { team?: string }).team
  const cell: Cell = {
    ...emptyCell({
      model: event.model_id,
      modelScope: event.model_scope,
      caller: event.caller,
      callerKind: event.caller_kind as CallerKind,
      serviceTier: event.service_tier === null || event.service_tier === 'default' ? 'standard' : event.service_tier,
      latencyMode: event.latency_mode ?? 'standard',
      contextFrom: Math.max(...CONTEXT_BANDS.filter((from) => from <= context)),
      errorCode: event.error_code ?? '',
      billed: event.error_code === null || (output ?? 0) > 0,
      tags: team === undefined ? '' : JSON.stringify({ team }),
      priceFromMs: 0,
    }),
    calls: 1,
    inputTokens: input ?? 0,
    outputTokens: output ?? 0,
    cacheReadTokens: event.cache_read_tokens ?? 0,
    cacheWrite5mTokens: event.cache_write_5m_tokens ?? 0,
    cacheWrite1hTokens: event.cache_write_1h_tokens ?? 0,
    cacheWriteUnsplitTokens: unsplit,
    images: event.image_count ?? 0,
    cacheReadCalls: Number((event.cache_read_tokens ?? 0) > 0),
    cacheWrite5mCalls: Number((event.cache_write_5m_tokens ?? 0) > 0),
    cacheWrite1hCalls: Number((event.cache_write_1h_tokens ?? 0) > 0),
    cacheWriteUnsplitCalls: Number(unsplit > 0),
    imagesUnknownCalls: Number(event.image_count === null && event.error_code === null && !output),
    latencyMs: fromValues(latency === null ? [] : [latency]),
    timeToFirstTokenMs: fromValues(first === null ? [] : [first]),
    outputTokensPerKs: fromValues(output && latency ? [Math.floor((output * 1_000_000) / latency)] : []),
    generationCalls: Number(generates),
    generationMs: generates ? latency - first : 0,
    generationTokens: generates ? (output ?? 0) - 1 : 0,
  }
  const source = { accountId: event.account_id, region: event.region }
  const cost = priceCell({ ...cell, priceFromMs: tsMs - hourMs }, source, hourMs, book)
  const since = book.changesMs.filter((ms) => ms > hourMs && ms <= tsMs)
  return { ...cell, ...cost, priceFromMs: period === 'hour' && since.length > 0 ? Math.max(...since) - hourMs : 0 }
}
