import { z } from 'zod'
import { isAddressRange } from '../address-range.ts'
import { JWT_PRESET_NAMES, PUBLIC_KEY_ALGORITHMS } from '../jwt-presets.ts'
import { parsePasswordHash } from '../password-hash.ts'
import { DEFAULT_ROLES, ROLES } from '../roles.ts'
import { accountId, choice, entry, integer, list, word } from './fields.ts'

export const AUTH_MODES = ['jwt', 'header', 'password', 'none'] as const
export type AuthMode = (typeof AUTH_MODES)[number]

const WANTS_RANGE = 'an address or a range of them, such as 10.0.0.7 or 10.0.0.0/24; a number of hops names nobody'
const addressRange = z.string(WANTS_RANGE).refine(isAddressRange, WANTS_RANGE)

const headerName = word('the name of a header: letters, digits and single hyphens', /^[a-z0-9]+(-[a-z0-9]+)*$/i, 64)
const text = (what: string) => word(what, /^\S(.*\S)?$/, 1024)
const claim = text('the name of a claim, with dots into what it holds, such as resource.roles')

const WANTS_KEYS_URL = 'an address that begins with https:// (http:// on this machine only)'
const keysUrl = word(WANTS_KEYS_URL, /^(https:\/\/[^\s/]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/\S*)?$/, 2048)

const audience = text('the audience of the tokens: what the proxy calls this application')
const WANTS_ALGORITHM = `one of ${PUBLIC_KEY_ALGORITHMS.join(', ')}; none, HS256 and the like prove nothing where keys are public`

const jwt = entry({
  preset: choice(...JWT_PRESET_NAMES),
  headerName: headerName.nullable().default(null),
  jwkSetUrl: keysUrl.nullable().default(null),
  issuer: text('the issuer exactly as tokens name it (iss)').nullable().default(null),
  audience: z.union([audience.transform((one) => [one]), list(audience, 'audiences', 0, 20)], 'one audience of the tokens (aud), or a list of them')
    .default([]),
  signer: list(
    word('the ARN of a load balancer, such as arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/entrance/0123456789abcdef',
      /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/app\/[\w-]+\/[0-9a-f]+$/, 512), 'ARNs of load balancers', 0, 20,
  ).default([]),
  algorithms: list(z.string(WANTS_ALGORITHM).refine((name) => PUBLIC_KEY_ALGORITHMS.includes(name), WANTS_ALGORITHM), 'algorithms', 1, 11)
    .nullable().default(null),
  usernameClaim: claim.default('sub'),
  nameClaim: claim.default('name'),
  emailClaim: claim.default('email'),
  groupsClaim: claim.nullable().default(null),
  expectClaims: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()], 'a text, a number or a truth value'), 'a mapping of claims to values')
    .default({}),
  clockSkewSeconds: integer(0, 120).default(30),
  cacheMinutes: integer(1, 24 * 60).default(10),
})

const header = entry({
  userHeader: headerName,
  emailHeader: headerName.nullable().default(null),
  groupsHeader: headerName.nullable().default(null),
  groupsSeparator: word('the character between two groups, such as "," or "|"', /^[!-/:-@[-`{-~]$/).default(','),
  trustedProxies: list(addressRange, 'addresses of the proxy', 0, 100).default([]),
  sharedSecretHeader: headerName.nullable().default(null),
})

const WANTS_EMAIL = 'an e-mail address'
const email = word(WANTS_EMAIL, /^[^\s@,;<>"]+@[^\s@,;<>"]+$/, 254)

const WANTS_HASH = 'what npm run hash-password prints'
const password = entry({
  users: list(entry({
    name: word('a name of letters, digits and ._@+-', /^[\w.@+-]+$/, 128),
    email: email.nullable().default(null),
    passwordHash: z.string(WANTS_HASH).refine((text) => parsePasswordHash(text) !== null, WANTS_HASH),
    groups: list(text('the name of a group'), 'names of groups', 0, 100).default([]),
  }), 'at least one user', 1, 500),
})

const roleMapping = list(entry({
  group: text('the name of a group, exactly as the proxy passes it on').exactOptional(),
  user: email.exactOptional(),
  role: choice(...ROLES),
  accounts: list(accountId, 'ids of accounts', 1, 500).exactOptional(),
  callers: list(text('a caller, where * stands for any text'), 'callers, such as role/app-*', 1, 500).exactOptional(),
}), 'who has which role', 0, 1000)

export const auth = entry({
  mode: choice(...AUTH_MODES).default('none'),
  jwt: jwt.nullable().default(null),
  header: header.nullable().default(null),
  password: password.nullable().default(null),
  roleMapping: roleMapping.default([]),
  defaultRole: choice(...DEFAULT_ROLES).default('none'),
  signOutUrl: word('a path of the proxy, such as /oauth2/sign_out, or an address that begins with https://', /^(\/(?![/\\])|https:\/\/[^\s/])\S*$/, 2048)
    .nullable().default(null),
}).prefault({})

export const server = entry({
  publicUrl: word('an address such as https://usage.example.com, without a path', /^https?:\/\/[a-z0-9.-]+(:\d+)?\/?$|^https?:\/\/\[[0-9a-f:]+\](:\d+)?\/?$/i, 512)
    .transform((url) => url.replace(/\/$/, '')).nullable().default(null),
  trustedProxies: list(addressRange, 'addresses of proxies', 0, 100).default([]),
}).prefault({})

export type AuthConfig = z.output<typeof auth>
export type JwtConfig = z.output<typeof jwt>
export type HeaderConfig = z.output<typeof header>
export type PasswordUser = z.output<typeof password>['users'][number]
export type ServerConfig = z.output<typeof server>
