import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PasswordSignIn } from '../../domain/auth-settings.ts'
import type { PasswordUser } from '../../domain/config/auth-schema.ts'
import type { Clock } from '../../domain/ports.ts'
import type { SessionRecord, SessionStore } from '../../domain/session-store.ts'
import { boundedStore } from '../bounded-store.ts'
import type { Authentication, Authenticator } from './authenticator.ts'
import { addLoginRoutes } from './login-routes.ts'
import { passwordMark } from './password.ts'
import { addSessions, expiryOf, LIFETIME_MS, NOTED_EVERY_MS } from './sessions.ts'

export interface PasswordPorts {
  readonly sessions: SessionStore
  readonly clock: Clock
  /** Where people reach the server; null where that is not known. */
  readonly publicUrl: string | null
}

const ISSUER = 'password'
const STORE_TIMEOUT_MS = 1_500

/** Mode `password`: users of the configuration sign in on a page of this server, and a session knows them from then on. */
export function passwordAuthenticator(settings: PasswordSignIn, { clock, publicUrl, ...ports }: PasswordPorts): Authenticator {
  const sessions = boundedStore(ports.sessions, STORE_TIMEOUT_MS)
  const isHttps = publicUrl?.startsWith('https://') === true
  const users = new Map(settings.users.map((user) => [user.name.toLowerCase(), user]))
  const authenticate = async (request: FastifyRequest) => authenticationOf(request, users, clock().getTime())
  return {
    mode: 'password',
    label: 'a password of this server',
    authenticate,
    signInHref: (next) => next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`,
    signOutHref: '/logout',
    async register(app: FastifyInstance) {
      await addSessions(app, { sessions, secrets: settings.sessionSecrets, isHttps })
      addLoginRoutes(app, { users, clock, isHttps, authenticate })
    },
    async ready() {
      await sessions.read('')
    },
  }
}

function authenticationOf({ session }: FastifyRequest, users: ReadonlyMap<string, PasswordUser>, nowMs: number): Authentication {
  if (session.isUnknown === true) return { outcome: 'unavailable', reason: 'sessions cannot be read' }
  const { signedIn } = session
  const user = signedIn === undefined ? undefined : users.get(signedIn.user.toLowerCase())
  if (signedIn === undefined || user === undefined || !isValid(signedIn, user, nowMs)) return { outcome: 'anonymous' }
  if (nowMs - signedIn.seenAtMs >= NOTED_EVERY_MS) {
    session.signedIn = { ...signedIn, seenAtMs: nowMs, expiresAtMs: expiryOf(signedIn.signedInAtMs, nowMs) }
  }
  return {
    outcome: 'identified',
    identity: {
      subject: user.name, issuer: ISSUER, name: user.name, email: user.email?.toLowerCase() ?? null, groups: user.groups,
      expiresAtMs: signedIn.signedInAtMs + LIFETIME_MS,
    },
  }
}

/** Whoever was taken out of the configuration, or has another password, has to sign in again. */
function isValid({ signedInAtMs, seenAtMs, passwordMark: mark }: SessionRecord, user: PasswordUser, nowMs: number): boolean {
  return nowMs < expiryOf(signedInAtMs, seenAtMs) && mark === passwordMark(user.passwordHash)
}
