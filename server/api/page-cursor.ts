import { createHash } from 'node:crypto'
import { QueryError } from '../../domain/query-error.ts'
import { Refused } from '../plugins/refused.ts'
import type { Listing } from './listing.ts'

const CURSOR = /^(\d{1,9})-([0-9a-f]{24})$/

/** Where the page after `offset` begins, for whoever asks again; it holds for just these rows. */
export function cursorAt(offset: number, listing: Listing): string {
  return `${offset}-${fingerprint(listing)}`
}

/**
 * Offset of the first row; throws a QueryError for what is no cursor, and refuses one of other rows: pages that do not
 * belong together would not add up.
 */
export function offsetOf(cursor: string | null, listing: Listing): number {
  if (cursor === null) return 0
  const [, offset, expected] = CURSOR.exec(cursor) ?? []
  if (offset === undefined) throw new QueryError('cursor', 'is none that this server gave')
  if (expected !== fingerprint(listing)) {
    throw new Refused(409, 'The rows have changed since the first page was read: start again without the cursor.')
  }
  return Number(offset)
}

function fingerprint({ columns, rows }: Listing): string {
  const hash = createHash('sha256').update(JSON.stringify(columns))
  for (const row of rows) hash.update(JSON.stringify(row))
  return hash.digest('hex').slice(0, 24)
}
