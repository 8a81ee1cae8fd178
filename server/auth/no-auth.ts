import type { Identity } from '../../domain/identity.ts'
import type { Authentication, Authenticator } from './authenticator.ts'
import { identityHeadersOf } from './identity-headers.ts'

const LOCAL: Identity = { subject: 'local', issuer: 'none', name: 'local', email: null, groups: [], expiresAtMs: null }

const IDENTIFIED: Authentication = { outcome: 'identified', identity: LOCAL }
const REFUSED: Authentication = { outcome: 'refused', reason: 'sign-in is off: set auth.mode to what the proxy before this server sends' }

/**
 * Mode `none`: whoever reaches the server is one and the same person. For a server that only its own machine reaches. A proxy that
 * says who somebody is means that there is more than one, so nobody gets in through it.
 */
export const NO_AUTH: Authenticator = {
  mode: 'none',
  label: 'nobody: sign-in is off',
  authenticate: async (request) => identityHeadersOf(request).length === 0 ? IDENTIFIED : REFUSED,
  signInHref: null,
  signOutHref: null,
  register: async () => {},
  ready: async () => {},
}
