import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PasswordUser } from '../../domain/config/auth-schema.ts'
import type { Clock } from '../../domain/ports.ts'
import { onlyKnown, single } from '../../domain/query-parameters.ts'
import { noParameters } from '../plugins/query-rules.ts'
import { Refused } from '../plugins/refused.ts'
import { renderPage } from '../plugins/views.ts'
import { atMost, TooMany } from './at-most.ts'
import { attempts } from './attempts.ts'
import type { Authentication } from './authenticator.ts'
import { localPath } from './local-path.ts'
import { isPassword, passwordMark } from './password.ts'
import { endSession, expiryOf } from './sessions.ts'

export interface LoginOptions {
  /** By name in lower case. */
  readonly users: ReadonlyMap<string, PasswordUser>
  readonly clock: Clock
  readonly isHttps: boolean
  readonly authenticate: (request: FastifyRequest) => Promise<Authentication>
}

const PUBLIC = { config: { access: 'public' } } as const
const SIGN_IN = { config: { access: 'public', isSignIn: true } } as const

const ATTEMPTS_PER_NAME = { max: 10, windowMs: 15 * 60_000, maxKeys: 10_000 } as const
/** A hash takes 64 MiB and most of half a second: more at once would starve everybody else. */
const HASHES = { atOnce: 2, waiting: 20 } as const
const MAX_NAME_LENGTH = 128
const MAX_PASSWORD_LENGTH = 1024

const WRONG = 'The name or the password is not right.'
const BUSY = 'Too many people sign in at the moment. Try again in a few seconds.'
const INSECURE = 'This request did not come by HTTPS, by which alone you stay signed in here. The proxy before this server has to send ' +
  'X-Forwarded-Proto, and server.trustedProxies has to name it.'

/** Signing in and out on pages of this server, which work without scripts. */
export function addLoginRoutes(app: FastifyInstance, { users, clock, isHttps, authenticate }: LoginOptions): void {
  const byName = attempts({ ...ATTEMPTS_PER_NAME, clock })
  const hashing = atMost(HASHES.atOnce, HASHES.waiting)
  const [someone] = users.values()
  /** For names that nobody has, so that it takes as long to refuse them. */
  const decoy = someone?.passwordHash ?? ''

  app.get('/login', PUBLIC, async (request, reply) => {
    const parameters = new URLSearchParams(request.url.split('?')[1] ?? '')
    onlyKnown(parameters, ['next'])
    const next = localPath(single(parameters, 'next'))
    if ((await authenticate(request)).outcome === 'identified') return reply.redirect(next, 303)
    return sendLogin(request, reply, { status: 200, next, name: '', problem: null })
  })

  app.post('/login', SIGN_IN, async (request, reply) => {
    if (isHttps && request.protocol !== 'https') throw new Refused(400, INSECURE)
    const { name, password, next } = fieldsOf(request.body)
    const again = (status: number, problem: string) => sendLogin(request, reply, { status, next, name, problem })
    const waitMs = byName.count(name.toLowerCase())
    if (waitMs !== null) {
      const minutes = Math.ceil(waitMs / 60_000)
      reply.header('retry-after', Math.ceil(waitMs / 1000))
      return again(429, `There were too many attempts with this name. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`)
    }
    const user = users.get(name.toLowerCase())
    const isRight = await hashing(() => isPassword(password, user?.passwordHash ?? decoy)).catch((error: unknown) => {
      if (error instanceof TooMany) return null
      throw error
    })
    if (isRight === null) return again(503, BUSY)
    if (user === undefined || !isRight) {
      // Not under which name: some type their password into that field.
      request.log.warn('sign-in failed')
      return again(401, WRONG)
    }
    byName.forget(name.toLowerCase())
    await signIn(request, user, clock().getTime())
    request.log.info({ user: user.name }, 'signed in')
    return reply.redirect(next, 303)
  })

  app.get('/logout', { ...PUBLIC, onRequest: noParameters }, async (request, reply) => {
    if ((await authenticate(request)).outcome !== 'identified') return reply.redirect('/login', 303)
    return reply.type(HTML).send(await renderPage(request, reply, 'logout', { title: 'Sign out' }))
  })

  app.post('/logout', PUBLIC, async (request, reply) => {
    await endSession(request, reply, isHttps)
    return reply.redirect('/login', 303)
  })
}

/** Under an id that nobody else can know: whatever id the browser came with counts no more. */
async function signIn(request: FastifyRequest, user: PasswordUser, nowMs: number): Promise<void> {
  await request.session.regenerate()
  request.session.signedIn = {
    user: user.name, passwordMark: passwordMark(user.passwordHash),
    signedInAtMs: nowMs, seenAtMs: nowMs, expiresAtMs: expiryOf(nowMs, nowMs),
  }
}

interface LoginFields {
  readonly name: string
  readonly password: string
  readonly next: string
}

function fieldsOf(body: unknown): LoginFields {
  const fields = typeof body === 'object' && body !== null ? body as Readonly<Record<string, unknown>> : {}
  const text = (field: string, maxLength: number) => {
    const value = fields[field]
    return typeof value === 'string' && value.length <= maxLength ? value : ''
  }
  return { name: text('name', MAX_NAME_LENGTH).trim(), password: text('password', MAX_PASSWORD_LENGTH), next: localPath(fields['next']) }
}

interface LoginView {
  readonly status: number
  readonly next: string
  readonly name: string
  readonly problem: string | null
}

const HTML = 'text/html; charset=utf-8'

async function sendLogin(request: FastifyRequest, reply: FastifyReply, { status, ...view }: LoginView): Promise<FastifyReply> {
  const html = await renderPage(request, reply, 'login', { ...view, title: 'Sign in' })
  return reply.code(status).type(HTML).send(html)
}
