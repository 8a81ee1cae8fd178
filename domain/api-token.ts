import type { Identity } from './identity.ts'

/** Begins every token, so that people and scanners of leaked secrets know one when they see it. */
export const TOKEN_PREFIX = 'bia_'
export const MAX_TOKEN_DAYS = 90
export const MAX_TOKENS_PER_PERSON = 20
export const MAX_TOKEN_NAME = 60

/** Lets a program ask in somebody's name. The token itself is kept nowhere. */
export interface ApiToken {
  /** Tells the tokens of a person apart; no secret. */
  readonly id: string
  /** SHA-256 of the token in hex: what it is found by. */
  readonly hash: string
  readonly name: string
  /** Whose it is, with their groups as they were when it was made: what it may see is what these may see at each use. */
  readonly owner: Omit<Identity, 'expiresAtMs'>
  readonly createdAtMs: number
  readonly expiresAtMs: number
  /** UTC day; null where it was never used. */
  readonly lastUsedDay: string | null
}

export type TokenOwner = Pick<Identity, 'issuer' | 'subject'>

export interface ApiTokenStore {
  add(token: ApiToken): Promise<void>
  /** Null for a token that is not there, or has expired. */
  find(hash: string): Promise<ApiToken | null>
  /** Those of a person that have not expired, the newest first. */
  listOf(owner: TokenOwner): Promise<ApiToken[]>
  /** From then on the token is not found any more; one that is not there stays so. */
  revoke(owner: TokenOwner, id: string): Promise<void>
  /** Notes when a token was used last; one that was revoked meanwhile stays revoked. */
  noteUse(hash: string, day: string): Promise<void>
}

/** A form to make a token by, as far as it can be read. */
export type TokenDraft =
  | { readonly ok: true; readonly name: string; readonly days: number }
  | { readonly ok: false; readonly errors: Readonly<Partial<Record<'name' | 'days', string>>> }

/** Reads what a form says of a token to make. */
export function draftToken(fields: { readonly name: string; readonly days: string }): TokenDraft {
  const name = fields.name.trim()
  const days = Number(fields.days)
  const errors: Partial<Record<'name' | 'days', string>> = {}
  if (name === '') errors.name = 'wants a name to know it by'
  else if (name.length > MAX_TOKEN_NAME || /\p{C}/u.test(name)) errors.name = `wants at most ${MAX_TOKEN_NAME} visible characters`
  if (!/^[1-9]\d?$/.test(fields.days) || days > MAX_TOKEN_DAYS) errors.days = `wants a number of days from 1 to ${MAX_TOKEN_DAYS}`
  return Object.keys(errors).length === 0 ? { ok: true, name, days } : { ok: false, errors }
}
