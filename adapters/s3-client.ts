import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'

/** A client of S3. An endpoint of one's own has no names for buckets. */
export function s3Client(env: Readonly<Record<string, string | undefined>>, config: S3ClientConfig = {}): S3Client {
  const forcePathStyle = (env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL) !== undefined
  return new S3Client({ forcePathStyle, ...config })
}
