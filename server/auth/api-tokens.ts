import { createHash, randomBytes } from 'node:crypto'
import { TOKEN_PREFIX, type ApiToken, type ApiTokenStore } from '../../domain/api-token.ts'
import type { Identity } from '../../domain/identity.ts'
import type { Clock } from '../../domain/ports.ts'

const SECRET_BYTES = 32
const ID_BYTES = 9
const MS_PER_DAY = 86_400_000

export interface ApiTokens {
  /** Makes a token for somebody; this is the only time that anybody sees it. */
  make(owner: Identity, name: string, days: number): Promise<string>
  /** Whose token it is; null for what is none, or none any more. */
  check(token: string): Promise<Identity | null>
  listOf(owner: Identity): Promise<ApiToken[]>
  revoke(owner: Identity, id: string): Promise<void>
}

/** Tokens are 256 random bits; only their hashes are kept, which do not lead back to them. */
export function apiTokens(store: ApiTokenStore, clock: Clock): ApiTokens {
  return {
    async make({ subject, issuer, name: ownerName, email, groups }, name, days) {
      const token = TOKEN_PREFIX + randomBytes(SECRET_BYTES).toString('base64url')
      const createdAtMs = clock().getTime()
      await store.add({
        id: randomBytes(ID_BYTES).toString('base64url'), hash: hashOf(token), name, owner: { subject, issuer, name: ownerName, email, groups },
        createdAtMs, expiresAtMs: createdAtMs + days * MS_PER_DAY, lastUsedDay: null,
      })
      return token
    },

    async check(token) {
      const hash = hashOf(token)
      const found = await store.find(hash)
      if (found === null) return null
      const today = clock().toISOString().slice(0, 10)
      // Once a day says enough, and costs next to nothing.
      if (found.lastUsedDay !== today) await store.noteUse(hash, today)
      return { ...found.owner, expiresAtMs: found.expiresAtMs }
    },

    listOf: (owner) => store.listOf(owner),
    revoke: (owner, id) => store.revoke(owner, id),
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
