import type { AttributionPolicy } from './attribution.ts'
import type { CallerKind } from './cell.ts'
import { matchesGlob } from './glob.ts'
import { shortText } from './short-text.ts'

export interface Caller {
  /** At most MAX_CALLER_LENGTH UTF-16 units. */
  readonly caller: string
  readonly kind: CallerKind
}

export const MAX_CALLER_LENGTH = 256

const UNKNOWN: Caller = { caller: 'unknown', kind: 'unknown' }
const IDENTITY = /^arn:[\w-]+:(?:iam|sts)::\d*:([^/]+)(?:\/(.*))?$/s
const SSO_ROLE = /^AWSReservedSSO_/
const SERVICE_ROLE = /^(AmazonBedrockExecutionRoleFor|AmazonBedrockAgentCore|AWSServiceRoleFor)/
const AGENT_SESSION = /^BedrockAgents-([A-Za-z0-9]+)-/

/** Who made a call: a person, a role, a key or an agent, and only by policy a session. `unknown` where nobody can tell. */
export function nameCaller(arn: string | null, policy: AttributionPolicy): Caller {
  const { caller, kind } = identify(arn ?? '', policy)
  return { caller: shortText(caller, MAX_CALLER_LENGTH), kind }
}

function identify(arn: string, policy: AttributionPolicy): Caller {
  const match = IDENTITY.exec(arn)
  const type = match?.[1] ?? ''
  const name = match?.[2] ?? ''
  if (type === 'root') return { caller: 'root', kind: 'root' }
  if (name === '') return UNKNOWN
  if (type === 'assumed-role') return assumedRole(name, policy)
  if (type === 'federated-user') return { caller: `federated-user/${name}`, kind: 'federated-user' }
  if (type === 'user') return user(withoutPath(name))
  if (type === 'role') return role(withoutPath(name))
  return UNKNOWN
}

function assumedRole(name: string, policy: AttributionPolicy): Caller {
  const slash = name.indexOf('/')
  const roleName = slash === -1 ? name : name.slice(0, slash)
  const session = slash === -1 ? '' : name.slice(slash + 1)
  if (roleName === '') return UNKNOWN
  const agentId = AGENT_SESSION.exec(session)?.[1]
  if (agentId !== undefined) return { caller: agentId, kind: 'agent' }
  if (session !== '' && policy.ssoByUser && SSO_ROLE.test(roleName)) return { caller: session, kind: 'sso-user' }
  const keepsSession = session !== '' && policy.sessionRoles.some((pattern) => matchesGlob(pattern, roleName))
  return keepsSession ? { ...role(roleName), caller: `${roleName}/${session}` } : role(roleName)
}

function user(name: string): Caller {
  if (name === '') return UNKNOWN
  return { caller: name, kind: name.startsWith('BedrockAPIKey-') ? 'api-key' : 'user' }
}

function role(name: string): Caller {
  if (name === '') return UNKNOWN
  return { caller: name, kind: SERVICE_ROLE.test(name) ? 'service' : 'role' }
}

function withoutPath(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
