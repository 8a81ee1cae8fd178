import type { Bucket } from './bucket.ts'
import { focusKeys, focusRows, type FocusRow } from './focus.ts'
import type { PriceBook } from './price-book.ts'
import { report, type Report } from './report.ts'
import { repriceBucket } from './reprice-bucket.ts'
import { tagKeys } from './tags.ts'
import type { UsageFilter } from './usage-filter.ts'

export interface FocusSpec {
  readonly filter?: UsageFilter
  readonly accountNames: ReadonlyMap<string, string>
  /** Prices without any discount; null where none applies, so that what was paid is the list price. */
  readonly listBook: PriceBook | null
}

export interface FocusReport {
  readonly rows: FocusRow[]
  readonly total: Report['total']
}

/** The rows of the buckets: days or hours, and hours alone where a list book is given. */
export function focusReport(buckets: readonly Bucket[], { filter, accountNames, listBook }: FocusSpec): FocusReport {
  const tags = tagKeys(new Set(buckets.flatMap(({ cells }) => cells.map((cell) => cell.tags))))
  const spec = { groupBy: focusKeys(tags), histograms: false, ...(filter && { filter }) }
  const paid = report(buckets, spec)
  const listed = listBook === null ? paid : report(buckets.map((bucket) => repriceBucket(bucket, listBook)), spec)
  return { rows: focusRows(paid, listed, { tags, accountNames }), total: paid.total }
}
