import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { mayAdminister, type Access } from '../../domain/access.ts'
import type { Identity } from '../../domain/identity.ts'
import { AccessDenied, NotAvailable, SignInNeeded } from './auth-errors.ts'
import type { Authenticator } from './authenticator.ts'

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
async function guard(request: FastifyRequest, _reply: FastifyReply, authenticator: Authenticator, accessOf: AccessOf): Promise<void> {
  const wanted = request.routeOptions.config.access ?? 'self'
  if (wanted === 'public') return
  const identity = await identify(request, authenticator)
  identities.set(request, identity)
  const access = accessOf(identity)
  if (access !== null) accesses.set(request, access)
  if (wanted === 'self') return
  if (access === null) throw new AccessDenied('no-role')
  if (wanted === 'admin' && !mayAdminister(access)) throw new AccessDenied('not-admin')
}

async function identify(request: FastifyRequest, authenticator: Authenticator): Promise<Identity> {
  const answer = await authenticator.authenticate(request)
  if (answer.outcome === 'identified') return answer.identity
  if (answer.outcome === 'unavailable') {
    request.log.error({ reason: answer.reason }, 'identity cannot be checked')
    throw new NotAvailable()
  }
  if (answer.outcome === 'refused') request.log.warn({ reason: answer.reason }, 'untrusted identity')
  throw new SignInNeeded()
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
