import cookie from '@fastify/cookie'
import session, { type FastifySessionOptions } from '@fastify/session'
import { callbackify } from 'node:util'
import type { FastifyInstance, FastifyReply, FastifyRequest, Session } from 'fastify'
import type { SessionRecord, SessionStore } from '../../domain/session-store.ts'

declare module 'fastify' {
  interface Session {
    signedIn?: SessionRecord
    /** It was read from the store, and has to be there still when it is written. */
    isKept?: boolean
    /** The store could not be asked. */
    isUnknown?: boolean
  }
}

/** A session ends this long after its last request, and after its beginning, whatever comes first. */
export const IDLE_MS = 30 * 60_000
export const LIFETIME_MS = 12 * 60 * 60_000
/** How much later than it is a session may be noted to be in use, so that not every request writes. */
export const NOTED_EVERY_MS = 60_000

export interface SessionsOptions {
  readonly sessions: SessionStore
  readonly secrets: readonly string[]
  /** Whether people reach the server by HTTPS. */
  readonly isHttps: boolean
}

/** Cookie sessions for those who have signed in, and for nobody else: a visitor leaves nothing in the store. */
export async function addSessions(app: FastifyInstance, { sessions, secrets, isHttps }: SessionsOptions): Promise<void> {
  await app.register(cookie)
  await app.register(session, {
    secret: [...secrets],
    cookieName: cookieName(isHttps),
    cookie: { ...cookieOptions(isHttps), maxAge: IDLE_MS },
    saveUninitialized: false,
    rolling: false,
    store: storeOf(sessions, (error) => app.log.error({ err: error }, 'sessions cannot be read')),
  })
}

/** Browsers keep cookies of this name from every other host and path, and from plain HTTP. */
function cookieName(isHttps: boolean): string {
  return isHttps ? '__Host-session' : 'session'
}

function cookieOptions(isHttps: boolean) {
  return { path: '/', httpOnly: true, secure: isHttps, sameSite: 'lax' } as const
}

/** Ends the session of a request on both sides. */
export async function endSession(request: FastifyRequest, reply: FastifyReply, isHttps: boolean): Promise<void> {
  if (request.session.isKept === true) await request.session.destroy()
  reply.clearCookie(cookieName(isHttps), cookieOptions(isHttps))
}

export function expiryOf(signedInAtMs: number, seenAtMs: number): number {
  return Math.min(seenAtMs + IDLE_MS, signedInAtMs + LIFETIME_MS)
}

function storeOf(sessions: SessionStore, onError: (error: unknown) => void): NonNullable<FastifySessionOptions['store']> {
  async function read(id: string): Promise<Session | null> {
    const cookie = { originalMaxAge: IDLE_MS }
    try {
      const signedIn = await sessions.read(id)
      return signedIn === null ? null : { cookie, signedIn, isKept: true }
    } catch (error) {
      // Nobody is signed out by that, and what is for anybody is still served.
      onError(error)
      return { cookie, isUnknown: true }
    }
  }

  async function write(id: string, { signedIn, isKept }: Session): Promise<void> {
    if (signedIn === undefined) return
    await (isKept === true ? sessions.renew(id, signedIn) : sessions.create(id, signedIn))
  }

  return { get: callbackify(read), set: callbackify(write), destroy: callbackify(async (id: string) => sessions.end(id)) }
}
