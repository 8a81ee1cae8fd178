import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AuthMode } from '../../domain/config/auth-schema.ts'
import type { Identity } from '../../domain/identity.ts'

/** What a request says of who sent it. */
export type Authentication =
  | { readonly outcome: 'identified'; readonly identity: Identity }
  /** It brings no proof at all. */
  | { readonly outcome: 'anonymous' }
  /** It brings one that does not hold. `reason` is for the log of the server, not for whoever sent it. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** Whether it holds cannot be told right now. */
  | { readonly outcome: 'unavailable'; readonly reason: string }

/** One way to know who asks. There is exactly one in a process, and nothing steps in for it. */
export interface Authenticator {
  readonly mode: AuthMode
  /** For people, as in "signed in by …": the proxy, or the mode. */
  readonly label: string
  authenticate(request: FastifyRequest): Promise<Authentication>
  /** Where to sign in, for those who have to be led there; null where the proxy does it. `next` is a path of this server. */
  readonly signInHref: ((next: string) => string) | null
  /** Where to sign out; null where that is not ours to know. */
  readonly signOutHref: string | null
  /** Registers what it needs before any route, and its own routes. */
  register(app: FastifyInstance): Promise<void>
  /** Rejects as long as nobody could be identified. */
  ready(): Promise<void>
}
