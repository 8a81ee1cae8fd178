import type { Bucket } from './bucket.ts'
import type { RunRecord } from './ports.ts'
import type { Source } from './source.ts'

/** What a signed-in person may see: both must allow a number before it is shown. */
export interface Access {
  readonly accounts: 'all' | readonly string[]
  readonly callers: 'all' | readonly string[]
}

export const FULL_ACCESS: Access = { accounts: 'all', callers: 'all' }

export function maySeeEverything({ accounts, callers }: Access): boolean {
  return accounts === 'all' && callers === 'all'
}

export function maySeeAccount(access: Access, accountId: string): boolean {
  return access.accounts === 'all' || access.accounts.includes(accountId)
}

/** The sources of the accounts that access allows. */
export function accessibleSources<S extends Source>(access: Access, sources: readonly S[]): S[] {
  return sources.filter((source) => maySeeAccount(access, source.accountId))
}

/** The bucket with the cells of the callers that access allows; of an account that it does not, none. */
export function accessibleBucket(access: Access, bucket: Bucket): Bucket {
  if (!maySeeAccount(access, bucket.source.accountId)) return { ...bucket, cells: [] }
  if (access.callers === 'all') return bucket
  const callers = new Set(access.callers)
  return { ...bucket, cells: bucket.cells.filter((cell) => callers.has(cell.caller)) }
}

/** A run as somebody may see it who must not learn of other accounts: without what it did there, and what it says. */
export interface AccessibleRun extends Omit<RunRecord, 'bucketsWritten'> {
  readonly bucketsWritten: number | null
}

export function accessibleRun(access: Access, run: RunRecord): AccessibleRun {
  return maySeeEverything(access) ? run : { ...run, bucketsWritten: null, message: null }
}
