import { once } from 'node:events'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import type { Test } from 'tap'
import { PEOPLE } from './people.ts'

export interface IdentityProvider {
  readonly issuer: string
  /** How long sessions and tokens hold that it gives from now on. */
  setLifetime(seconds: number): void
}

/** An OpenID provider with one client, until the test ends. Its pages are those for development, which take any password. */
export async function startIdentityProvider(
  t: Test, port: number, client: { readonly id: string; readonly secret: string; readonly origin: string },
): Promise<IdentityProvider> {
  const issuer = `http://127.0.0.1:${port}`
  let lifetimeSeconds = 3_600
  const lifetime = () => lifetimeSeconds
  const provider = new Provider(issuer, {
    clients: [{
      client_id: client.id, client_secret: client.secret, redirect_uris: [`${client.origin}/oidc/callback`],
      post_logout_redirect_uris: [`${client.origin}/signed-out`],
    }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    // What a token says of somebody stands in the token itself, for those who cannot ask for more.
    conformIdTokenClaims: false,
    ttl: { IdToken: lifetime, AccessToken: lifetime, Session: lifetime, Grant: lifetime },
    findAccount: (_context, sub) => {
      const person = PEOPLE[sub]
      const claims = { sub, ...person, groups: [...person?.groups ?? []], email: `${sub}@example.com`, email_verified: true }
      return person && { accountId: sub, claims: () => claims }
    },
    cookies: { keys: ['for this test alone'] },
  })
  const answer = provider.callback()
  const server = createServer((request, response) => void answer(request, response)).listen(port, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  })
  return { issuer, setLifetime: (seconds) => { lifetimeSeconds = seconds } }
}
