import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import type { LogObjects } from '../domain/ports.ts'
import { type LineLimits, readLines } from './lines.ts'

export interface S3Location {
  readonly bucket: string
  /** The account that must own the bucket: a bucket of the same name in other hands is never read. */
  readonly ownerAccountId: string
  /** Without a slash at its end; empty for the whole bucket. */
  readonly prefix: string
}

/** Log objects in a bucket. Keys are the plain ones, as S3 stores them. */
export function s3LogObjects(client: S3Client, location: S3Location, limits: Partial<LineLimits> = {}): LogObjects {
  const owner = { Bucket: location.bucket, ExpectedBucketOwner: location.ownerAccountId }
  const prefix = location.prefix === '' ? '' : `${location.prefix}/`

  return {
    async *list() {
      let token: string | undefined
      do {
        const page = await client.send(new ListObjectsV2Command({
          ...owner, Prefix: prefix, ...(token === undefined ? {} : { ContinuationToken: token }),
        }))
        for (const { Key, Size, ETag } of page.Contents ?? []) {
          if (Key !== undefined) yield { key: Key, bytes: Size ?? 0, version: ETag ?? '' }
        }
        token = page.NextContinuationToken
      } while (token !== undefined)
    },

    async *lines(key) {
      const { Body } = await client.send(new GetObjectCommand({ ...owner, Key: key }))
      if (Body === undefined) throw new Error(`s3://${location.bucket}/${key} came without a body`)
      yield* readLines(Body as AsyncIterable<Uint8Array>, limits)
    },
  }
}
