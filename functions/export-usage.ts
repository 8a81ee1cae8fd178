import { createHash } from 'node:crypto'
import type { Bucket } from '../domain/bucket.ts'
import { hourOf, nextDay, periodHours, periodId } from '../domain/calendar.ts'
import { exportedDay, exportFolder, exportKey, type ExportFormat } from '../domain/export-keys.ts'
import type { ExportFiles } from '../domain/export-ports.ts'
import { FOCUS_COLUMNS } from '../domain/focus-columns.ts'
import { focusReport, type FocusSpec } from '../domain/focus-report.ts'
import { listPriceBook } from '../domain/list-price-book.ts'
import type { Clock, SourceState, UsageStore } from '../domain/ports.ts'
import type { PriceBook } from '../domain/price-book.ts'
import type { PriceStore } from '../domain/price-ports.ts'
import { sourceId } from '../domain/source.ts'
import { focusFile } from './focus-file.ts'
import { readUsage } from './read-usage.ts'

export interface ExportPorts {
  readonly usage: Pick<UsageStore, 'listSources' | 'readHeads' | 'readBuckets' | 'lastRun'>
  readonly prices: Pick<PriceStore, 'read'>
  readonly files: ExportFiles
  readonly clock: Clock
}

export interface ExportOptions {
  readonly format: ExportFormat
  /** UTC days, both inclusive; null for open. */
  readonly fromDay: string | null
  readonly toDay: string | null
  readonly accountNames: ReadonlyMap<string, string>
  /** True where there is no time for another day. */
  readonly shouldStop?: () => boolean
}

export interface ExportResult {
  /** Days whose file was written, the newest first, and how many were as they are already. */
  readonly written: readonly string[]
  readonly unchanged: number
  /** What a run that had to stop did not get to: this day, and those before it. Null if there is nothing left. */
  readonly next: string | null
}

const FIRST_DAY = '1970-01-01'

/**
 * Writes a file of FOCUS rows for every day that is over and rolled up and is not there as it would be made now. A day has one
 * key, and its file says what it was made of: running twice, at once, or after a run that died, ends at the same files.
 */
export async function exportUsage(ports: ExportPorts, options: ExportOptions): Promise<ExportResult> {
  const { usage, prices, files } = ports
  const { format, accountNames } = options
  const range = await finishedDays(ports, options)
  const sources = await usage.listSources()
  // Before prices and usage are read: what changes in between is exported again the next time.
  const wanted = await fingerprints(usage, sources, range, accountNames)
  const listBook = listPriceBook(await prices.read())
  const exported = await exportedDays(files, format, range)
  const days = [...new Set([...wanted.keys(), ...exported])].sort().reverse()
  const written: string[] = []
  for (const [index, day] of days.entries()) {
    if (options.shouldStop?.() === true) return { written, unchanged: index - written.length, next: day }
    const key = exportKey(format, day)
    // A day whose usage is gone has no rows.
    const madeOf = wanted.get(day) ?? fingerprint([])
    if (exported.has(day) && (await files.madeOf(key)) === madeOf) continue
    const { buckets, ...prices } = await usageOf(ports, sources, day, listBook)
    const { rows } = focusReport(buckets, { accountNames, ...prices })
    await files.write(key, focusFile(rows, format), madeOf)
    written.push(day)
  }
  return { written, unchanged: days.length - written.length, next: null }
}

/** Days with from ≤ day < to. */
interface DayRange {
  readonly from: string
  readonly to: string
}

/** Of the days that are asked for, those that are over and rolled up. */
async function finishedDays({ usage, clock }: ExportPorts, { fromDay, toDay }: ExportOptions): Promise<DayRange> {
  const rollUp = await usage.lastRun('aggregate-stats')
  const rolledUpTo = rollUp?.dataUpTo?.slice(0, 10) ?? FIRST_DAY
  const today = periodId('day', hourOf(clock().getTime()))
  const ends = [today, rolledUpTo, ...(toDay === null ? [] : [nextDay(toDay)])].sort()
  return { from: fromDay ?? FIRST_DAY, to: ends[0] ?? FIRST_DAY }
}

/** What the file of each day with usage would be made of: it changes with any bucket of that day, and with names. */
async function fingerprints(
  usage: ExportPorts['usage'], sources: readonly SourceState[], { from, to }: DayRange, accountNames: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const parts = new Map<string, string[]>()
  for (const source of from < to ? sources : []) {
    for await (const { start, generation } of usage.readHeads(source, 'day', from, to)) {
      parts.set(start, [...(parts.get(start) ?? []), `${sourceId(source)} ${generation} ${accountNames.get(source.accountId) ?? ''}`])
    }
  }
  return new Map([...parts].map(([day, texts]) => [day, fingerprint(texts)]))
}

function fingerprint(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify([FOCUS_COLUMNS, [...texts].sort()])).digest('hex')
}

async function exportedDays(files: ExportFiles, format: ExportFormat, { from, to }: DayRange): Promise<Set<string>> {
  const days = new Set<string>()
  for await (const key of files.list(exportFolder(format))) {
    const day = exportedDay(format, key)
    if (day !== null && day >= from && day < to) days.add(day)
  }
  return days
}

/**
 * The usage of a day. What it would cost at list price only hours can tell: where discounts hold, they take the place of the
 * day, unless some of them are no longer kept, or not rolled up yet.
 */
async function usageOf(
  { usage }: ExportPorts, sources: readonly SourceState[], day: string, listBook: PriceBook | null,
): Promise<{ readonly buckets: Bucket[] } & Pick<FocusSpec, 'listBook'>> {
  const range = periodHours('day', day)
  async function read(grain: 'day' | 'hour'): Promise<Bucket[]> {
    const found: Bucket[] = []
    for await (const bucket of readUsage(usage, sources, range, { nowHour: range.to, grain, timeZone: 'UTC' })) found.push(bucket)
    return found
  }
  const buckets = await read('day')
  if (listBook === null) return { buckets, listBook }
  const hours = await read('hour')
  return recordsIn(hours) === recordsIn(buckets) ? { buckets: hours, listBook } : { buckets, listBook: null }
}

function recordsIn(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, { records }) => sum + records, 0)
}
