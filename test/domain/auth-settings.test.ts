import t from 'tap'
import { type AuthEnvironment, isLoopback, readAuthSettings, UnsafeSettings } from '../../domain/auth-settings.ts'
import { parseAuthFile } from '../../domain/parse-auth.ts'

const SECRET = 'kQ9vXw2rT7yBn4mZc8Lp3sHd6fGj1aEu'
const HASH = 'scrypt:ln=16,r=8,p=2:abcdefghijklmnopqrstuv:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const NOTHING: AuthEnvironment = { headerSecret: null, sessionSecrets: null, allowAnonymous: false, host: '127.0.0.1' }

const settingsOf = (text: string, environment: Partial<AuthEnvironment> = {}) =>
  readAuthSettings({ ...parseAuthFile(text, 'auth.yaml'), environment: { ...NOTHING, ...environment } })

/** Each thing that is wrong, in one line. */
function mistakesIn(text: string, environment: Partial<AuthEnvironment> = {}): string[] {
  try {
    settingsOf(text, environment)
    return []
  } catch (error) {
    return error instanceof UnsafeSettings ? [...error.problems] : (error as Error).message.split('\n').slice(1)
  }
}

const JWT = (rest: string) => `auth: {mode: jwt, jwt: {${rest}}}`
const HEADER = (rest: string) => `auth: {mode: header, header: {userHeader: X-User, ${rest}}}`
const PASSWORD = `auth: {mode: password, password: {users: [{name: ann, passwordHash: "${HASH}"}]}}`
const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/entrance/0123456789abcdef'

t.test('what is not said is not guessed: nobody signs in, and only this machine is listened to', async (t) => {
  t.same(settingsOf('auth: {}'), {
    signIn: { mode: 'none', isLocal: true }, roles: { roleMapping: [], defaultRole: 'none' }, publicUrl: null, trustedProxies: [],
  })
  t.match(settingsOf('auth: {}', { allowAnonymous: true }).signIn, { isLocal: false }, 'unless it is told to let everybody in')
})

t.test('a preset says what can be known of a proxy', async (t) => {
  const cases: [string, object][] = [
    [`preset: alb, signer: ["${ARN}"]`, { headerName: 'x-amzn-oidc-data', algorithms: ['ES256'], jwkSetUrl: null, issuer: null, signer: [ARN], signOutUrl: null }],
    ['preset: cloudflare, issuer: "https://team.cloudflareaccess.com", audience: abc', {
      headerName: 'cf-access-jwt-assertion', algorithms: ['RS256'], jwkSetUrl: 'https://team.cloudflareaccess.com/cdn-cgi/access/certs',
      audience: ['abc'], groupsClaim: 'custom.groups', signOutUrl: '/cdn-cgi/access/logout',
    }],
    ['preset: iap, audience: /projects/1/apps/x', {
      headerName: 'x-goog-iap-jwt-assertion', issuer: 'https://cloud.google.com/iap', jwkSetUrl: 'https://www.gstatic.com/iap/verify/public_key-jwk',
    }],
    ['preset: pomerium, audience: usage.example.com', {
      headerName: 'x-pomerium-jwt-assertion', issuer: 'usage.example.com', jwkSetUrl: 'https://usage.example.com/.well-known/pomerium/jwks.json',
    }],
    ['preset: oauth2-proxy, issuer: "https://login.example.com", audience: [a, b], jwkSetUrl: "https://login.example.com/keys"', {
      headerName: 'authorization', audience: ['a', 'b'], label: 'oauth2-proxy', signOutUrl: '/oauth2/sign_out',
    }],
    ['preset: authentik, issuer: "https://id.example.com/application/o/usage/", audience: a', {
      headerName: 'x-authentik-jwt', jwkSetUrl: 'https://id.example.com/application/o/usage/jwks/', groupsClaim: 'groups',
    }],
    ['preset: generic, headerName: X-My-Token, issuer: i, audience: a, jwkSetUrl: "http://127.0.0.1:8080/keys", groupsClaim: roles, algorithms: [PS512]', {
      headerName: 'x-my-token', algorithms: ['PS512'], groupsClaim: 'roles', usernameClaim: 'sub', emailClaim: 'email', clockSkewSeconds: 30, cacheMinutes: 10,
    }],
  ]
  for (const [text, expected] of cases) t.match(settingsOf(JWT(text)).signIn, { mode: 'jwt', ...expected }, text)
})

