import type { AuthConfig, HeaderConfig, JwtConfig, PasswordUser, ServerConfig } from './config/auth-schema.ts'
import { JWT_PRESETS, type JwtPreset } from './jwt-presets.ts'
import type { RolePolicy } from './roles.ts'
import { secretFault, secretsIn } from './secret.ts'

/** How a process knows who asks, and what it may show them: complete, and safe to start with. */
export interface AuthSettings {
  readonly signIn: SignIn
  readonly roles: RolePolicy
  readonly publicUrl: string | null
  /** Addresses and ranges of what stands between people and this server, whose word on where a request comes from counts. */
  readonly trustedProxies: readonly string[]
}

export type SignIn = JwtSignIn | HeaderSignIn | PasswordSignIn | NoSignIn

export interface NoSignIn {
  readonly mode: 'none'
  /** Whether only its own machine reaches it, and nobody has said that others may. */
  readonly isLocal: boolean
}

/** A token that the proxy before this server has signed or passed on. */
export interface JwtSignIn extends Omit<JwtConfig, 'algorithms'> {
  readonly mode: 'jwt'
  /** Of the proxy, for people. */
  readonly label: string
  readonly headerName: string
  /** Null for a load balancer of AWS, whose region has its keys. */
  readonly jwkSetUrl: string | null
  readonly groupsClaim: string
  readonly algorithms: readonly string[]
  readonly signOutUrl: string | null
}

/** Headers of a proxy that proves to be it. */
export interface HeaderSignIn extends Omit<HeaderConfig, 'sharedSecretHeader'> {
  readonly mode: 'header'
  readonly sharedSecret: { readonly header: string; readonly secret: string } | null
  readonly signOutUrl: string | null
}

/** Users of this server's own. */
export interface PasswordSignIn {
  readonly mode: 'password'
  readonly users: readonly PasswordUser[]
  /** The first one signs; the others are still accepted. */
  readonly sessionSecrets: readonly string[]
}

/** What the environment of a process says beside its configuration; null where it says nothing. */
export interface AuthEnvironment {
  readonly headerSecret: string | null
  /** Separated by commas or white space. */
  readonly sessionSecrets: string | null
  readonly allowAnonymous: boolean
  /** Address to listen on. */
  readonly host: string
}

/** Why a process must not start, one line each. */
export class UnsafeSettings extends Error {
  override readonly name = 'UnsafeSettings'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

export interface AuthSources {
  readonly auth: AuthConfig
  readonly server: ServerConfig
  readonly environment: AuthEnvironment
}

/** Brings checked sections of the configuration and the environment together. Throws UnsafeSettings with all that must not be. */
export function readAuthSettings({ auth, server, environment }: AuthSources): AuthSettings {
  const problems = problemsOf(auth, server, environment)
  if (problems.length > 0) throw new UnsafeSettings(problems)
  return {
    signIn: signInOf(auth, environment),
    roles: { roleMapping: auth.roleMapping, defaultRole: auth.defaultRole },
    ...server,
  }
}

function problemsOf({ mode, header }: AuthConfig, { publicUrl }: ServerConfig, environment: AuthEnvironment): string[] {
  const { headerSecret, sessionSecrets, allowAnonymous, host } = environment
  const secretHeader = header?.sharedSecretHeader ?? null
  const checks: readonly (readonly [boolean, string])[] = [
    [mode === 'header' && secretHeader !== null && headerSecret === null,
      'AUTH_HEADER_SECRET is missing: auth.header.sharedSecretHeader names a header that has to hold it'],
    [mode === 'header' && secretHeader === null && headerSecret !== null,
      'AUTH_HEADER_SECRET is set, but no auth.header.sharedSecretHeader says which header holds it'],
    [mode !== 'header' && headerSecret !== null, `AUTH_HEADER_SECRET is set, but auth.mode is ${mode}: take it out, or say mode: header`],
    [mode === 'password' && sessionSecrets === null,
      'SESSION_SECRETS is missing: sessions of mode password are signed with it (make one with openssl rand -base64 48)'],
    [mode !== 'password' && sessionSecrets !== null,
      `SESSION_SECRETS is set, but auth.mode is ${mode}, which has no sessions: take it out, or say mode: password`],
    [mode === 'password' && publicUrl === null && !isLoopback(host),
      `server.publicUrl is missing: auth.mode is password, ${host} can be reached from other machines, and only an https:// one keeps cookies off plain HTTP`],
    [mode === 'none' && !isLoopback(host) && !allowAnonymous,
      `auth.mode is none, and ${host} can be reached from other machines: set auth.mode, or ALLOW_ANONYMOUS=true to show everything to everybody`],
    [mode !== 'none' && allowAnonymous, `ALLOW_ANONYMOUS is true, but auth.mode is ${mode}: take one of them out`],
  ]
  return [
    ...checks.filter(([isWrong]) => isWrong).map(([, problem]) => problem),
    ...secretProblems('AUTH_HEADER_SECRET', headerSecret === null ? [] : [headerSecret]),
    ...secretProblems('SESSION_SECRETS', sessionSecrets === null ? [] : secretsIn(sessionSecrets)),
  ]
}

function secretProblems(name: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret, i) => {
    const fault = secretFault(secret)
    const which = secrets.length > 1 ? `secret ${i + 1} of ${name}` : name
    return fault === null ? [] : [`${which} ${fault} (make one with openssl rand -base64 48)`]
  })
}

