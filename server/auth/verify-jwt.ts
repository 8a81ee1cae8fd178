import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose'
import type { JwtSignIn } from '../../domain/auth-settings.ts'
import type { Identity } from '../../domain/identity.ts'
import type { Clock } from '../../domain/ports.ts'
import { claimAt, emailOf, groupsOf, textOf } from './claims.ts'
import { IdentityRefused } from './identity-refused.ts'
import type { KeySource } from './jwk-set.ts'

const MAX_TOKEN_LENGTH = 16 * 1024

/**
 * Whom a token is about. Throws IdentityRefused, or an error of jose, if it is not signed by one of the keys, not meant for this
 * server or not valid now; IdentityUnknown if there are no keys to tell by.
 */
export async function verifyJwt(token: string, settings: JwtSignIn, keys: KeySource, clock: Clock): Promise<Identity> {
  if (token.length > MAX_TOKEN_LENGTH) throw new IdentityRefused(`the token has ${token.length} characters`)
  const { preset, issuer, audience, clockSkewSeconds } = settings
  const isAlb = preset === 'alb'
  // Whose key it is decides before any key is looked up: all load balancers of a region share theirs.
  const alb = isAlb ? checkAlbHeader(decodeProtectedHeader(token), settings, clock) : null
  const { payload } = await jwtVerify(token, keys.keyOf, {
    algorithms: [...settings.algorithms],
    clockTolerance: clockSkewSeconds,
    currentDate: clock(),
    requiredClaims: isAlb ? ['sub'] : ['sub', 'exp'],
    ...isAlb || issuer === null ? {} : { issuer },
    ...isAlb || audience.length === 0 ? {} : { audience: [...audience] },
  })
  expectClaims(payload, settings)
  return identityOf(payload, alb, settings)
}

/** A load balancer says in the header of a token, which it signs too, who it is and for whom; its tokens have no audience. */
function checkAlbHeader(header: ProtectedHeaderParameters, settings: JwtSignIn, clock: Clock): AlbHeader {
  const { signer: signers, issuer, audience, clockSkewSeconds } = settings
  const { signer: by, iss, client, exp } = header as Readonly<Record<string, unknown>>
  if (typeof by !== 'string' || !signers.includes(by)) throw new IdentityRefused('its signer is none of auth.jwt.signer')
  if (typeof iss !== 'string' || iss === '' || issuer !== null && iss !== issuer) throw new IdentityRefused('its header has another issuer')
  if (audience.length > 0 && !audience.includes(String(client))) throw new IdentityRefused('its header has another client')
  if (typeof exp !== 'number' || exp + clockSkewSeconds <= clock().getTime() / 1000) throw new IdentityRefused('it has expired, by its header')
  return { iss, exp }
}

interface AlbHeader {
  readonly iss: string
  readonly exp: number
}

function expectClaims(payload: JWTPayload, { expectClaims }: JwtSignIn): void {
  for (const [name, expected] of Object.entries(expectClaims)) {
    const actual = claimAt(payload, name)
    const holds = Array.isArray(actual) ? actual.includes(expected) : actual === expected
    if (!holds) throw new IdentityRefused(`its claim ${name} is not what auth.jwt.expectClaims says`)
  }
}

function identityOf(payload: JWTPayload, alb: AlbHeader | null, settings: JwtSignIn): Identity {
  const { usernameClaim, nameClaim, emailClaim, groupsClaim } = settings
  const subject = textOf(claimAt(payload, usernameClaim))
  if (textOf(payload.sub) === null || subject === null) throw new IdentityRefused(`it names nobody by sub and ${usernameClaim}`)
  const email = isVerified(payload) ? emailOf(claimAt(payload, emailClaim)) : null
  const expiresAt = payload.exp ?? alb?.exp
  return {
    subject,
    issuer: alb?.iss ?? payload.iss ?? '',
    name: textOf(claimAt(payload, nameClaim)) ?? email ?? subject,
    email,
    groups: groupsOf(claimAt(payload, groupsClaim), ','),
    expiresAtMs: expiresAt === undefined ? null : expiresAt * 1000,
  }
}

/** An address that whoever signs in could have made up counts for nothing. */
function isVerified({ email_verified: verified }: JWTPayload): boolean {
  return verified !== false && verified !== 'false'
}

/** Why a token does not count, for the log; null for an error that is not about the token. */
export function refusalOf(error: unknown): string | null {
  if (error instanceof IdentityRefused) return error.message
  if (error instanceof errors.JOSEError) return `${error.code}: ${error.message}`
  return error instanceof TypeError ? 'it cannot be read' : null
}
