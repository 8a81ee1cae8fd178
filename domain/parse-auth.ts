import { auth, type AuthConfig, server, type ServerConfig } from './config/auth-schema.ts'
import { checkAuth } from './config/check-auth.ts'
import { entry } from './config/fields.ts'
import { readChecked } from './config/read-checked.ts'

/** The sections of config.yaml that a dashboard goes by which reads nothing else of it. */
export interface AuthSections {
  readonly auth: AuthConfig
  readonly server: ServerConfig
}

const sections = entry({ auth, server })

/** What counts where nothing is said. */
export const DEFAULT_AUTH: AuthSections = sections.parse({})

/**
 * Reads a YAML text with the sections `auth` and `server`. Throws a ConfigError as `parseConfig` does.
 *
 * @param known what is known of the server already; it counts instead of what the text says of the same.
 */
export function parseAuthFile(text: string, fileName: string, known: ServerConfig = DEFAULT_AUTH.server): AuthSections {
  const { publicUrl, trustedProxies } = known
  const overrides = { ...publicUrl === null ? {} : { publicUrl }, ...trustedProxies.length === 0 ? {} : { trustedProxies } }
  const read = readChecked(text, fileName, sections, (draft) => checkAuth({ ...draft, server: { ...draft.server, ...overrides } }))
  return { ...read, server: { ...read.server, ...overrides } }
}

/**
 * Reads the section `auth` alone, as JSON or YAML, beside what is known of the server already. Throws a ConfigError that calls
 * the text AUTH.
 */
export function parseAuthText(text: string, server: ServerConfig): AuthSections {
  const checked = readChecked(text, 'AUTH', auth, (draft) => {
    const findings = checkAuth({ auth: draft as NonNullable<Parameters<typeof checkAuth>[0]['auth']>, server })
    return findings.map((finding) => ({ ...finding, path: finding.path[0] === 'auth' ? finding.path.slice(1) : [] }))
  })
  return { auth: checked, server }
}
