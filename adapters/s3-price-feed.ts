import { GetObjectCommand, S3ServiceException, type S3Client } from '@aws-sdk/client-s3'
import type { S3Object } from '../domain/config/feed-location.ts'
import type { PriceFeed } from '../domain/price-ports.ts'
import { limitedText } from './limited-text.ts'
import { FEED_LIMITS, type FeedLimits } from './litellm.ts'

/** The price list in an object of S3. Its revision is the entity tag. */
export function s3PriceFeed(client: S3Client, { bucket, key }: S3Object, limits: FeedLimits = {}): PriceFeed {
  const { timeoutMs, maxBytes } = { ...FEED_LIMITS, ...limits }
  return {
    async read(knownRevision) {
      try {
        const command = new GetObjectCommand({
          Bucket: bucket, Key: key, ...(knownRevision === null ? {} : { IfNoneMatch: knownRevision }),
        })
        const { Body, ETag } = await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) })
        if (Body === undefined) throw new Error('it came without a body')
        return { text: await limitedText(Body as AsyncIterable<Uint8Array>, maxBytes), revision: ETag ?? null }
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304) return null
        const { name, message } = error as Error
        const reason = name === 'Error' || message.startsWith(name) ? message : `${name}: ${message}`
        throw new Error(`cannot read the price list at s3://${bucket}/${key}: ${reason}`, { cause: error })
      }
    },
  }
}
