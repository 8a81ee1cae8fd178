import type { Identity } from '../../domain/identity.ts'
import type { Authenticator } from './authenticator.ts'

const LOCAL: Identity = { subject: 'local', issuer: 'none', name: 'local', email: null, groups: [], expiresAtMs: null }

/** Mode `none`: whoever reaches the server is one and the same person. For a server that only its own machine reaches. */
export const NO_AUTH: Authenticator = {
  mode: 'none',
  label: 'nobody: sign-in is off',
  authenticate: async () => ({ outcome: 'identified', identity: LOCAL }),
  signInHref: null,
  signOutHref: null,
  register: async () => {},
  ready: async () => {},
}