t.test('secrets come from the environment', async (t) => {
  t.match(settingsOf(HEADER('sharedSecretHeader: X-Secret'), { headerSecret: SECRET }).signIn, { sharedSecret: { header: 'X-Secret', secret: SECRET } })
  t.match(settingsOf(HEADER('trustedProxies: [10.0.0.7]')).signIn, { sharedSecret: null, trustedProxies: ['10.0.0.7'] })
  const second = SECRET.toLowerCase()
  t.match(settingsOf(PASSWORD, { sessionSecrets: `${SECRET},\n${second}\n` }).signIn, { sessionSecrets: [SECRET, second] })
})

t.test('what would let in the wrong people keeps it from starting, with one line for each', async (t) => {
  const beyond = { host: '0.0.0.0' }
  const cases: [string, string, Partial<AuthEnvironment>, RegExp[]][] = [
    ['headers without a proof', HEADER('emailHeader: X-Mail'), {}, [/auth\.header has no proof of the proxy/]],
    ['a secret without a header', HEADER('trustedProxies: [10.0.0.7]'), { headerSecret: SECRET }, [/no auth\.header\.sharedSecretHeader says/]],
    ['a header without a secret', HEADER('sharedSecretHeader: X-Secret'), {}, [/^AUTH_HEADER_SECRET is missing/]],
    ['a header for two things', HEADER('sharedSecretHeader: x-user'), {}, [/x-user holds who somebody is/]],
    ['a short secret', HEADER('sharedSecretHeader: X-Secret'), { headerSecret: 'short' }, [/^AUTH_HEADER_SECRET has 5 characters, and needs at least 32/]],
    ['a placeholder', HEADER('sharedSecretHeader: X-Secret'), { headerSecret: 'change-me-change-me-change-me-change-me' }, [/is a placeholder/]],
    ['one letter', HEADER('sharedSecretHeader: X-Secret'), { headerSecret: 'ab'.repeat(20) }, [/can be guessed/]],
    ['a header with an underscore', HEADER('groupsHeader: X_Groups, trustedProxies: [10.0.0.7]'), {}, [/groupsHeader is "X_Groups"/]],
    ['everybody as proxy', HEADER('trustedProxies: ["*"]'), {}, [/trustedProxies\[0\] is "\*"/]],
    ['all addresses as proxy', HEADER('trustedProxies: [0.0.0.0/0]'), {}, [/trustedProxies\[0\] is "0\.0\.0\.0\/0"/]],
    ['a number of hops', 'server: {trustedProxies: 1}', {}, [/server\.trustedProxies is 1; write a list/]],
    ['a number of hops in a list', 'server: {trustedProxies: [1]}', {}, [/trustedProxies\[0\] is the number 1/]],
    ['no preset', 'auth: {mode: jwt, jwt: {}}', {}, [/auth\.jwt\.preset is missing/]],
    ['no issuer', JWT('preset: cloudflare, audience: a'), {}, [/auth\.jwt\.issuer is missing/]],
    ['no audience', JWT('preset: cloudflare, issuer: "https://a"'), {}, [/auth\.jwt\.audience is missing/]],
    ['an empty list of audiences', JWT('preset: iap, audience: []'), {}, [/auth\.jwt\.audience is missing/]],
    ['no keys', JWT('preset: generic, headerName: X-T, issuer: i, audience: a'), {}, [/auth\.jwt\.jwkSetUrl is missing/]],
    ['no header', JWT('preset: generic, issuer: i, audience: a, jwkSetUrl: "https://a/k"'), {}, [/auth\.jwt\.headerName is missing/]],
    ['keys over plain HTTP', JWT('preset: iap, audience: a, jwkSetUrl: "http://login.example.com/keys"'), {}, [/jwkSetUrl is "http:/]],
    ['keys of localhost.evil', JWT('preset: iap, audience: a, jwkSetUrl: "http://localhost.evil.example/keys"'), {}, [/jwkSetUrl is "http:/]],
    ['a load balancer that is not named', JWT('preset: alb'), {}, [/auth\.jwt\.signer is missing.* same keys/]],
    ['a load balancer of another partition', JWT(`preset: alb, signer: ["${ARN.replace('arn:aws:', 'arn:aws-us-gov:')}"]`), {}, [/auth\.jwt\.jwkSetUrl is missing/]],
    ['a signer of none', JWT(`preset: iap, audience: a, signer: ["${ARN}"]`), {}, [/names no signer/]],
    ['no signature', JWT('preset: iap, audience: a, algorithms: [none]'), {}, [/algorithms\[0\] is "none"/]],
    ['a secret as key', JWT('preset: iap, audience: a, algorithms: [ES256, HS256]'), {}, [/algorithms\[1\] is "HS256"/]],
    ['a mode without its section', 'auth: {mode: password}', {}, [/auth\.mode is password, but auth\.password is missing/]],
    ['two ways at once', `auth: {mode: jwt, jwt: {preset: iap, audience: a}, password: {users: [{name: a, passwordHash: "${HASH}"}]}}`, {},
      [/auth\.password is given, but auth\.mode is jwt/]],
    ['a way, but no mode', 'auth: {header: {userHeader: X-User, trustedProxies: [10.0.0.7]}}', {}, [/auth\.header is given, but auth\.mode is none/]],
    ['secrets of two ways', JWT('preset: iap, audience: a'), { headerSecret: SECRET, sessionSecrets: SECRET },
      [/^AUTH_HEADER_SECRET is set, but auth\.mode is jwt/, /^SESSION_SECRETS is set, but auth\.mode is jwt/]],
    ['nobody\'s passwords', 'auth: {mode: password, password: {users: []}}', {}, [/auth\.password\.users is an empty list/]],
    ['a password as it is', 'auth: {mode: password, password: {users: [{name: a, passwordHash: hunter2}]}}', {}, [/passwordHash is not what it should be; write what npm run hash-password/]],
    ['a hash that is too cheap', PASSWORD.replace('ln=16', 'ln=10'), {}, [/passwordHash/]],
    ['a hash that takes all memory', PASSWORD.replace('ln=16', 'ln=30'), {}, [/passwordHash/]],
    ['the hash of the example', PASSWORD.replace(/:[a-zA-Z0-9]{43}"/, `:${'A'.repeat(43)}"`), {}, [/the password is the one of the example/]],
    ['one name for two', PASSWORD.replace('[{', `[{name: Ann, passwordHash: "${HASH}"}, {`), {}, [/ann stands here for the second time/]],
    ['no secret for sessions', PASSWORD, {}, [/^SESSION_SECRETS is missing/]],
    ['a short one among several', PASSWORD, { sessionSecrets: `${SECRET},short` }, [/^secret 2 of SESSION_SECRETS has 5 characters/]],
    ['passwords by no known way', PASSWORD, { ...beyond, sessionSecrets: SECRET }, [/^server\.publicUrl is missing: auth\.mode is password, 0\.0\.0\.0/]],
    ['HTTPS that nobody speaks', `${PASSWORD}\nserver: {publicUrl: "https://usage.example.com"}`, { sessionSecrets: SECRET }, [/nothing says who speaks HTTPS/]],
    ['nobody signs in, and all may come', 'auth: {mode: none}', beyond, [/^auth\.mode is none, and 0\.0\.0\.0 can be reached from other machines/]],
    ['anonymous and yet not', JWT('preset: iap, audience: a'), { allowAnonymous: true }, [/^ALLOW_ANONYMOUS is true, but auth\.mode is jwt/]],
    ['a role for nobody', 'auth: {roleMapping: [{role: viewer}]}', {}, [/needs either a group or a user/]],
    ['a role for two', 'auth: {roleMapping: [{role: viewer, group: a, user: a@example.com}]}', {}, [/needs either a group or a user/]],
    ['half an admin', 'auth: {roleMapping: [{role: admin, group: a, callers: [x]}]}', {}, [/limits an admin/]],
    ['a role that there is not', 'auth: {roleMapping: [{role: owner, group: a}]}', {}, [/role is "owner"; write admin or viewer/]],
    ['a role for all that there is not', 'auth: {defaultRole: admin}', {}, [/defaultRole is "admin"; write none or viewer/]],
    ['a misspelt key', 'auth: {mod: jwt}', {}, [/the key auth\.mod is unknown; did you mean mode\?/]],
    ['a key in other spelling', 'auth: {role_mapping: []}', {}, [/did you mean roleMapping\?/]],
    ['a key of elsewhere', 'accounts: []', {}, [/the key accounts is unknown/]],
    ['a public URL with a path', 'server: {publicUrl: "https://example.com/usage"}', {}, [/publicUrl is /]],
  ]
  for (const [name, text, environment, mistakes] of cases) {
    const found = mistakesIn(text, environment)
    t.equal(found.length, mistakes.length, `${name}: ${found.join(' | ')}`)
    mistakes.forEach((mistake, i) => t.match(found[i], mistake, name))
    t.notMatch(found.join(), /change-me|abab|hunter2/, 'secrets are not repeated')
  }
})

t.test('everybody may be let in on purpose', async (t) => {
  t.same(mistakesIn('auth: {mode: none}', { host: '0.0.0.0', allowAnonymous: true }), [])
})

t.test('addresses of this machine alone', async (t) => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) t.ok(isLoopback(host), host)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '', 'localhost.example.com', '127.0.0.1.example.com', '172.17.0.1']) t.notOk(isLoopback(host), host)
})
