import type { PriceFeed } from '../domain/price-ports.ts'

export interface LiteLlmOptions {
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

const TIMEOUT_MS = 30_000
/** Ten times what the list has today. */
const MAX_BYTES = 20_000_000

/** The price list of LiteLLM at a URL. Its revision is the entity tag, by which the server tells whether the list has changed. */
export function liteLlmFeed(url: string, { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES }: LiteLlmOptions = {}): PriceFeed {
  return {
    async read(knownRevision) {
      try {
        const answer = await fetch(url, {
          headers: knownRevision === null ? {} : { 'if-none-match': knownRevision },
          signal: AbortSignal.timeout(timeoutMs),
        })
        if (answer.status === 304) return null
        if (answer.status !== 200) throw new Error(`the server answered ${answer.status}`)
        return { text: await readText(answer, maxBytes), revision: answer.headers.get('etag') }
      } catch (error) {
        throw new Error(`cannot read the price list at ${url}: ${reasonOf(error, timeoutMs)}`, { cause: error })
      }
    },
  }
}

async function readText(answer: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What fetch says is "fetch failed"; why stands in its cause. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  const { cause } = error
  return cause instanceof Error ? (cause as NodeJS.ErrnoException).code ?? cause.message : error.message
}
