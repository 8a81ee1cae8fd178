import { actorName, type Identity } from '../../domain/identity.ts'
import type { AccessDenied } from './auth-errors.ts'

/** Tells whoever is signed in what they lack, so that they know what to ask for. */
export function deniedMessage({ why }: AccessDenied, identity: Identity): string {
  const groups = identity.groups.length === 0 ? 'no group' : `the groups ${identity.groups.join(', ')}`
  const who = `You are signed in as ${actorName(identity)}, with ${groups}`
  if (why === 'no-role') return `${who}. None of them has a role here: ask for one that has. What you used yourself is on My usage.`
  return `${who}. This is for admins who may see all accounts and callers.`
}
