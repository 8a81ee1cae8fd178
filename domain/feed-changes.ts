import { GOES_ON, inForceAt, standingRecords } from './correct-price.ts'
import type { HeldPrice } from './held-price.ts'
import { instantMs } from './instant.ts'
import { FEED_SOURCE, type FeedReading } from './litellm.ts'
import { guardReasons } from './price-guards.ts'
import type { PriceRecord } from './price-record.ts'

/** What a reading of the feed leads to. */
export interface FeedChanges {
  readonly add: PriceRecord[]
  /** Changes that somebody has to approve, but those that are held or refused already. */
  readonly hold: HeldPrice[]
  /** Keys whose held change is no longer what the feed says. */
  readonly withdraw: string[]
  /** What the feed had for each key before; keys that it did not have are left out. */
  readonly before: ReadonlyMap<string, PriceRecord['fields']>
}

/**
 * Compares a reading with what the feed had for each key last, voided records included: what was voided by hand must not come
 * back with the next file. Keys that are not in the reading keep their price.
 *
 * A record that must not take effect is added as voided, as what the feed said and the next file is compared with: for a key
 * that the built-in list prices, whose corrections the feed does not know, until the feed changes; and for a key whose price
 * in force was entered by hand. A change that looks like a mistake, of the feed or of the price in force, is held.
 *
 * A price that changes does so from now on. One that only gets fields which it lacked is the same price, told more of: feeds
 * list prices of caches and of long contexts weeks after the model. It takes the place of the price in force, since its start.
 */
export function feedChanges(reading: FeedReading, records: readonly PriceRecord[], held: readonly HeldPrice[]): FeedChanges {
  const fed = latestByKey(records.filter(({ source, note }) => source === FEED_SOURCE && note !== GOES_ON))
  const heldByKey = new Map(held.map((price) => [price.key, price]))
  const priced = recordsByKey(records.filter(({ fields }) => Object.keys(fields).length > 0))
  const changes: FeedChanges = { add: [], hold: [], withdraw: [], before: new Map([...fed].map(([key, { fields }]) => [key, fields])) }
  for (const record of [...reading.records, ...reading.unpriced.filter(({ key }) => fed.has(key))]) {
    const { key } = record
    const known = heldByKey.get(key)
    const inForce = inForceAt(standingRecords(priced.get(key) ?? [], key), record.effectiveFrom)
    const fate = fateOf(record, fed.get(key), inForce)
    if (Array.isArray(fate)) {
      if (known === undefined || !samePrices(known.record, record)) changes.hold.push(heldPrice(record, inForce ?? fed.get(key), fate))
      continue
    }
    if (fate === 'voided') changes.add.push({ ...record, voidedAt: record.recordedAt })
    if (fate === 'added') changes.add.push(inForce !== null && isPartOf(inForce, record) ? inPlaceOf(inForce, record) : record)
    if (known !== undefined) changes.withdraw.push(key)
  }
  return changes
}

/** Reasons: to be held. */
function fateOf(record: PriceRecord, fed: PriceRecord | undefined, inForce: PriceRecord | null): 'same' | 'voided' | 'added' | string[] {
  const isFed = inForce?.source === FEED_SOURCE && samePrices(inForce, record)
  if (samePrices(fed, record) || isFed) return 'same'
  if (inForce !== null && (isByHand(inForce) || fed === undefined)) return 'voided'
  if (inForce !== null && samePrices(inForce, record)) return 'added'
  const reasons = [fed, inForce].flatMap((before) => guardReasons(before?.fields ?? {}, record.fields))
  return reasons.length === 0 ? 'added' : [...new Set(reasons)]
}

function heldPrice(record: PriceRecord, before: PriceRecord | undefined, reasons: readonly string[]): HeldPrice {
  const { key, recordedAt } = record
  return { key, record, reason: reasons.join('; '), before: before?.fields ?? null, seenAt: recordedAt, rejected: null }
}

/** Entered or corrected by somebody: the feed never takes its place. */
export function isByHand({ source }: PriceRecord): boolean {
  return source === 'manual' || source === 'override'
}

/** Whether all that the first one prices costs the same in the second. */
function isPartOf(part: PriceRecord, whole: PriceRecord): boolean {
  return Object.entries(part.fields).every(([field, price]) => whole.fields[field] === price)
}

/** Of two records with the same start, the one recorded last holds. */
function inPlaceOf({ effectiveFrom, leftCensored, thresholdInclusive }: PriceRecord, record: PriceRecord): PriceRecord {
  return {
    ...record, effectiveFrom,
    ...(leftCensored === undefined ? {} : { leftCensored }), ...(thresholdInclusive === undefined ? {} : { thresholdInclusive }),
  }
}

function recordsByKey(records: readonly PriceRecord[]): Map<string, PriceRecord[]> {
  const byKey = new Map<string, PriceRecord[]>()
  for (const record of records) {
    const list = byKey.get(record.key)
    if (list === undefined) byKey.set(record.key, [record])
    else list.push(record)
  }
  return byKey
}

function latestByKey(records: readonly PriceRecord[]): Map<string, PriceRecord> {
  const latest = new Map<string, PriceRecord>()
  for (const record of records) {
    const other = latest.get(record.key)
    if (other === undefined || recordedMs(record) >= recordedMs(other)) latest.set(record.key, record)
  }
  return latest
}

function recordedMs({ recordedAt }: PriceRecord): number {
  return instantMs(recordedAt) ?? 0
}

function samePrices(a: PriceRecord | undefined, b: PriceRecord): boolean {
  return a !== undefined && comparable(a) === comparable(b)
}

function comparable({ fields }: PriceRecord): string {
  return JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))
}
