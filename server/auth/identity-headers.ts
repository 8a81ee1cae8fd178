import type { FastifyRequest } from 'fastify'

/** Headers by which proxies say who somebody is, each by how its name begins. Who may send them is for the mode to know. */
const IDENTITY_HEADERS = new RegExp(`^(?:${[
  'x-forwarded-(?:user|email|preferred-username|groups|access-token|id-token)$',
  'x-auth-request-', 'x-amzn-oidc-', 'x-amzn-ava-user-context$', 'cf-access-', 'x-goog-iap-jwt-assertion$', 'x-goog-authenticated-user-',
  'x-pomerium-jwt-assertion$', 'x-pomerium-claim-', 'x-ms-client-principal(?:$|-)', 'x-ms-token-aad-', 'remote-(?:user|groups|name|email)$',
  'x-remote-(?:user|groups?)$', 'x-authentik-', 'teleport-jwt-assertion$', 'x-webauth-', 'x-proxy-(?:user|roles)$', 'x-jwt-assertion$',
  'oidc-claim-', 'oidc-access-token$', 'oidc-id-token$', 'ssl-client-',
].join('|')})`)

/** A token of three parts that is passed on as a bearer's; other kinds of authorization say nothing of a proxy. */
const BEARER_JWT = /^bearer\s+[\w-]+=*\.[\w-]+=*\./i

/** Names of the headers of a request by which some proxy, or whoever plays one, says who somebody is; as they were sent. */
export function identityHeadersOf(request: FastifyRequest): string[] {
  return sent(request)
    .filter(({ name, value }) => plain(name) === 'authorization' ? BEARER_JWT.test(value.trim()) : IDENTITY_HEADERS.test(plain(name)))
    .map(({ name }) => name)
}

export type SentHeader =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly value: string }
  /** It was sent in a way in which two readers may see two different values. */
  | { readonly kind: 'ambiguous'; readonly reason: string }

/**
 * The one value of a header. Node joins those of a header that was sent twice, or takes the first, and keeps apart a name with
 * an underscore, which other programs take for the same: neither counts.
 */
export function sentHeader(request: FastifyRequest, wanted: string): SentHeader {
  const alike = sent(request).filter(({ name }) => plain(name) === plain(wanted))
  if (alike.some(({ name }) => name.toLowerCase() !== wanted.toLowerCase())) {
    return { kind: 'ambiguous', reason: `a look-alike of ${wanted} was sent` }
  }
  const [first, ...more] = alike
  if (first === undefined) return { kind: 'none' }
  return more.length > 0 ? { kind: 'ambiguous', reason: `${wanted} was sent ${alike.length} times` } : { kind: 'one', value: first.value }
}

function sent({ raw: { rawHeaders } }: FastifyRequest): { name: string; value: string }[] {
  const headers: { name: string; value: string }[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push({ name: rawHeaders[i] ?? '', value: rawHeaders[i + 1] ?? '' })
  return headers
}

/** The name that programs take a name for which turn it into a variable: `X_Forwarded_User` is `x-forwarded-user`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '-')
}
