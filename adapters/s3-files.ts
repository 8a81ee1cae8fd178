import { HeadObjectCommand, ListObjectsV2Command, NotFound, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { ExportFiles } from '../domain/export-ports.ts'
import type { S3Location } from './s3.ts'

/** Key of the metadata that says what a file was made of. */
const MADE_OF = 'made-of'

/** Files in a bucket, which has to be in the hands of its account. */
export function s3Files(client: S3Client, { bucket, ownerAccountId, prefix }: S3Location): ExportFiles {
  const before = prefix === '' ? '' : `${prefix}/`
  const owner = { Bucket: bucket, ExpectedBucketOwner: ownerAccountId }

  return {
    async *list(folder) {
      let token: string | undefined
      do {
        const page = await client.send(new ListObjectsV2Command({
          ...owner, Prefix: before + folder, ...(token === undefined ? {} : { ContinuationToken: token }),
        }))
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key.slice(before.length)
        token = page.NextContinuationToken
      } while (token !== undefined)
    },

    async madeOf(key) {
      try {
        const { Metadata } = await client.send(new HeadObjectCommand({ ...owner, Key: before + key }))
        return Metadata?.[MADE_OF] ?? null
      } catch (error) {
        if (error instanceof NotFound) return null
        // Answers to HEAD have no body to say why.
        const status = error instanceof S3ServiceException ? ` (HTTP ${error.$metadata.httpStatusCode})` : ''
        throw new Error(`cannot look at s3://${bucket}/${before}${key}${status}`, { cause: error })
      }
    },

    async write(key, bytes, madeOf) {
      await client.send(new PutObjectCommand({
        ...owner, Key: before + key, Body: bytes, ContentType: 'application/octet-stream', Metadata: { [MADE_OF]: madeOf },
      }))
    },
  }
}
