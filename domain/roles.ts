import type { Access, Grant } from './access.ts'
import type { Identity } from './identity.ts'

export const ROLES = ['admin', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export const DEFAULT_ROLES = ['none', 'viewer'] as const
export type DefaultRole = (typeof DEFAULT_ROLES)[number]

/** What an entry gives: without `accounts` those of all, without `callers` everybody's; an empty list gives nothing at all. */
export interface RoleGrant {
  readonly role: Role
  /** Account ids. */
  readonly accounts?: readonly string[]
  /** Patterns of callers, in which `*` stands for any run of characters. */
  readonly callers?: readonly string[]
}

/** Whom it is given to: everybody in a group of exactly this name, or whoever has this e-mail address, whatever its case. */
export interface RoleMapping extends RoleGrant {
  readonly group?: string
  readonly user?: string
}

export interface RolePolicy {
  readonly roleMapping: readonly RoleMapping[]
  /** What everybody who is signed in has, whatever else they are given. */
  readonly defaultRole: DefaultRole
}

/**
 * What a policy lets somebody see: the union of all that their entries give, so that one more entry never takes anything away.
 * Null where nothing gives them a role.
 */
export function accessOf({ roleMapping, defaultRole }: RolePolicy, identity: Identity): Access | null {
  const given: readonly RoleGrant[] = [
    ...roleMapping.filter((entry) => isFor(entry, identity)), ...(defaultRole === 'viewer' ? [{ role: defaultRole }] : []),
  ]
  if (given.length === 0) return null
  return { role: given.some(makesAdmin) ? 'admin' : 'viewer', grants: given.map(grantOf) }
}

/** Whether an entry gives a part only. An admin of a part is a viewer of it: what an admin changes is the same for all. */
export function isLimited({ accounts, callers }: RoleGrant): boolean {
  return accounts !== undefined || callers !== undefined
}

/** An entry that names nobody is for nobody; one that names both a group and a user is for that user in that group. */
function isFor({ group, user }: RoleMapping, { groups, email }: Identity): boolean {
  if (group === undefined && user === undefined) return false
  return (group === undefined || groups.includes(group)) && (user === undefined || (email !== null && user.toLowerCase() === email))
}

function makesAdmin(entry: RoleGrant): boolean {
  return entry.role === 'admin' && !isLimited(entry)
}

function grantOf({ accounts, callers }: RoleGrant): Grant {
  return { accounts: accounts ?? 'all', callers: callers ?? 'all' }
}
