import type { Access } from './access.ts'
import { escapeGlob } from './glob.ts'
import type { Identity } from './identity.ts'

/**
 * What somebody used themselves, in whichever account: the calls of the caller that is called as their e-mail address is. Single
 * sign-on logs an address as its directory spells it, so that case says nothing there; any other name is theirs as it is, or not.
 */
export function ownAccess({ email }: Identity): Access {
  if (email === null) return { role: 'viewer', grants: [{ accounts: 'all', callers: [] }] }
  return { role: 'viewer', grants: [{ accounts: 'all', callers: [escapeGlob(email)] }], ownAddress: email }
}
