import { feedChanges, type FeedChanges } from '../domain/feed-changes.ts'
import type { HeldPrice } from '../domain/held-price.ts'
import { FEED_SOURCE, readLiteLlm, shownKey, type FeedReading } from '../domain/litellm.ts'
import { OWN_PRICE_RECORDS } from '../domain/own-price-book.ts'
import type { Clock, Metrics, RunRecord, UsageStore } from '../domain/ports.ts'
import type { PriceAudit } from '../domain/price-audit.ts'
import type { PriceFeed, PriceStore } from '../domain/price-ports.ts'
import { recordRun } from './record-run.ts'

export interface SyncPricingPorts {
  readonly feed: PriceFeed
  readonly prices: PriceStore
  readonly usage: UsageStore
  readonly clock: Clock
  readonly metrics?: Metrics
}

export interface SyncPricingOptions {
  /** Take over a file also where it lacks more entries of the last one than usual: they keep their prices. */
  readonly acceptRemovals?: boolean
}

export interface SyncPricingResult {
  /** Records of the feed that were added: prices that are new or have changed. */
  readonly added: number
  /** Changes that wait for approval from now on, since they look like mistakes. */
  readonly held: number
  /** Changes that no longer do, since the feed says something else now. */
  readonly withdrawn: number
  /** Entries of the feed that were left out because of a bad price. */
  readonly rejected: number
  /** What was left out or held and why; null if there is nothing to tell. */
  readonly message: string | null
}

/**
 * Takes over what has changed in the price feed since the last run, from now on. Only adds: what others entered stands as it
 * is, and a key that the feed no longer lists keeps its price. What looks like a mistake waits for approval. A feed that
 * cannot be read, or has lost many of its entries, changes nothing.
 *
 * The built-in price list comes first, for it reaches back before any run.
 */
export async function syncPricing(ports: SyncPricingPorts, options: SyncPricingOptions = {}): Promise<SyncPricingResult> {
  const { prices, metrics } = ports
  const result = await recordRun('sync-pricing', ports, async (last) => {
    try {
      await prices.append(OWN_PRICE_RECORDS)
      return await takeOver(ports, last, options)
    } catch (error) {
      const since = last?.dataUpTo ?? null
      const standing = since === null ? 'no price list was taken over so far' : `prices are those of ${since}`
      throw new Error(`${standing}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  })
  const { added, held, withdrawn, rejected, message } = result
  metrics?.count('pricesAdded', added)
  metrics?.count('pricesRejected', rejected)
  return { added, held, withdrawn, rejected, message }
}

async function takeOver({ feed, prices, clock }: SyncPricingPorts, last: RunRecord | null, options: SyncPricingOptions) {
  const { records } = await prices.read()
  // Where there are no prices of the feed, it has to be read whatever was known of it.
  const known = records.some(({ source }) => source === FEED_SOURCE) ? last?.revision ?? null : null
  const news = await feed.read(known)
  const now = clock().toISOString()
  const unchanged = { added: 0, held: 0, withdrawn: 0, rejected: 0, bucketsWritten: 0, dataUpTo: now }
  if (news === null) return { ...unchanged, message: null, ...kept(last) }

  const reading = readFeed(news.text, now)
  const listedKeys = [...reading.records, ...reading.unpriced, ...reading.rejected].map(({ key }) => key)
  if (options.acceptRemovals !== true) refuseIfManyAreGone(last?.listedKeys ?? [], listedKeys)
  const changes = feedChanges(reading, records, await prices.held())
  const { added } = await prices.append(changes.add, auditOf(changes, now))
  for (const price of changes.hold) await prices.saveHeld(price)
  for (const key of changes.withdraw) await prices.dropHeld(key)
  return {
    ...unchanged,
    added,
    held: changes.hold.length,
    withdrawn: changes.withdraw.length,
    rejected: reading.rejected.length,
    message: describe(reading.rejected, changes.hold),
    listedKeys,
    ...(news.revision === null ? {} : { revision: news.revision }),
  }
}

function kept(last: RunRecord | null): Pick<RunRecord, 'revision' | 'listedKeys'> {
  return {
    ...(last?.revision === undefined ? {} : { revision: last.revision }),
    ...(last?.listedKeys === undefined ? {} : { listedKeys: last.listedKeys }),
  }
}

/** Seven times what the list has today; the names of all have to fit into one item of DynamoDB. */
const MAX_ENTRIES = 3_000

function readFeed(text: string, now: string): FeedReading {
  const reading = readLiteLlm(text, { effectiveFrom: now, recordedAt: now })
  const { records, unpriced, rejected } = reading
  if (records.length === 0) {
    const why = describe(rejected, [])
    throw new Error(`the price file lists no price of Bedrock${why === null ? '' : ` (${why})`}`)
  }
  const entries = records.length + unpriced.length + rejected.length
  if (entries > MAX_ENTRIES) throw new Error(`the price file has ${entries} entries of Bedrock, more than ${MAX_ENTRIES}`)
  return reading
}

const MAX_GONE_PERCENT = 20

function refuseIfManyAreGone(before: readonly string[], now: readonly string[]): void {
  const listed = new Set(now)
  const gone = before.filter((key) => !listed.has(key))
  if (gone.length * 100 <= before.length * MAX_GONE_PERCENT) return
  const examples = [...gone.slice(0, 3).map(shownKey), ...(gone.length > 3 ? ['…'] : [])].join(', ')
  throw new Error(
    `the price file lacks ${gone.length} of the ${before.length} entries that it had (${examples}), more than ${MAX_GONE_PERCENT} %: `
    + 'run sync-prices with --accept-removals if that is right',
  )
}

/** One line for all that a file has changed. */
function auditOf({ add, before }: FeedChanges, at: string): PriceAudit {
  const old = add.filter(({ key }) => before.has(key)).map(({ key }) => [key, before.get(key)] as const)
  return {
    at,
    by: 'sync-pricing',
    via: 'sync',
    requestId: `sync-pricing ${at}`,
    action: 'sync',
    subject: 'feed',
    reason: `the price list has ${add.length - old.length} new prices and ${old.length} changed ones`,
    before: old.length === 0 ? null : JSON.stringify(Object.fromEntries(old)),
    after: JSON.stringify(Object.fromEntries(add.map(({ key, fields }) => [key, fields]))),
  }
}

const MAX_NAMED = 10

function describe(rejected: FeedReading['rejected'], held: readonly HeldPrice[]): string | null {
  const parts = [named('held for approval', held), named('left out for bad prices', rejected)].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join('; ')
}

function named(what: string, entries: readonly { readonly key: string; readonly reason: string }[]): string | null {
  if (entries.length === 0) return null
  const texts = entries.slice(0, MAX_NAMED).map(({ key, reason }) => `${shownKey(key)}: ${reason}`)
  return `${what}: ${texts.join('; ')}${entries.length > MAX_NAMED ? `; and ${entries.length - MAX_NAMED} more` : ''}`
}
