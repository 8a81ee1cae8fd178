import type { PriceFeed } from '../domain/price-ports.ts'
import { limitedText } from './limited-text.ts'

export interface FeedLimits {
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

/** Ten times the bytes that the list has today. */
export const FEED_LIMITS = { timeoutMs: 30_000, maxBytes: 20_000_000 } as const satisfies FeedLimits

/** The price list of LiteLLM at a URL. Its revision is the entity tag, by which the server tells whether the list has changed. */
export function liteLlmFeed(url: string, limits: FeedLimits = {}): PriceFeed {
  const { timeoutMs, maxBytes } = { ...FEED_LIMITS, ...limits }
  return {
    async read(knownRevision) {
      try {
        const answer = await fetch(url, {
          headers: knownRevision === null ? {} : { 'if-none-match': knownRevision },
          signal: AbortSignal.timeout(timeoutMs),
        })
        if (answer.status === 304) return null
        if (answer.status !== 200) throw new Error(`the server answered ${answer.status}`)
        return { text: await limitedText((answer.body ?? []) as AsyncIterable<Uint8Array>, maxBytes), revision: answer.headers.get('etag') }
      } catch (error) {
        throw new Error(`cannot read the price list at ${url}: ${reasonOf(error, timeoutMs)}`, { cause: error })
      }
    },
  }
}

/** What fetch says is "fetch failed"; why stands in its cause. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  const { cause } = error
  return cause instanceof Error ? (cause as NodeJS.ErrnoException).code ?? cause.message : error.message
}
