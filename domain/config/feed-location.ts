export interface S3Object {
  readonly bucket: string
  readonly key: string
}

const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/([\w.=+/-]{1,1024})$/

/** The object that `s3://bucket/key` names, null for anything else. Keys hold no pattern of IAM. */
export function s3Object(location: string): S3Object | null {
  const [, bucket, key] = S3.exec(location) ?? []
  return bucket === undefined || key === undefined ? null : { bucket, key }
}
