import { MS_PER_HOUR } from './calendar.ts'
import type { StoredPriceChange } from './price-ports.ts'

/**
 * Which version of the price book the cost of an hour, counted from 1970, must have been computed with at least: that of the
 * last change that may have altered it.
 */
export function requiredPriceVersion(changes: readonly StoredPriceChange[]): (hour: number) => number {
  const newestFirst = [...changes].sort((a, b) => b.version - a.version)
  return (hour) => newestFirst.find((change) => altersHour(change, hour))?.version ?? 0
}

/** Hours that the cells of a bucket of that version cannot tell the cost of, since a price began to change inside of them later. */
export function hoursSplitSince(changes: readonly StoredPriceChange[]): (hour: number, priceVersion: number) => boolean {
  const versions = new Map<number, number>()
  for (const { version, splitHours } of changes) {
    for (const hour of splitHours) versions.set(hour, Math.max(version, versions.get(hour) ?? 0))
  }
  return (hour, priceVersion) => (versions.get(hour) ?? 0) > priceVersion
}

function altersHour({ fromMs, toMs }: StoredPriceChange, hour: number): boolean {
  return (fromMs === null || fromMs < (hour + 1) * MS_PER_HOUR) && (toMs === null || toMs > hour * MS_PER_HOUR)
}
