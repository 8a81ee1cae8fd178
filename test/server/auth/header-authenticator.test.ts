import t from 'tap'
import type { HeaderSignIn } from '../../../domain/auth-settings.ts'
import { headerAuthenticator } from '../../../server/auth/header-authenticator.ts'
import { headerSignIn, PROXY_SECRET } from '../../fixtures/auth-settings.ts'
import { requestWith } from '../../fixtures/bare-request.ts'

type Headers = Parameters<typeof requestWith>[0]

async function answerTo(headers: Headers, settings: Partial<HeaderSignIn> = {}, address?: string) {
  const answer = await headerAuthenticator(headerSignIn(settings)).authenticate(requestWith(headers, address))
  return answer.outcome === 'refused' ? `refused: ${answer.reason}` : answer.outcome
}

const PROOF = { 'X-Proxy-Secret': PROXY_SECRET }
const ANN = { ...PROOF, 'X-Forwarded-User': 'ann', 'X-Forwarded-Email': 'Ann@Example.com', 'X-Forwarded-Groups': 'finops, team a,,finops' }

t.test('headers tell who somebody is, with the proof of the proxy', async (t) => {
  const answer = await headerAuthenticator(headerSignIn()).authenticate(requestWith(ANN))
  t.same(answer, {
    outcome: 'identified',
    identity: { subject: 'ann', issuer: 'header', name: 'ann', email: 'ann@example.com', groups: ['finops', 'team a'], expiresAtMs: null },
  })
})

t.test('e-mail address and groups may be missing, and groups may be separated otherwise', async (t) => {
  const authenticator = headerAuthenticator(headerSignIn({ groupsSeparator: '|' }))
  t.match(await authenticator.authenticate(requestWith({ ...PROOF, 'x-forwarded-user': 'ann' })), { identity: { email: null, groups: [] } })
  t.match(await authenticator.authenticate(requestWith({ ...ANN, 'X-Forwarded-Groups': 'a,b|c' })), { identity: { groups: ['a,b', 'c'] } })
  t.match(await authenticator.authenticate(requestWith({ ...ANN, 'X-Forwarded-Groups': '' })), { identity: { groups: [] } })
})

t.test('nothing about anybody is no refusal', async (t) => {
  t.equal(await answerTo({}), 'anonymous')
  t.equal(await answerTo({ ...PROOF, 'X-Forwarded-User': '' }), 'anonymous')
})

t.test('what could mean two people means nobody', async (t) => {
  const cases: [string, Headers, RegExp][] = [
    ['no secret', { 'X-Forwarded-User': 'ann' }, /does not hold the shared secret/],
    ['another secret', { ...ANN, 'X-Proxy-Secret': `${PROXY_SECRET}x` }, /does not hold the shared secret/],
    ['the beginning of the secret', { ...ANN, 'X-Proxy-Secret': PROXY_SECRET.slice(0, -1) }, /does not hold the shared secret/],
    ['the secret twice', { ...ANN, 'X-Proxy-Secret': [PROXY_SECRET, PROXY_SECRET] }, /X-Proxy-Secret was sent 2 times/],
    ['the user twice', { ...ANN, 'X-Forwarded-User': ['admin', 'ann'] }, /sent 2 times/],
    ['the user twice in other cases', { ...ANN, 'x-forwarded-USER': 'admin' }, /sent 2 times/],
    ['the user in a list', { ...ANN, 'X-Forwarded-User': 'admin, ann' }, /no name of one person/],
    ['a look-alike beside the user', { ...ANN, X_Forwarded_User: 'admin' }, /look-alike/],
    ['half a look-alike', { ...ANN, 'X-Forwarded_User': 'admin' }, /look-alike/],
    ['a look-alike with a dot', { ...ANN, 'x.forwarded.user': 'admin' }, /look-alike/],
    ['a look-alike alone', { ...PROOF, X_FORWARDED_USER: 'admin' }, /look-alike/],
    ['a look-alike of the address', { ...ANN, X_Forwarded_Email: 'admin@example.com' }, /look-alike/],
    ['a look-alike of the groups', { ...ANN, 'X-Forwarded_Groups': 'finops' }, /look-alike/],
    ['a look-alike of the secret', { ...ANN, X_Proxy_Secret: 'x' }, /look-alike/],
    ['the groups twice', { ...ANN, 'X-Forwarded-Groups': ['a', 'finops'] }, /sent 2 times/],
    ['the address twice', { ...ANN, 'X-Forwarded-Email': ['a@example.com', 'b@example.com'] }, /sent 2 times/],
    ['two addresses in one', { ...ANN, 'X-Forwarded-Email': 'ann@example.com@evil.example' }, /e-mail/],
    ['a user of two addresses', { ...ANN, 'X-Forwarded-User': 'a@b@c' }, /no name of one person/],
    ['control characters', { ...ANN, 'X-Forwarded-User': 'ann\u0007' }, /no name of one person/],
    ['letters beyond ASCII', { ...ANN, 'X-Forwarded-User': 'änn' }, /no name of one person/],
    ['a name without an end', { ...ANN, 'X-Forwarded-User': 'a'.repeat(321) }, /no name of one person/],
    ['groups beyond ASCII', { ...ANN, 'X-Forwarded-Groups': 'fin\u00f6ps' }, /no names of groups/],
    ['an address without a user', { ...PROOF, 'X-Forwarded-Email': 'ann@example.com' }, /no user beside/],
    ['another proxy\'s user', { ...PROOF, 'Remote-User': 'ann' }, /anonymous/],
  ]
  for (const [name, headers, answer] of cases) t.match(await answerTo(headers), answer, name)
})

t.test('the address of the connection is the proof where that is configured, whatever a header says of it', async (t) => {
  const byAddress = { sharedSecret: null, trustedProxies: ['10.0.0.7', '10.1.0.0/16', 'fd00::/8'] }
  const cases: [string, Headers, string][] = [
    ['10.0.0.7', ANN, 'identified'],
    ['::ffff:10.0.0.7', ANN, 'identified'],
    ['10.1.255.255', ANN, 'identified'],
    ['fd00::1', ANN, 'identified'],
    ['10.0.0.8', ANN, 'refused: 10.0.0.8 is none of auth.header.trustedProxies'],
    ['::1', ANN, 'refused: ::1 is none of auth.header.trustedProxies'],
    ['203.0.113.9', { ...ANN, 'X-Forwarded-For': '10.0.0.7', Forwarded: 'for=10.0.0.7', 'X-Real-IP': '10.0.0.7' },
      'refused: 203.0.113.9 is none of auth.header.trustedProxies'],
    ['', ANN, 'refused:  is none of auth.header.trustedProxies'],
  ]
  for (const [address, headers, answer] of cases) {
    const authenticator = headerAuthenticator(headerSignIn(byAddress))
    const got = await authenticator.authenticate(requestWith(headers, address))
    t.equal(got.outcome === 'refused' ? `refused: ${got.reason}` : got.outcome, answer, address)
  }
})

t.test('where both proofs are configured, one is not enough', async (t) => {
  const both = { trustedProxies: ['10.0.0.7/32'] }
  t.equal(await answerTo(ANN, both, '10.0.0.7'), 'identified')
  t.match(await answerTo(ANN, both, '10.0.0.8'), /trustedProxies/)
  t.match(await answerTo({ 'X-Forwarded-User': 'ann' }, both, '10.0.0.7'), /shared secret/)
})

t.test('without any proof nobody gets in, however that came about', async (t) => {
  t.match(await answerTo(ANN, { sharedSecret: null, trustedProxies: [] }), /nothing proves the proxy/)
})
