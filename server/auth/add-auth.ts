import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { mayAdminister, type Access } from '../../domain/access.ts'
import type { Identity } from '../../domain/identity.ts'
import { AccessDenied, NotAvailable, SignInNeeded } from './auth-errors.ts'
import type { Authenticator } from './authenticator.ts'
import { identityHeadersOf } from './identity-headers.ts'
import { IdentityRefused } from './identity-refused.ts'

/**
 * Who may ask for a route: anybody at all, whoever is signed in (for what is their own), whoever may see some usage, or those
 * who may change what is the same for all.
 */
export type RouteAccess = 'public' | 'self' | 'viewer' | 'admin'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
  }
  interface FastifyRequest {
    /** Whoever asks; on public routes it throws. */
    readonly identity: Identity
    /** What they may see; on routes for anybody and for whoever is signed in it throws. */
    readonly access: Access
  }
  interface FastifyInstance {
    authenticator: Authenticator
  }
}

/** Identity → what it may see; null for nothing. */
export type AccessOf = (identity: Identity) => Access | null

/** Who asks, and what they may see. */
export interface Standing {
  readonly identity: Identity
  /** Null for those without a role. */
  readonly access: Access | null
}

/** When to ask again who cannot be told right now. */
const RETRY_SECONDS = 5

const identities = new WeakMap<FastifyRequest, Identity>()
const accesses = new WeakMap<FastifyRequest, Access>()

/**
 * Guards every route registered after it by what `config.access` of the route says; goes by the route that matched, never by
 * the text of a path. A server with a route that does not say it refuses to start.
 */
export async function addAuth(app: FastifyInstance, authenticator: Authenticator, accessOf: AccessOf): Promise<void> {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    routes.push(route)
  })
  app.addHook('onReady', async () => {
    const open = routes.filter((route) => route.config?.access === undefined).map(({ method, url }) => `${String(method)} ${url}`)
    if (open.length > 0) throw new Error(`routes without config.access: ${open.join(', ')}`)
  })
  app.decorate('authenticator', authenticator)
  app.decorateRequest('identity', { getter: identityOf })
  app.decorateRequest('access', { getter: grantedTo })
  await authenticator.register(app)
  app.addHook('onRequest', async (request, reply) => guard(request, reply, authenticator, accessOf))
}

/** Who asks, and what they may see, before anything else is done for them. An address without a route is for the signed-in too. */
async function guard(request: FastifyRequest, reply: FastifyReply, authenticator: Authenticator, accessOf: AccessOf): Promise<void> {
  const wanted = request.routeOptions.config.access ?? 'self'
  if (wanted === 'public') return
  const identity = await identify(request, reply, authenticator)
  identities.set(request, identity)
  const access = accessOf(identity)
  if (access !== null) accesses.set(request, access)
  if (mayOpen(wanted, { identity, access })) return
  throw new AccessDenied(access === null ? 'no-role' : 'not-admin')
}

/** Whether a route is for somebody; null is anybody. */
export function mayOpen(wanted: RouteAccess, standing: Standing | null): boolean {
  if (wanted === 'public') return true
  if (standing === null) return false
  if (wanted === 'self') return true
  return standing.access !== null && (wanted === 'viewer' || mayAdminister(standing.access))
}

/** Who asks, where that is known: on public routes and before sign-in it is not. */
export function standingOf(request: FastifyRequest): Standing | null {
  const identity = identities.get(request)
  return identity === undefined ? null : { identity, access: accesses.get(request) ?? null }
}

async function identify(request: FastifyRequest, reply: FastifyReply, authenticator: Authenticator): Promise<Identity> {
  const answer = await authenticator.authenticate(request)
  if (answer.outcome === 'identified') return answer.identity
  if (answer.outcome === 'unavailable') {
    request.log.error({ reason: answer.reason }, 'identity cannot be checked')
    reply.header('retry-after', RETRY_SECONDS)
    throw new NotAvailable()
  }
  const headers = identityHeadersOf(request)
  if (answer.outcome !== 'refused' && headers.length === 0) throw new SignInNeeded()
  // Whoever claims to be somebody is told that it does not count, whatever there is to sign in with.
  const reason = answer.outcome === 'refused' ? answer.reason : `mode ${authenticator.mode} goes by none of them`
  request.log.warn({ reason, headers }, 'untrusted identity header')
  throw new IdentityRefused(reason)
}

function identityOf(this: FastifyRequest): Identity {
  const identity = identities.get(this)
  if (identity === undefined) throw new Error('nobody is identified on this route')
  return identity
}

function grantedTo(this: FastifyRequest): Access {
  const access = accesses.get(this)
  if (access === undefined) throw new Error('nobody has access on this route')
  return access
}
