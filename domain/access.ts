import type { Bucket } from './bucket.ts'
import type { Cell } from './cell.ts'
import { isSameAddress } from './email-address.ts'
import { matchesGlob } from './glob.ts'
import type { RunRecord, SourceState } from './ports.ts'
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
  /** Whoever asks for their own calls signed in as this: calls of a single sign-on user of this address are theirs, whatever its case. */
  readonly ownAddress?: string
}

export const FULL_ACCESS: Access = { role: 'admin', grants: [{ accounts: 'all', callers: 'all' }] }

export function maySeeEverything({ grants }: Access): boolean {
  return grants.some(({ accounts, callers }) => accounts === 'all' && callers === 'all')
}

/** Whether somebody may change what is the same for all, such as prices. */
export function mayAdminister(access: Access): boolean {
  return access.role === 'admin' && maySeeEverything(access)
}

/** Whether nothing of the account is left out. */
export function maySeeAllCallers({ grants }: Access, accountId: string): boolean {
  return grants.some((grant) => grant.callers === 'all' && coversAccount(grant, accountId))
}

/**
 * Whether somebody may know that there is such an account, and what it is called: it is granted by its id or with all of its
 * callers, or else calls that they may see were made there, in `seen`.
 */
export function mayKnowAccount({ grants }: Access, accountId: string, seen: readonly Source[]): boolean {
  return grants.some((grant) => coversAccount(grant, accountId) && (grant.accounts !== 'all' || grant.callers === 'all'))
    || seen.some((source) => source.accountId === accountId)
}

/** The names of the accounts that somebody may know of. */
export function accessibleNames(access: Access, names: ReadonlyMap<string, string>, seen: readonly Source[]): ReadonlyMap<string, string> {
  return maySeeEverything(access) ? names : new Map([...names].filter(([accountId]) => mayKnowAccount(access, accountId, seen)))
}

/** A source as somebody may see it. */
export interface AccessibleSource extends SourceState {
  /** Whether only calls of some of its callers may be seen: then the newest event is the hour of the newest of those. */
  readonly isPartial: boolean
}

/** The sources in which there may be something to see. Those of whose callers not all may be seen have to show it by their calls. */
export function accessibleSources<S extends Source>(access: Access, sources: readonly S[]): S[] {
  return sources.filter(({ accountId }) => access.grants.some((grant) => coversAccount(grant, accountId)))
}

/** The buckets with the cells that access allows. One without any such cell is none, as far as whoever asks can tell. */
export function accessibleBuckets(access: Access, buckets: readonly Bucket[]): Bucket[] {
  const tests = new Map<string, CallerTest | 'all'>()
  return buckets.flatMap((bucket) => {
    const { accountId } = bucket.source
    const test = tests.get(accountId) ?? callerTest(access, accountId)
    tests.set(accountId, test)
    if (test === 'all') return bucket
    const cells = bucket.cells.filter(test)
    return cells.length === 0 ? [] : { ...bucket, cells }
  })
}

/** A run as somebody may see it who must not learn of other accounts: without what it did there, and what it says. */
export interface AccessibleRun extends Omit<RunRecord, 'bucketsWritten'> {
  readonly bucketsWritten: number | null
}

export function accessibleRun(access: Access, run: RunRecord): AccessibleRun {
  return maySeeEverything(access) ? run : { ...run, dataUpTo: null, bucketsWritten: null, message: null }
}

type CallerTest = (cell: Pick<Cell, 'caller' | 'callerKind'>) => boolean

function callerTest(access: Access, accountId: string): CallerTest | 'all' {
  if (maySeeAllCallers(access, accountId)) return 'all'
  const patterns = access.grants.flatMap((grant) => (grant.callers !== 'all' && coversAccount(grant, accountId) ? grant.callers : []))
  const known = new Map<string, boolean>()
  const isGranted = (caller: string) => {
    const allowed = known.get(caller) ?? patterns.some((pattern) => matchesGlob(pattern, caller))
    known.set(caller, allowed)
    return allowed
  }
  const { ownAddress } = access
  if (ownAddress === undefined) return ({ caller }) => isGranted(caller)
  return ({ caller, callerKind }) => isGranted(caller) || (callerKind === 'sso-user' && isSameAddress(caller, ownAddress))
}

/** A grant of no callers covers nothing. */
function coversAccount({ accounts, callers }: Grant, accountId: string): boolean {
  return (callers === 'all' || callers.length > 0) && (accounts === 'all' || accounts.includes(accountId))
}
