import { hourFrom, hourId, hourOf, parseHourId } from '../domain/calendar.ts'
import type { Bucket } from '../domain/bucket.ts'
import type { UsageStore } from '../domain/ports.ts'
import { createPriceBook, type PriceBook } from '../domain/price-book.ts'
import { priceChange, type PriceChange } from '../domain/price-change.ts'
import { applyPriceEdit, type PriceEdit, type PriceList } from '../domain/price-edit.ts'
import type { PriceStore } from '../domain/price-ports.ts'
import { repriceBucket } from '../domain/reprice-bucket.ts'
import { requiredPriceVersion } from '../domain/required-price-version.ts'
import type { Source } from '../domain/source.ts'
import { totalCost } from '../domain/total-cost.ts'

export interface PreviewPorts {
  readonly usage: Pick<UsageStore, 'listSources' | 'readBuckets'>
  readonly prices: Pick<PriceStore, 'read'>
}

/** What an edit does to the costs of stored usage. Money is in 10⁻¹⁸ USD. */
export interface EditPreview extends CostChange {
  /** In the order of time; only those whose cost changes. */
  readonly months: readonly (CostChange & { readonly month: string })[]
  /** How many accounts, and how many hours of all sources together, have a cost that changes. */
  readonly accounts: number
  readonly hours: number
  /** Hours inside of which a price begins to change: only their events will tell their cost exactly. */
  readonly uncertainHours: number
}

/** Cost of the hours that change, and only of those. */
export interface CostChange {
  readonly before: bigint
  readonly after: bigint
}

/**
 * What repricing will make of an edit, without doing it: to the last digit but for uncertain hours. `before` is what costs are
 * once all changes so far are carried out. Reads stored hours only, never an event.
 */
export async function previewEdit({ usage, prices }: PreviewPorts, edit: PriceEdit, inRegionFix = true): Promise<EditPreview> {
  const stored = await prices.read()
  const edited = applyPriceEdit(stored, edit)
  const change = priceChange(stored, edited)
  const growing = { months: new Map<string, CostChange>(), accounts: new Set<string>(), hours: 0, uncertainHours: 0 }
  if (change !== null) {
    const bookOf = ({ records, discounts }: PriceList) => createPriceBook(records, { version: stored.version, discounts, inRegionFix })
    const preview = { change, required: requiredPriceVersion(stored.changes), now: bookOf(stored), then: bookOf(edited) }
    for (const source of await usage.listSources()) await addSource(growing, usage, source, preview)
  }
  return finished(growing)
}

interface Growing {
  readonly months: Map<string, CostChange>
  readonly accounts: Set<string>
  hours: number
  uncertainHours: number
}

interface Comparison {
  readonly change: PriceChange
  readonly required: (hour: number) => number
  readonly now: PriceBook
  readonly then: PriceBook
}

async function addSource(
  growing: Growing, usage: PreviewPorts['usage'], { accountId, region }: Source, { change, required, now, then }: Comparison,
): Promise<void> {
  const from = change.fromMs === null ? null : hourId(hourOf(change.fromMs))
  const to = change.toMs === null ? null : hourId(hourFrom(change.toMs))
  for await (const bucket of usage.readBuckets({ accountId, region }, 'hour', from, to)) {
    const hour = parseHourId(bucket.start)
    if (change.splitHours.includes(hour)) growing.uncertainHours += 1
    const before = costOf(bucket.priceVersion < required(hour) ? repriceBucket(bucket, now) : bucket)
    const after = costOf(repriceBucket(bucket, then))
    if (before === after) continue
    growing.hours += 1
    growing.accounts.add(accountId)
    const month = bucket.start.slice(0, 7)
    growing.months.set(month, sumOf([growing.months.get(month) ?? NOTHING, { before, after }]))
  }
}

const NOTHING: CostChange = { before: 0n, after: 0n }

function finished({ months, accounts, hours, uncertainHours }: Growing): EditPreview {
  const inOrder = [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, change]) => ({ month, ...change }))
  return { months: inOrder, ...sumOf(inOrder), accounts: accounts.size, hours, uncertainHours }
}

function costOf({ cells }: Bucket): bigint {
  return cells.reduce((sum, cell) => sum + totalCost(cell.cost), 0n)
}

function sumOf(changes: readonly CostChange[]): CostChange {
  return changes.reduce((sum, { before, after }) => ({ before: sum.before + before, after: sum.after + after }), NOTHING)
}
