import { readFile } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { DashboardEnvironment } from '../../adapters/open-aws.ts'
import { type AuthSettings, readAuthSettings, UnsafeSettings } from '../../domain/auth-settings.ts'
import { type AuthSections, parseAuthFile, parseAuthText } from '../../domain/parse-auth.ts'

/**
 * How the dashboard knows its users, from its environment and the files that it names. Throws a ConfigError for what cannot be
 * read as configuration, and UnsafeSettings for what must not be.
 */
export async function dashboardAuth(environment: DashboardEnvironment): Promise<AuthSettings> {
  const sections = await authSections(environment)
  const headerSecret = await secretOf(environment, 'AUTH_HEADER_SECRET')
  const sessionSecrets = await secretOf(environment, 'SESSION_SECRETS')
  const { ALLOW_ANONYMOUS: allowAnonymous, HOST: host } = environment
  return readAuthSettings({ ...sections, environment: { headerSecret, sessionSecrets, allowAnonymous, host } })
}

/** What variables say of the server counts before what the file says. */
async function authSections({ AUTH, AUTH_FILE, PUBLIC_URL, TRUSTED_PROXIES }: DashboardEnvironment): Promise<AuthSections> {
  const server = { publicUrl: PUBLIC_URL, trustedProxies: [...TRUSTED_PROXIES] }
  if (AUTH !== null && AUTH_FILE !== null) throw new UnsafeSettings(['AUTH and AUTH_FILE are both set: take one of them out'])
  if (AUTH_FILE === null) return parseAuthText(AUTH ?? '{}', server)
  return parseAuthFile(await textOf('AUTH_FILE', AUTH_FILE), AUTH_FILE, server)
}

/** A secret that stands in a variable, or in the file that another one names. */
async function secretOf(environment: DashboardEnvironment, name: 'AUTH_HEADER_SECRET' | 'SESSION_SECRETS'): Promise<string | null> {
  const file = environment[`${name}_FILE`]
  if (file === null) return environment[name]
  if (environment[name] !== null) throw new UnsafeSettings([`${name} and ${name}_FILE are both set: take one of them out`])
  return (await textOf(`${name}_FILE`, file)).trim()
}

async function textOf(variable: string, path: string): Promise<string> {
  if (!isAbsolute(path)) throw new UnsafeSettings([`${variable} wants an absolute path, not "${path}"`])
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new UnsafeSettings([`${variable} names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`])
  }
}
