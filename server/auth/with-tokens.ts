import type { FastifyRequest } from 'fastify'
import { TOKEN_PREFIX } from '../../domain/api-token.ts'
import type { ApiTokens } from './api-tokens.ts'
import type { Authentication, Authenticator } from './authenticator.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether a token is proof enough: true of what programs ask for, never of pages. */
    tokens?: boolean
  }
}

const BEARER = /^Bearer (?<token>\S{1,200})$/i

/** The same way to know who asks; on routes for programs, a token of theirs is one too. */
export function withTokens(authenticator: Authenticator, tokens: ApiTokens): Authenticator {
  async function byToken(token: string): Promise<Authentication> {
    try {
      const identity = await tokens.check(token)
      return identity === null ? { outcome: 'refused', reason: 'no such token, or it has expired or was revoked' } : { outcome: 'identified', identity }
    } catch (error) {
      return { outcome: 'unavailable', reason: `tokens cannot be read: ${error instanceof Error ? error.message : String(error)}` }
    }
  }

  return {
    ...authenticator,
    async authenticate(request) {
      const token = request.routeOptions.config.tokens === true ? tokenOf(request) : null
      return token === null ? authenticator.authenticate(request) : byToken(token)
    },
  }
}

function tokenOf({ headers }: FastifyRequest): string | null {
  const token = BEARER.exec(headers.authorization ?? '')?.groups?.['token'] ?? null
  return token !== null && token.startsWith(TOKEN_PREFIX) ? token : null
}
