import { withPreset } from '../auth-settings.ts'
import { JWT_PRESETS } from '../jwt-presets.ts'
import { isPlaceholderHash } from '../password-hash.ts'
import type { AuthMode } from './auth-schema.ts'
import type { Finding } from './finding.ts'
import type { Draft } from './schema.ts'

type AuthDraft = NonNullable<Draft['auth']>
type JwtDraft = NonNullable<AuthDraft['jwt']>

/** What must hold within the sections `auth` and `server`, and between them. */
export function checkAuth({ auth = {}, server = {}, dashboard = null }: Pick<Draft, 'auth' | 'server' | 'dashboard'>): Finding[] {
  // A mode that could not be read may have been any.
  const mode = auth.mode ?? 'none'
  return [
    ...checkMode(auth, mode),
    ...dashboard === null ? [] : checkHosted(auth),
    // The signer of a load balancer that is not made yet cannot be known.
    ...mode === 'jwt' ? checkJwt(auth.jwt, dashboard !== null) : [],
    ...mode === 'header' ? checkHeader(auth.header) : [],
    ...mode === 'password' ? checkPassword(auth.password, server) : [],
    ...checkRoles(auth.roleMapping),
    ...auth.defaultRole === 'viewer' ? checkLimits(auth.roleMapping) : [],
  ]
}

/** Behind a load balancer of ours there is one way to sign in, and the container takes its tokens alone. */
function checkHosted({ mode, jwt }: AuthDraft): Finding[] {
  const why = 'with dashboard, a load balancer signs people in, and the dashboard goes by its tokens alone'
  const remedy = 'write mode: jwt and jwt: {preset: alb}, or take dashboard out and run its container behind a proxy of yours'
  if (mode === undefined) return [{ path: ['auth'], absent: true, message: `auth does not say mode: jwt; ${why}`, remedy }]
  if (mode !== 'jwt') return [{ path: ['auth', 'mode'], message: `auth.mode is ${mode}, but ${why}`, remedy }]
  if (jwt?.preset === undefined || jwt.preset === 'alb') return []
  return [{ path: ['auth', 'jwt', 'preset'], message: `auth.jwt.preset is ${jwt.preset}, but ${why}`, remedy }]
}

function checkMode(auth: AuthDraft, mode: AuthMode): Finding[] {
  return (['jwt', 'header', 'password'] as const).flatMap((other): Finding[] => {
    const isThere = auth[other] !== undefined && auth[other] !== null
    if (mode === other && !isThere) {
      return [{ path: ['auth'], absent: true, message: `auth.mode is ${mode}, but auth.${mode} is missing`, remedy: `add ${mode}, or choose another mode` }]
    }
    if (mode === other || !isThere) return []
    return [{
      path: ['auth', other], ofKey: true, message: `auth.${other} is given, but auth.mode is ${mode}`,
      remedy: `there is one way to sign in: take it out, or say mode: ${other}`,
    }]
  })
}

function checkJwt(jwt: JwtDraft | null | undefined, isHosted: boolean): Finding[] {
  if (jwt?.preset === undefined) return []
  const audience = typeof jwt.audience === 'string' ? [jwt.audience] : (jwt.audience ?? []).filter((one) => one !== undefined)
  const { headerName, issuer, jwkSetUrl } = withPreset({
    preset: jwt.preset, headerName: jwt.headerName ?? null, issuer: jwt.issuer ?? null, jwkSetUrl: jwt.jwkSetUrl ?? null, audience,
  })
  const missing = (key: string, what: string): Finding =>
    ({ path: ['auth', 'jwt'], absent: true, message: `auth.jwt.${key} is missing`, remedy: `add it: ${what}` })
  if (jwt.preset === 'alb') {
    const signers = (jwt.signer ?? []).filter((one) => one !== undefined)
    if (!isHosted && signers.length === 0) return [missing('signer', 'the ARN of the load balancer; all of a region sign with the same keys')]
    const isElsewhere = signers.some((arn) => !arn.startsWith('arn:aws:'))
    return isElsewhere && jwkSetUrl === null ? [missing('jwkSetUrl', 'the address before the key id at which this partition publishes its keys')] : []
  }
  const { label } = JWT_PRESETS[jwt.preset]
  return [
    ...headerName === null ? [missing('headerName', 'the header that holds the token')] : [],
    ...issuer === null ? [missing('issuer', `what tokens of ${label} name as iss`)] : [],
    ...audience.length === 0 ? [missing('audience', `what tokens of ${label} name as aud, so that those for other applications do not count`)] : [],
    // It may follow from what is missing too.
    ...jwkSetUrl === null && issuer !== null && audience.length > 0
      ? [missing('jwkSetUrl', 'the address of the public keys, which is jwks_uri in <issuer>/.well-known/openid-configuration')] : [],
    ...(jwt.signer ?? []).length > 0
      ? [{ path: ['auth', 'jwt', 'signer'], ofKey: true, message: `${label} names no signer`, remedy: 'take signer out, or say preset: alb' }] : [],
  ]
}

