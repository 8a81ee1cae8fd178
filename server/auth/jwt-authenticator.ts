import type { FastifyRequest } from 'fastify'
import type { JwtSignIn } from '../../domain/auth-settings.ts'
import type { Clock } from '../../domain/ports.ts'
import { albKeys, albKeysUrl } from './alb-keys.ts'
import type { Authentication, Authenticator } from './authenticator.ts'
import type { Fetch } from './fetch-text.ts'
import { sentHeader } from './identity-headers.ts'
import { IdentityUnknown } from './identity-refused.ts'
import { jwkSet, type KeySource } from './jwk-set.ts'
import { refusalOf, verifyJwt } from './verify-jwt.ts'

export interface JwtPorts {
  readonly fetch: Fetch
  readonly clock: Clock
}

const MINUTE_MS = 60_000

/** Mode `jwt`: the proxy passes on a token, which is verified anew with every request; this server keeps nothing of it. */
export function jwtAuthenticator(settings: JwtSignIn, ports: JwtPorts): Authenticator {
  const keys = keySource(settings, ports)
  return {
    mode: 'jwt',
    label: settings.label,
    authenticate: async (request) => authenticate(request, settings, keys, ports.clock),
    signInHref: null,
    signOutHref: settings.signOutUrl,
    register: async () => {},
    ready: async () => keys.ready(),
  }
}

function keySource({ preset, jwkSetUrl, cacheMinutes }: JwtSignIn, ports: JwtPorts): KeySource {
  const options = { ...ports, cacheMs: cacheMinutes * MINUTE_MS }
  if (preset === 'alb') return albKeys((signer) => jwkSetUrl ?? albKeysUrl(signer), options)
  if (jwkSetUrl === null) throw new Error('auth.jwt.jwkSetUrl is missing')
  return jwkSet(jwkSetUrl, options)
}

async function authenticate(request: FastifyRequest, settings: JwtSignIn, keys: KeySource, clock: Clock): Promise<Authentication> {
  const { headerName } = settings
  const sent = sentHeader(request, headerName)
  if (sent.kind === 'none') return { outcome: 'anonymous' }
  if (sent.kind === 'ambiguous') return { outcome: 'refused', reason: sent.reason }
  const token = headerName === 'authorization' ? /^bearer +(\S+)$/i.exec(sent.value)?.[1] : sent.value
  if (token === undefined) return { outcome: 'refused', reason: 'authorization holds no bearer token' }
  try {
    return { outcome: 'identified', identity: await verifyJwt(token, settings, keys, clock) }
  } catch (error) {
    if (error instanceof IdentityUnknown) return { outcome: 'unavailable', reason: error.message }
    const reason = refusalOf(error)
    if (reason === null) throw error
    return { outcome: 'refused', reason: `token in ${headerName}: ${reason}` }
  }
}
