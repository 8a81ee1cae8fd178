import { type CryptoKey, importSPKI } from 'jose'
import { fetchText, NotFound } from './fetch-text.ts'
import { IdentityRefused, IdentityUnknown } from './identity-refused.ts'
import type { KeyOptions, KeySource } from './jwk-set.ts'
import { COOLDOWN_MS, type Refreshed, refreshed, RETRY_MS } from './refreshed.ts'

const KEY_ID = /^[0-9a-zA-Z-]{1,64}$/
/** A region has a handful at a time. */
const MAX_KEYS = 50

/** Where the load balancers of a region publish their keys, by the ARN of one. */
export function albKeysUrl(signer: string): string {
  const [, , , region = ''] = signer.split(':')
  return `https://public-keys.auth.elb.${region}.amazonaws.com`
}

/**
 * Keys of load balancers: one PEM file for each key id. Ids that lead to nothing are looked up twice a minute at most, whoever
 * makes them up.
 *
 * @param urlOf the address before `/<key id>`, by the ARN that signs.
 */
export function albKeys(urlOf: (signer: string) => string, { cacheMs, fetch, clock }: KeyOptions): KeySource {
  const known = new Map<string, Refreshed<CryptoKey>>()
  let missed: { readonly error: Error; readonly untilMs: number } | null = null
  let lookUp: Promise<unknown> | null = null

  /** One look-up at a time, so that what is learnt from one counts for the next. */
  async function keyAt(url: string): Promise<CryptoKey> {
    while (lookUp !== null && !known.has(url)) await lookUp.catch(() => undefined)
    const key = known.get(url)
    if (key !== undefined) return key.current()
    if (missed !== null && clock().getTime() < missed.untilMs) throw missed.error
    const found = load(url)
    lookUp = found
    try {
      return await found
    } finally {
      lookUp = null
    }
  }

  async function load(url: string): Promise<CryptoKey> {
    const key = refreshed({ load: async () => importSPKI(await fetchText(fetch, url), 'ES256'), cacheMs, clock })
    try {
      const value = await key.current()
      if (known.size >= MAX_KEYS) known.delete([...known.keys()][0] ?? '')
      known.set(url, key)
      return value
    } catch (error) {
      const isThere = !(error instanceof IdentityUnknown && error.cause instanceof NotFound)
      const miss = isThere ? error as Error : new IdentityRefused('an unknown key signs it')
      missed = { error: miss, untilMs: clock().getTime() + (isThere ? RETRY_MS : COOLDOWN_MS) }
      throw miss
    }
  }

  return {
    async keyOf({ kid, signer }) {
      if (typeof kid !== 'string' || !KEY_ID.test(kid)) throw new IdentityRefused('its key id is none')
      return keyAt(`${urlOf(String(signer))}/${kid}`)
    },
    // Which keys there are shows only with the first token.
    ready: async () => {},
  }
}
