import { instantMs } from './instant.ts'
import type { PriceRecord } from './price-record.ts'

export interface Correction {
  readonly key: string
  /** ISO instants; null: for good. */
  readonly from: string
  readonly to: string | null
  readonly fields: Readonly<Record<string, string>>
  readonly thresholdInclusive: boolean
  readonly at: string
}

/** The records of a key that hold, in the order of their starts. */
export function standingRecords(records: readonly PriceRecord[], key: string): PriceRecord[] {
  return records.filter((record) => record.key === key && typeof record.voidedAt !== 'string')
    .sort((a, b) => startMs(a) - startMs(b) || (a.recordedAt < b.recordedAt ? -1 : 1))
}

/** The record of a key in force at an instant; null before the first one. */
export function inForceAt(standing: readonly PriceRecord[], instant: string): PriceRecord | null {
  const atMs = msOf(instant)
  return standing.findLast((record) => startMs(record) <= atMs) ?? null
}

/** A price that holds from an instant until the next one of its key does. */
export function addedRecord(standing: readonly PriceRecord[], { key, from, fields, thresholdInclusive, at }: Correction): PriceRecord {
  const like = inForceAt(standing, from) ?? standing[0]
  const listed = standing.length === 0 || standing.some(({ listedLatest }) => listedLatest !== false)
  return {
    key,
    effectiveFrom: from,
    recordedAt: at,
    fields,
    // A correction of what is listed, or a price that nobody lists.
    source: standing.some(({ source }) => source !== 'manual') ? 'override' : 'manual',
    ...(like?.provider === undefined ? {} : { provider: like.provider }),
    ...(like?.mode === undefined ? {} : { mode: like.mode }),
    ...(thresholdInclusive ? { thresholdInclusive } : {}),
    ...(listed ? {} : { listedLatest: false }),
  }
}

/**
 * Makes a key's price another one in an interval: voids all its records there, adds the price at its start, and at its end
 * the one that was in force then, which goes on. Nothing outside of the interval changes.
 */
export function correctPrice(standing: readonly PriceRecord[], correction: Correction): { add: PriceRecord[]; void: PriceRecord[] } {
  const { from, to } = correction
  const at = afterOthersAtOnce(standing, correction.at)
  const [fromMs, toMs] = [msOf(from), to === null ? Infinity : msOf(to)]
  const voided = standing.filter((record) => startMs(record) >= fromMs && startMs(record) < toMs)
  // What was in force ever since before records began is so at the corrected price, if no other record tells of that time.
  const leftCensored = voided.some((record) => record.leftCensored === true) && startMs(standing[0]) >= fromMs
  const corrected = { ...addedRecord(standing, { ...correction, at }), ...(leftCensored ? { leftCensored } : {}) }
  const later = to === null ? null : inForceAt(standing, to)
  const goesOn = to !== null && later !== null && startMs(later) < toMs ? [resumed(later, to, at)] : []
  return { add: [corrected, ...goesOn], void: voided }
}

/** Clocks tell corrections apart that lie further from each other. */
const AT_ONCE_MS = 1_000

/** Key and instants are what a record goes by: what is corrected in the millisecond of another correction is recorded after that. */
function afterOthersAtOnce(standing: readonly PriceRecord[], at: string): string {
  const atMs = msOf(at)
  const atOnce = standing.map(({ recordedAt }) => msOf(recordedAt)).filter((ms) => ms >= atMs && ms < atMs + AT_ONCE_MS)
  return atOnce.length === 0 ? at : new Date(Math.max(...atOnce) + 1).toISOString()
}

/** Note of a record that repeats an earlier one from where a correction ends: its source says nothing new. */
export const GOES_ON = 'goes on after a correction'

function resumed(record: PriceRecord, from: string, at: string): PriceRecord {
  return { ...record, effectiveFrom: from, recordedAt: at, leftCensored: false, note: record.note ?? GOES_ON }
}

function startMs(record: PriceRecord | undefined): number {
  return record === undefined ? -Infinity : msOf(record.effectiveFrom)
}

function msOf(instant: string): number {
  return instantMs(instant) ?? -Infinity
}
