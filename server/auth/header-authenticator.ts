import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { HeaderSignIn } from '../../domain/auth-settings.ts'
import type { Identity } from '../../domain/identity.ts'
import { addressList } from './address-list.ts'
import type { Authentication, Authenticator } from './authenticator.ts'
import { emailOf, groupsOf } from './claims.ts'
import { sentHeader } from './identity-headers.ts'
import { IdentityRefused } from './identity-refused.ts'

const ISSUER = 'header'
const MAX_LENGTH = 320
const MAX_GROUPS_LENGTH = 8 * 1024
/** Of printable ASCII: proxies and programs disagree on how anything else is written. */
const PLAIN = /^[\x20-\x7e]+$/

/**
 * Mode `header`: the proxy says in headers who somebody is, and proves that it is the proxy by its address, by a secret that it
 * shares with this server, or by both, whatever is configured.
 */
export function headerAuthenticator(settings: HeaderSignIn): Authenticator {
  const isTrusted = settings.trustedProxies.length === 0 ? null : addressList(settings.trustedProxies)
  return {
    mode: 'header',
    label: 'the proxy',
    authenticate: async (request) => authenticate(request, settings, isTrusted),
    signInHref: null,
    signOutHref: settings.signOutUrl,
    register: async () => {},
    ready: async () => {},
  }
}

type IsTrusted = ReturnType<typeof addressList>

function authenticate(request: FastifyRequest, settings: HeaderSignIn, isTrusted: IsTrusted | null): Authentication {
  try {
    const user = valueOf(request, settings.userHeader)
    if (user === null) return anonymous(request, settings)
    checkProxy(request, settings, isTrusted)
    return { outcome: 'identified', identity: identityOf(request, user, settings) }
  } catch (error) {
    if (error instanceof IdentityRefused) return { outcome: 'refused', reason: error.message }
    throw error
  }
}

/** Without a user, any other header about one means that somebody plays the proxy, or that it is set up wrongly. */
function anonymous(request: FastifyRequest, { emailHeader, groupsHeader }: HeaderSignIn): Authentication {
  const names = [emailHeader, groupsHeader].filter((name) => name !== null)
  const isPart = names.some((name) => sentHeader(request, name).kind !== 'none')
  return isPart ? { outcome: 'refused', reason: 'there is no user beside the other headers' } : { outcome: 'anonymous' }
}

/** The address is that of the connection: what a header says of where a request comes from proves nothing. */
function checkProxy(request: FastifyRequest, { sharedSecret }: HeaderSignIn, isTrusted: IsTrusted | null): void {
  const address = request.raw.socket.remoteAddress ?? ''
  if (isTrusted !== null && !isTrusted(address)) throw new IdentityRefused(`${address} is none of auth.header.trustedProxies`)
  if (sharedSecret === null) {
    if (isTrusted === null) throw new IdentityRefused('nothing proves the proxy')
    return
  }
  const secret = valueOf(request, sharedSecret.header)
  if (secret === null || !isSame(secret, sharedSecret.secret)) throw new IdentityRefused(`${sharedSecret.header} does not hold the shared secret`)
}

/** In a time that says nothing about where they differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function identityOf(request: FastifyRequest, user: string, settings: HeaderSignIn): Identity {
  const { userHeader, emailHeader, groupsHeader, groupsSeparator } = settings
  checkValue(userHeader, user)
  const email = emailHeader === null ? null : valueOf(request, emailHeader)
  const groups = groupsHeader === null ? '' : valueOf(request, groupsHeader) ?? ''
  const isText = groups === '' || PLAIN.test(groups) && groups.length <= MAX_GROUPS_LENGTH
  if (!isText) throw new IdentityRefused(`${groupsHeader} holds no names of groups`)
  return { subject: user, issuer: ISSUER, name: user, email: emailOf(email), groups: groupsOf(groups, groupsSeparator), expiresAtMs: null }
}

/** A proxy that joins what it got twice makes a list: it is nobody's name. */
function checkValue(name: string, value: string): void {
  const isOne = PLAIN.test(value) && value.length <= MAX_LENGTH && !value.includes(',') && value.split('@').length <= 2
  if (!isOne) throw new IdentityRefused(`${name} holds no name of one person`)
}

/** Null where the header was not sent, or is empty. */
function valueOf(request: FastifyRequest, name: string): string | null {
  const sent = sentHeader(request, name)
  if (sent.kind === 'ambiguous') throw new IdentityRefused(sent.reason)
  return sent.kind === 'none' || sent.value === '' ? null : sent.value
}
