import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Test } from 'tap'
import { PEOPLE } from './people.ts'

const COOKIE = 'sign-in'

/**
 * Stands for what knows who is signed in behind nginx's `auth_request` (oauth2-proxy, Authelia, authentik, a portal of a
 * company's own): it answers `/auth/check` with 401, or with 200 and the headers of oauth2-proxy. It asks for no password.
 */
export interface SignInService {
  /** Ends all sessions. */
  endSessions(): void
}

export async function startSignInService(t: Test, port: number): Promise<SignInService> {
  const sessions = new Map<string, string>()
  const server = createServer((request, response) => answer(request, response, sessions)).listen(port, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  })
  return { endSessions: () => sessions.clear() }
}

function answer({ url = '', headers }: IncomingMessage, response: ServerResponse, sessions: Map<string, string>): void {
  const { pathname, searchParams } = new URL(url, 'http://service')
  const session = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1] ?? ''
  const login = sessions.get(session)
  const person = login === undefined ? undefined : PEOPLE[login]
  if (pathname === '/auth/check') {
    if (login === undefined || person === undefined) return void response.writeHead(401).end()
    const said = { 'x-auth-request-user': login, 'x-auth-request-email': `${login}@example.com`, 'x-auth-request-groups': person.groups.join(',') }
    return void response.writeHead(200, said).end()
  }
  if (pathname === '/auth/sign-out') {
    sessions.delete(session)
    return void response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': `${COOKIE}=; Path=/; Max-Age=0` }).end('<h1>You are signed out</h1>')
  }
  const next = searchParams.get('next') ?? '/'
  const as = searchParams.get('as')
  if (as === null) {
    const links = Object.keys(PEOPLE).map((one) => `<a href="/auth/sign-in?as=${one}&amp;next=${encodeURIComponent(next)}">${one}</a>`)
    return void response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>Sign in as</h1> ${links.join(' ')}`)
  }
  const id = randomUUID()
  sessions.set(id, as)
  const location = /^\/(?![/\\])/.test(next) ? next : '/'
  response.writeHead(303, { location, 'set-cookie': `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax` }).end()
}
