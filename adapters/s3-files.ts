import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { ExportFiles } from '../domain/export-ports.ts'
import type { S3Location } from './s3.ts'

/** Files in a bucket, which has to be in the hands of its account. */
export function s3Files(client: S3Client, { bucket, ownerAccountId, prefix }: S3Location): ExportFiles {
  const at = (key: string) => ({ Bucket: bucket, ExpectedBucketOwner: ownerAccountId, Key: prefix === '' ? key : `${prefix}/${key}` })
  return {
    async read(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand(at(key)))
        return (await Body?.transformToByteArray()) ?? null
      } catch (error) {
        if (error instanceof NoSuchKey) return null
        throw error
      }
    },

    async write(key, bytes) {
      await client.send(new PutObjectCommand({ ...at(key), Body: bytes, ContentType: 'application/octet-stream' }))
    },
  }
}
