import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { PriceFeed } from '../domain/price-ports.ts'
import { limitedText } from './limited-text.ts'
import { FEED_LIMITS, type FeedLimits } from './litellm.ts'

/** The price list in a file. Its revision is a digest of its content. */
export function filePriceFeed(path: string, { maxBytes = FEED_LIMITS.maxBytes }: Pick<FeedLimits, 'maxBytes'> = {}): PriceFeed {
  return {
    async read(knownRevision) {
      let text: string
      try {
        text = await limitedText(createReadStream(path), maxBytes)
      } catch (error) {
        throw new Error(`cannot read the price list in ${path}: ${(error as Error).message}`, { cause: error })
      }
      const revision = `sha256:${createHash('sha256').update(text).digest('hex')}`
      return revision === knownRevision ? null : { text, revision }
    },
  }
}