/** Whether an address to listen on is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** The checks of the configuration see to it that the section of the mode is there, and whole. */
function signInOf({ mode, jwt, header, password, signOutUrl }: AuthConfig, environment: AuthEnvironment): SignIn {
  const { headerSecret, sessionSecrets, allowAnonymous, host } = environment
  if (mode === 'jwt' && jwt !== null) return jwtSignIn(jwt, signOutUrl)
  if (mode === 'header' && header !== null) {
    const { sharedSecretHeader, ...rest } = header
    const sharedSecret = sharedSecretHeader === null || headerSecret === null ? null : { header: sharedSecretHeader, secret: headerSecret }
    return { mode, ...rest, sharedSecret, signOutUrl }
  }
  if (mode === 'password' && password !== null) return { mode, ...password, sessionSecrets: secretsIn(sessionSecrets ?? '') }
  if (mode === 'none') return { mode, isLocal: isLoopback(host) && !allowAnonymous }
  throw new Error(`auth.${mode} is missing`)
}

function jwtSignIn(jwt: JwtConfig, signOutUrl: string | null): JwtSignIn {
  const preset: JwtPreset = JWT_PRESETS[jwt.preset]
  const { headerName, issuer, jwkSetUrl } = withPreset(jwt)
  if (headerName === null) throw new Error('auth.jwt.headerName is missing')
  return {
    ...jwt, mode: 'jwt', label: preset.label, headerName: headerName.toLowerCase(), issuer, jwkSetUrl,
    algorithms: jwt.algorithms ?? preset.algorithms, groupsClaim: jwt.groupsClaim ?? preset.groupsClaim,
    signOutUrl: signOutUrl ?? preset.signOutUrl,
  }
}

/** What the configuration leaves to the preset. */
export function withPreset(jwt: Pick<JwtConfig, 'preset' | 'headerName' | 'issuer' | 'jwkSetUrl' | 'audience'>) {
  const preset: JwtPreset = JWT_PRESETS[jwt.preset]
  // Pomerium names itself by the host that it calls the application.
  const issuer = jwt.issuer ?? preset.issuer ?? (jwt.preset === 'pomerium' ? jwt.audience[0] ?? null : null)
  return {
    headerName: jwt.headerName ?? preset.headerName,
    issuer,
    jwkSetUrl: jwt.jwkSetUrl ?? preset.jwkSetUrl({ issuer, audience: jwt.audience }),
  }
}
