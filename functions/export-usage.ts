import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Bucket } from '../domain/bucket.ts'
import { hourOf, periodHours, periodId } from '../domain/calendar.ts'
import type { ExportFiles } from '../domain/export-ports.ts'
import { focusReport } from '../domain/focus-report.ts'
import { listPriceBook } from '../domain/list-price-book.ts'
import type { Clock, SourceState, UsageStore } from '../domain/ports.ts'
import type { PriceBook } from '../domain/price-book.ts'
import type { PriceStore } from '../domain/price-ports.ts'
import { sourceId } from '../domain/source.ts'
import { FILE_ENDINGS, focusFile, type ExportFormat } from './focus-file.ts'
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
}

export interface ExportResult {
  /** Days whose file was written, and how many were as they are already. */
  readonly written: readonly string[]
  readonly unchanged: number
}

const FIRST_DAY = '1970-01-01'
const LAST_DAY = '9998-12-31'

/** What the files were made of, by day. */
const MANIFEST = z.record(z.string(), z.string())

/**
 * Writes a file of FOCUS rows for every day that is over and rolled up and is not there as it would be made now. A day has one
 * key: written again it replaces itself, so running twice, or after a run that died, ends at the same files.
 */
export async function exportUsage(ports: ExportPorts, options: ExportOptions): Promise<ExportResult> {
  const { usage, prices, files } = ports
  const sources = await usage.listSources()
  const listBook = listPriceBook(await prices.read())
  const manifestKey = `focus/manifest.${FILE_ENDINGS[options.format]}.json`
  const known = await readManifest(files, manifestKey)
  // Before the usage is read: what changes in between is exported again the next time.
  const wanted = await fingerprints(ports, sources, options)
  const days = [...new Set([...wanted.keys(), ...inRange([...known.keys()], options)])].sort()
  const written: string[] = []
  for (const day of days) {
    const fingerprint = wanted.get(day) ?? ''
    if (known.get(day) === fingerprint) continue
    const { rows } = focusReport(await bucketsOf(ports, sources, day, listBook), { accountNames: options.accountNames, listBook })
    await files.write(`focus/day=${day}/usage.${FILE_ENDINGS[options.format]}`, focusFile(rows, options.format))
    known.set(day, fingerprint)
    written.push(day)
  }
  if (written.length > 0) await files.write(manifestKey, new TextEncoder().encode(JSON.stringify(Object.fromEntries(known))))
  return { written, unchanged: days.length - written.length }
}

/** What the file of each finished day with usage would be made of: it changes with any bucket of that day, and with names. */
async function fingerprints(
  { usage, clock }: ExportPorts, sources: readonly SourceState[], { fromDay, toDay, accountNames }: ExportOptions,
): Promise<Map<string, string>> {
  const rollUp = await usage.lastRun('aggregate-stats')
  const rolledUpTo = rollUp?.dataUpTo?.slice(0, 10) ?? FIRST_DAY
  const today = periodId('day', hourOf(clock().getTime()))
  const end = [today, rolledUpTo].sort()[0] ?? FIRST_DAY
  const parts = new Map<string, string[]>()
  for (const source of sources) {
    for await (const { start, generation } of usage.readHeads(source, 'day', fromDay, end)) {
      if (toDay !== null && start > toDay) continue
      parts.set(start, [...(parts.get(start) ?? []), `${sourceId(source)} ${generation} ${accountNames.get(source.accountId) ?? ''}`])
    }
  }
  return new Map([...parts].map(([day, texts]) => [day, createHash('sha256').update(JSON.stringify(texts.sort())).digest('hex')]))
}

/** At list price only hours can be computed anew. */
async function bucketsOf(
  { usage }: ExportPorts, sources: readonly SourceState[], day: string, listBook: PriceBook | null,
): Promise<Bucket[]> {
  const range = periodHours('day', day)
  const buckets: Bucket[] = []
  const needs = { nowHour: range.to, grain: listBook === null ? 'day' : 'hour', timeZone: 'UTC' } as const
  for await (const bucket of readUsage(usage, sources, range, needs)) buckets.push(bucket)
  return buckets
}

async function readManifest(files: ExportFiles, key: string): Promise<Map<string, string>> {
  const bytes = await files.read(key)
  if (bytes === null) return new Map()
  const read = MANIFEST.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
  if (!read.success) throw new Error(`${key} is no manifest of an export: remove it, and every day is exported anew`)
  return new Map(Object.entries(read.data))
}

function inRange(days: readonly string[], { fromDay, toDay }: ExportOptions): string[] {
  return days.filter((day) => day >= (fromDay ?? FIRST_DAY) && day <= (toDay ?? LAST_DAY))
}
