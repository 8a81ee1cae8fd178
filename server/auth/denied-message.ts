import { actorName, type Identity } from '../../domain/identity.ts'
import type { AccessDenied } from './auth-errors.ts'

/** Tells whoever is signed in what they lack, so that they know what to ask for. */
export function deniedMessage({ why }: AccessDenied, identity: Identity): string {
  const who = `You are signed in as ${actorName(identity)}, ${groupsText(identity.groups)}`
  if (why === 'no-role') return `${who}. That gives you no role here: ask for viewer. What you used yourself is on My usage.`
  return `${who}. That does not make you an admin, who may see all accounts and callers: ask for admin.`
}

function groupsText(groups: readonly string[]): string {
  if (groups.length === 0) return 'in no group that this server is told of'
  return `in the ${groups.length === 1 ? 'group' : 'groups'} ${groups.join(', ')}`
}
