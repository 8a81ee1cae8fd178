import type { ApiToken } from '../../domain/api-token.ts'
import { formatDay, formatInstant } from './format-time.ts'

export interface TokensView {
  readonly title: string
  /** The token that was made just now; null where none was. */
  readonly made: { readonly name: string; readonly token: string } | null
  readonly form: { readonly name: string; readonly days: string }
  readonly errors: Readonly<Partial<Record<'name' | 'days', string>>>
  readonly tokens: readonly TokenRow[]
}

interface TokenRow {
  readonly id: string
  readonly name: string
  readonly made: string
  readonly expires: string
  readonly lastUsed: string
}

export type TokensState = Omit<TokensView, 'title' | 'tokens'>

export const NO_TOKEN_MADE: TokensState = { made: null, form: { name: '', days: '30' }, errors: {} }

/** The page of somebody's own tokens. */
export function tokensView(tokens: readonly ApiToken[], state: TokensState): TokensView {
  return {
    title: 'API tokens', ...state,
    tokens: tokens.map(({ id, name, createdAtMs, expiresAtMs, lastUsedDay }) => ({
      id, name, made: instant(createdAtMs), expires: instant(expiresAtMs), lastUsed: lastUsedDay === null ? 'never' : formatDay(lastUsedDay),
    })),
  }
}

function instant(ms: number): string {
  return formatInstant(new Date(ms).toISOString())
}
