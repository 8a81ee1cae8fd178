import t from 'tap'
import { DEFAULT_AUTH, parseAuthFile, parseAuthText } from '../../domain/parse-auth.ts'

const NOWHERE = DEFAULT_AUTH.server
const messageOf = (read: () => unknown) => {
  try {
    read()
    return 'no mistake'
  } catch (error) {
    return (error as Error).message
  }
}

t.test('the section alone is read as JSON or YAML, with places for its mistakes', async (t) => {
  t.match(parseAuthText('{"mode": "jwt", "jwt": {"preset": "iap", "audience": "a"}}', NOWHERE).auth, { mode: 'jwt', jwt: { preset: 'iap', audience: ['a'], issuer: null } })
  t.match(parseAuthText('mode: none\n', NOWHERE), DEFAULT_AUTH)
  t.match(parseAuthText('{}', NOWHERE), DEFAULT_AUTH)
  const cases: [string, RegExp][] = [
    ['{"mode": "jtw"}', /^AUTH has a mistake\nAUTH:1:10: mode is "jtw"; did you mean jwt\?/],
    ['{"mode": "jwt", "jwt": {"preset": "alb"}}', /AUTH:1:24: auth\.jwt\.signer is missing/],
    ['{"mod": "jwt"}', /AUTH:1:2: the key mod is unknown; did you mean mode\?/],
    ['{"roleMapping": [{"role": "viewer"}]}', /AUTH:1:18: auth\.roleMapping\[0\] needs either/],
    ['[]', /AUTH:1:1: it is an empty list/],
    ['{"mode": ', /^AUTH has/],
    ['', /AUTH:1:1: it is empty/],
  ]
  for (const [text, message] of cases) t.match(messageOf(() => parseAuthText(text, NOWHERE)), message, text)
})

t.test('what is null in JSON counts as not there', async (t) => {
  t.match(parseAuthText(JSON.stringify({ mode: 'none', jwt: null, signOutUrl: null, roleMapping: [] }), NOWHERE), DEFAULT_AUTH)
})

t.test('what is known of the server counts before what the file says, in its checks too', async (t) => {
  const hash = 'scrypt:ln=16,r=8,p=2:abcdefghijklmnopqrstuv:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
  const file = `auth: {mode: password, password: {users: [{name: ann, passwordHash: "${hash}"}]}}\nserver: {publicUrl: "https://usage.example.com/"}\n`
  t.match(messageOf(() => parseAuthFile(file, 'auth.yaml')), /auth\.yaml:2:\d+: server\.publicUrl is https, but nothing says who speaks HTTPS/)
  const known = { publicUrl: null, trustedProxies: ['10.0.0.7'] }
  t.same(parseAuthFile(file, 'auth.yaml', known).server, { publicUrl: 'https://usage.example.com', trustedProxies: ['10.0.0.7'] })
  t.same(parseAuthFile('server: {publicUrl: "http://a", trustedProxies: [10.0.0.1]}', 'x', { publicUrl: 'http://b', trustedProxies: [] }).server,
    { publicUrl: 'http://b', trustedProxies: ['10.0.0.1'] })
})