function checkHeader(header: AuthDraft['header']): Finding[] {
  if (header === undefined || header === null) return []
  const { userHeader, sharedSecretHeader, trustedProxies = [] } = header
  const findings: Finding[] = []
  if (trustedProxies.length === 0 && (sharedSecretHeader ?? null) === null) {
    findings.push({
      path: ['auth', 'header'], ofKey: true, message: 'auth.header has no proof of the proxy: anybody who reaches this server could send its headers',
      remedy: 'add trustedProxies with its addresses, or sharedSecretHeader, or better both',
    })
  }
  const names = [userHeader, header.emailHeader, header.groupsHeader].map((name) => name?.toLowerCase())
  if (typeof sharedSecretHeader === 'string' && names.includes(sharedSecretHeader.toLowerCase())) {
    findings.push({ path: ['auth', 'header', 'sharedSecretHeader'], message: `${sharedSecretHeader} holds who somebody is`, remedy: 'name a header of its own' })
  }
  return findings
}

function checkPassword(password: AuthDraft['password'], { publicUrl, trustedProxies = [] }: NonNullable<Draft['server']>): Finding[] {
  const users = password?.users ?? []
  const names = users.map((user) => user?.name?.toLowerCase())
  const findings = users.flatMap((user, i): Finding[] => {
    const path = ['auth', 'password', 'users', i]
    const first = names.indexOf(names[i])
    const twice = names[i] !== undefined && first < i
    const placeholder = typeof user?.passwordHash === 'string' && isPlaceholderHash(user.passwordHash)
    return [
      ...twice ? [{ path: [...path, 'name'], message: `${user?.name} stands here for the second time`, remedy: 'give every user a name of their own' }] : [],
      ...placeholder ? [{ path: [...path, 'passwordHash'], message: 'the password is the one of the example', remedy: 'make a hash with npm run hash-password' }] : [],
    ]
  })
  if (publicUrl?.startsWith('https://') === true && trustedProxies.length === 0) {
    findings.push({
      path: ['server', 'publicUrl'], message: 'server.publicUrl is https, but nothing says who speaks HTTPS for this server',
      remedy: 'add server.trustedProxies with its addresses; it has to send X-Forwarded-Proto and X-Forwarded-For',
    })
  }
  return findings
}

/** Entries add up, so none can take away what everybody has. */
function checkLimits(mapping: AuthDraft['roleMapping'] = []): Finding[] {
  return mapping.flatMap((entry, i): Finding[] => {
    if (entry?.accounts === undefined && entry?.callers === undefined) return []
    return [{
      path: ['auth', 'defaultRole'],
      message: `auth.defaultRole is viewer: everybody who signs in sees all accounts and callers, whatever auth.roleMapping[${i}] limits them to`,
      remedy: 'say defaultRole: none, or take accounts and callers out of auth.roleMapping',
    }]
  }).slice(0, 1)
}

function checkRoles(mapping: AuthDraft['roleMapping'] = []): Finding[] {
  return mapping.flatMap((entry, i): Finding[] => {
    const path = ['auth', 'roleMapping', i]
    if (entry === undefined) return []
    const findings: Finding[] = []
    if ((entry.group === undefined) === (entry.user === undefined)) {
      findings.push({ path, message: `auth.roleMapping[${i}] needs either a group or a user`, remedy: 'name one of them' })
    }
    if (entry.role === 'admin' && (entry.accounts !== undefined || entry.callers !== undefined)) {
      findings.push({
        path, message: `auth.roleMapping[${i}] limits an admin, who changes what is the same for all`,
        remedy: 'say role: viewer, or take accounts and callers out',
      })
    }
    return findings
  })
}
