import type { Bucket } from './bucket.ts'
import { matchesGlob } from './glob.ts'
import type { RunRecord } from './ports.ts'
import type { Source } from './source.ts'

/** A part of all usage: both must allow a number before it is shown. */
export interface Grant {
  /** Account ids. */
  readonly accounts: 'all' | readonly string[]
  /** Patterns of callers, in which `*` stands for any run of characters. */
  readonly callers: 'all' | readonly string[]
}

/** What a signed-in person may see and do: the union of all grants, and no more than that. */
export interface Access {
  /** Only an admin changes prices and writes queries. */
  readonly role: 'admin' | 'viewer'
  readonly grants: readonly Grant[]
}

export const FULL_ACCESS: Access = { role: 'admin', grants: [{ accounts: 'all', callers: 'all' }] }

export function maySeeEverything({ grants }: Access): boolean {
  return grants.some(({ accounts, callers }) => accounts === 'all' && callers === 'all')
}

/** Whether somebody may change what is the same for all, such as prices. */
export function mayAdminister(access: Access): boolean {
  return access.role === 'admin' && maySeeEverything(access)
}

export function maySeeAllAccounts({ grants }: Access): boolean {
  return grants.some(({ accounts }) => accounts === 'all')
}

export function maySeeAccount({ grants }: Access, accountId: string): boolean {
  return grants.some((grant) => coversAccount(grant, accountId))
}

/** Whether nothing of the account is left out. */
export function maySeeAllCallers({ grants }: Access, accountId: string): boolean {
  return grants.some((grant) => grant.callers === 'all' && coversAccount(grant, accountId))
}

/** The sources of the accounts that access allows. */
export function accessibleSources<S extends Source>(access: Access, sources: readonly S[]): S[] {
  return sources.filter((source) => maySeeAccount(access, source.accountId))
}

/** The bucket with the cells of the callers that access allows; of an account that it does not, none. */
export function accessibleBucket(access: Access, bucket: Bucket): Bucket {
  const { accountId } = bucket.source
  if (maySeeAllCallers(access, accountId)) return bucket
  const patterns = access.grants.flatMap((grant) => grant.callers !== 'all' && coversAccount(grant, accountId) ? grant.callers : [])
  if (patterns.length === 0) return { ...bucket, cells: [] }
  const known = new Map<string, boolean>()
  const allows = (caller: string) => {
    const allowed = known.get(caller) ?? patterns.some((pattern) => matchesGlob(pattern, caller))
    known.set(caller, allowed)
    return allowed
  }
  return { ...bucket, cells: bucket.cells.filter((cell) => allows(cell.caller)) }
}

/** A run as somebody may see it who must not learn of other accounts: without what it did there, and what it says. */
export interface AccessibleRun extends Omit<RunRecord, 'bucketsWritten'> {
  readonly bucketsWritten: number | null
}

export function accessibleRun(access: Access, run: RunRecord): AccessibleRun {
  return maySeeEverything(access) ? run : { ...run, bucketsWritten: null, message: null }
}

function coversAccount({ accounts }: Grant, accountId: string): boolean {
  return accounts === 'all' || accounts.includes(accountId)
}
