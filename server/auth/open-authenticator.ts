import { FULL_ACCESS } from '../../domain/access.ts'
import type { AuthSettings } from '../../domain/auth-settings.ts'
import type { Clock } from '../../domain/ports.ts'
import { accessOf } from '../../domain/roles.ts'
import type { SessionStore } from '../../domain/session-store.ts'
import type { AccessOf } from './add-auth.ts'
import type { Authenticator } from './authenticator.ts'
import type { Fetch } from './fetch-text.ts'
import { headerAuthenticator } from './header-authenticator.ts'
import { jwtAuthenticator } from './jwt-authenticator.ts'
import { NO_AUTH } from './no-auth.ts'
import { passwordAuthenticator } from './password-authenticator.ts'

export interface AuthPorts {
  readonly sessions: SessionStore
  readonly fetch: Fetch
  readonly clock: Clock
}

/** The one way to sign in that the settings name. */
export function openAuthenticator({ signIn, publicUrl }: AuthSettings, ports: AuthPorts): Authenticator {
  switch (signIn.mode) {
    case 'jwt': return jwtAuthenticator(signIn, ports)
    case 'header': return headerAuthenticator(signIn)
    case 'password': return passwordAuthenticator(signIn, { ...ports, publicUrl })
    case 'none': return NO_AUTH
  }
}

/** What whoever is signed in may see. Where nobody signs in, nothing tells one from another. */
export function accessRule({ signIn, roles }: AuthSettings): AccessOf {
  return signIn.mode === 'none' ? () => FULL_ACCESS : (identity) => accessOf(roles, identity)
}

/** Whether nobody but its own machine is to be answered. */
export function isLocalOnly({ signIn }: AuthSettings): boolean {
  return signIn.mode === 'none' && signIn.isLocal
}

/** One line for whoever starts the process. */
export function describeSignIn({ signIn }: AuthSettings): string {
  switch (signIn.mode) {
    case 'jwt': return `Sign-in: jwt, tokens of ${signIn.label} in ${signIn.headerName}`
    case 'header': return `Sign-in: header, ${signIn.userHeader} of a proxy that proves itself by ${proofOf(signIn)}`
    case 'password': return `Sign-in: password, ${signIn.users.length} ${signIn.users.length === 1 ? 'user' : 'users'}`
    case 'none': return 'Sign-in: none, whoever reaches this address sees and changes everything'
  }
}

function proofOf({ trustedProxies, sharedSecret }: Extract<AuthSettings['signIn'], { mode: 'header' }>): string {
  const proofs = [...trustedProxies.length > 0 ? [`its address (${trustedProxies.join(', ')})`] : [], ...sharedSecret === null ? [] : [sharedSecret.header]]
  return proofs.join(' and ')
}
