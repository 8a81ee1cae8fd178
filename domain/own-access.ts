import type { Access } from './access.ts'
import { escapeGlob } from './glob.ts'
import type { Identity } from './identity.ts'

/** What somebody used themselves, in whichever account: the calls of the caller that is called as their e-mail address is. */
export function ownAccess({ email }: Identity): Access {
  return { role: 'viewer', grants: [{ accounts: 'all', callers: email === null ? [] : [escapeGlob(email)] }] }
}
