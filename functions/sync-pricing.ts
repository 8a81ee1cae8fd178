import { instantMs } from '../domain/instant.ts'
import { type FeedReading, readLiteLlm } from '../domain/litellm.ts'
import { OWN_PRICE_RECORDS } from '../domain/own-price-book.ts'
import type { Clock, Metrics, UsageStore } from '../domain/ports.ts'
import type { PriceFeed, PriceStore } from '../domain/price-ports.ts'
import type { PriceRecord } from '../domain/price-record.ts'
import { recordRun } from './record-run.ts'

export interface SyncPricingPorts {
  readonly feed: PriceFeed
  readonly prices: PriceStore
  readonly usage: UsageStore
  readonly clock: Clock
  readonly metrics?: Metrics
}

export interface SyncPricingResult {
  /** Records of the feed that were added: prices that are new or have changed. */
  readonly added: number
  /** Entries of the feed that were left out because of a bad price. */
  readonly rejected: number
}

const SOURCE = 'litellm'

/**
 * Takes over what has changed in the price feed since the last run, from now on. Only adds: what others entered stands as it
 * is, and a key that the feed no longer lists keeps its price. A feed that cannot be read changes nothing.
 *
 * The built-in price list comes first, for it reaches back before any run.
 */
export async function syncPricing(ports: SyncPricingPorts): Promise<SyncPricingResult> {
  const { feed, prices, clock, metrics } = ports
  const { added, rejected } = await recordRun('sync-pricing', ports, async (last) => {
    await prices.append(OWN_PRICE_RECORDS)
    const news = await feed.read(last?.revision ?? null)
    const now = clock().toISOString()
    const reading = news === null ? NOTHING : readFeed(news.text, now)
    const changed = changedRecords(reading.records, (await prices.read()).records)
    const { added } = await prices.append(changed)
    const revision = news === null ? last?.revision : news.revision ?? undefined
    return {
      added,
      rejected: reading.rejected.length,
      bucketsWritten: 0,
      dataUpTo: null,
      message: describe(reading.rejected),
      ...(revision === undefined ? {} : { revision }),
    }
  })
  metrics?.count('pricesAdded', added)
  metrics?.count('pricesRejected', rejected)
  return { added, rejected }
}

const NOTHING: FeedReading = { records: [], rejected: [] }

function readFeed(text: string, now: string): FeedReading {
  const reading = readLiteLlm(text, { effectiveFrom: now, recordedAt: now })
  if (reading.records.length === 0) throw new Error('the price file lists no price of Bedrock')
  return reading
}

/**
 * Records whose prices are not those that the feed had for their key last, voided ones included: what was voided by hand
 * must not come back with the next file.
 *
 * A record that must not take effect is added as voided, as what the feed said and the next file is compared with: for a
 * key that the built-in list prices, whose corrections the feed does not know, until the feed changes; and for a key whose
 * price in force was entered by hand.
 */
function changedRecords(records: readonly PriceRecord[], standing: readonly PriceRecord[]): PriceRecord[] {
  const fed = latestByKey(standing.filter(({ source }) => source === SOURCE))
  const others = latestByKey(standing.filter(({ source, voidedAt }) => source !== SOURCE && typeof voidedAt !== 'string'))
  return records
    .filter((record) => comparable(record) !== comparable(fed.get(record.key)))
    .map((record) => {
      const other = others.get(record.key)
      const stands = other !== undefined && (isByHand(other) || !fed.has(record.key))
      return stands ? { ...record, voidedAt: record.recordedAt } : record
    })
}

function isByHand({ source }: PriceRecord): boolean {
  return source === 'manual' || source === 'override'
}

function latestByKey(records: readonly PriceRecord[]): Map<string, PriceRecord> {
  const latest = new Map<string, PriceRecord>()
  for (const record of records) {
    const other = latest.get(record.key)
    if (other === undefined || startMs(record) >= startMs(other)) latest.set(record.key, record)
  }
  return latest
}

function startMs({ effectiveFrom }: PriceRecord): number {
  return instantMs(effectiveFrom) ?? 0
}

function comparable(record: PriceRecord | undefined): string {
  return JSON.stringify(Object.entries(record?.fields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const MAX_NAMED = 10

function describe(rejected: FeedReading['rejected']): string | null {
  if (rejected.length === 0) return null
  const named = rejected.slice(0, MAX_NAMED).map(({ key, reason }) => `${key}: ${reason}`)
  const others = rejected.length > MAX_NAMED ? `; and ${rejected.length - MAX_NAMED} more` : ''
  return `left out for bad prices: ${named.join('; ')}${others}`
}
