import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import type { Clock } from '../../domain/ports.ts'
import { fetchText, type Fetch } from './fetch-text.ts'
import { refreshed } from './refreshed.ts'

/** Where the public keys of tokens come from. */
export interface KeySource {
  readonly keyOf: JWTVerifyGetKey
  /** Rejects as long as no token at all could be checked. */
  ready(): Promise<void>
}

export interface KeyOptions {
  readonly cacheMs: number
  readonly fetch: Fetch
  readonly clock: Clock
}

/** A JWK Set at an address. A key that it does not hold makes it be loaded anew, though not more often than twice a minute. */
export function jwkSet(url: string, { cacheMs, fetch, clock }: KeyOptions): KeySource {
  const keys = refreshed({
    load: async () => createLocalJWKSet(JSON.parse(await fetchText(fetch, url)) as JSONWebKeySet), cacheMs, clock,
  })
  return {
    async keyOf(header, token) {
      const known = await keys.current()
      try {
        return await known(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        const newer = await keys.newer()
        if (newer === null) throw error
        return newer(header, token)
      }
    },
    async ready() {
      await keys.current()
    },
  }
}
