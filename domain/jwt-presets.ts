/** What is known of a proxy that passes a signed token on; null is for the configuration to say. */
export interface JwtPreset {
  /** For people. */
  readonly label: string
  /** Lower case. */
  readonly headerName: string | null
  readonly algorithms: readonly string[]
  readonly issuer: string | null
  /** Where its public keys are. */
  readonly jwkSetUrl: (from: { readonly issuer: string | null; readonly audience: readonly string[] }) => string | null
  readonly groupsClaim: string
  /** Path at which the proxy signs people out; null where it has none. */
  readonly signOutUrl: string | null
}

const unknown = () => null

export const JWT_PRESETS = {
  /** Its keys are PEM files by key id, below an address of the region that its ARN names. */
  alb: {
    label: 'AWS Application Load Balancer', headerName: 'x-amzn-oidc-data', algorithms: ['ES256'], issuer: null, jwkSetUrl: unknown,
    groupsClaim: 'groups', signOutUrl: null,
  },
  cloudflare: {
    label: 'Cloudflare Access', headerName: 'cf-access-jwt-assertion', algorithms: ['RS256'], issuer: null,
    jwkSetUrl: ({ issuer }) => issuer === null ? null : `${issuer.replace(/\/$/, '')}/cdn-cgi/access/certs`,
    groupsClaim: 'custom.groups', signOutUrl: '/cdn-cgi/access/logout',
  },
  iap: {
    label: 'Google Identity-Aware Proxy', headerName: 'x-goog-iap-jwt-assertion', algorithms: ['ES256'], issuer: 'https://cloud.google.com/iap',
    jwkSetUrl: () => 'https://www.gstatic.com/iap/verify/public_key-jwk', groupsClaim: 'groups', signOutUrl: '/?gcp-iap-mode=CLEAR_LOGIN_COOKIE',
  },
  pomerium: {
    label: 'Pomerium', headerName: 'x-pomerium-jwt-assertion', algorithms: ['ES256'], issuer: null,
    jwkSetUrl: ({ audience: [host] }) => host === undefined ? null : `https://${host}/.well-known/pomerium/jwks.json`,
    groupsClaim: 'groups', signOutUrl: '/.pomerium/sign_out',
  },
  'oauth2-proxy': {
    label: 'oauth2-proxy', headerName: 'authorization', algorithms: ['RS256', 'ES256'], issuer: null, jwkSetUrl: unknown,
    groupsClaim: 'groups', signOutUrl: '/oauth2/sign_out',
  },
  authentik: {
    label: 'authentik', headerName: 'x-authentik-jwt', algorithms: ['RS256', 'ES256'], issuer: null,
    jwkSetUrl: ({ issuer }) => issuer === null ? null : `${issuer.replace(/\/$/, '')}/jwks/`,
    groupsClaim: 'groups', signOutUrl: '/outpost.goauthentik.io/sign_out',
  },
  generic: {
    label: 'the proxy', headerName: null, algorithms: ['RS256', 'ES256'], issuer: null, jwkSetUrl: unknown,
    groupsClaim: 'groups', signOutUrl: null,
  },
} as const satisfies Record<string, JwtPreset>

export type JwtPresetName = keyof typeof JWT_PRESETS
export const JWT_PRESET_NAMES = Object.keys(JWT_PRESETS) as JwtPresetName[]

/** Signatures whose key everybody may know; with the others, whoever can read the key can sign. */
export const PUBLIC_KEY_ALGORITHMS: readonly string[] = [
  'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519',
]
