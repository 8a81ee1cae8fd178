import {
  CreateBucketCommand, type CreateBucketCommandInput, GetBucketEncryptionCommand, GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand, GetBucketVersioningCommand, GetPublicAccessBlockCommand, HeadBucketCommand, PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand, PutBucketPolicyCommand, PutBucketVersioningCommand, PutPublicAccessBlockCommand, type S3Client,
} from '@aws-sdk/client-s3'
import type { StateConfig } from '../domain/config.ts'
import { partitionOf } from '../domain/config/region.ts'

/** Something to be done to the state bucket. */
export interface Step {
  readonly does: string
  run(): Promise<unknown>
}

type Bucket = Pick<StateConfig, 'bucket' | 'region' | 'kmsKeyArn'>

/** Every run of Terraform leaves versions of a state and its lock behind. */
const OLD_VERSIONS_DAYS = 90
const TLS_SID = 'DenyInsecureTransport'

/**
 * What is missing for a bucket that is versioned, encrypted, private and reached by TLS only; nothing if it is all there.
 * What else is set on an existing bucket stays. Throws an Error if the bucket is somebody else's or in another region.
 */
export async function missingSteps(client: S3Client, bucket: Bucket): Promise<Step[]> {
  const exists = await bucketExists(client, bucket)
  const creation = { does: `make the bucket ${bucket.bucket} in ${bucket.region}`, run: () => create(client, bucket) }
  const settings = [versioning, publicAccess, encryption, tlsOnly, lifecycle].map((setting) => setting(client, bucket, exists))
  const missing = (await Promise.all(settings)).filter((step) => step !== null)
  return exists ? missing : [creation, ...missing]
}

async function bucketExists(client: S3Client, { bucket, region }: Bucket): Promise<boolean> {
  try {
    const { BucketRegion } = await client.send(new HeadBucketCommand({ Bucket: bucket }))
    if (BucketRegion !== undefined && BucketRegion !== region) throw elsewhere(bucket, region, BucketRegion)
    return true
  } catch (error) {
    const status = statusOf(error)
    if (status === 404) return false
    if (status === 301) throw elsewhere(bucket, region, 'another region')
    if (status === 403) {
      throw new Error(`the bucket ${bucket} is there, but not for these credentials: take another name, if it is not yours (state.bucket)`)
    }
    throw error
  }
}

function elsewhere(bucket: string, region: string, actual: string): Error {
  return new Error(`the bucket ${bucket} is in ${actual}, not in ${region}: correct state.region, or take another name`)
}

async function create(client: S3Client, { bucket, region }: Bucket): Promise<void> {
  const place = { CreateBucketConfiguration: { LocationConstraint: region } } as Pick<CreateBucketCommandInput, 'CreateBucketConfiguration'>
  await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectOwnership: 'BucketOwnerEnforced', ...(region === 'us-east-1' ? {} : place) }))
}

type Setting = (client: S3Client, bucket: Bucket, exists: boolean) => Promise<Step | null>

const versioning: Setting = async (client, { bucket: Bucket }, exists) => {
  const now = exists ? await client.send(new GetBucketVersioningCommand({ Bucket })) : null
  if (now?.Status === 'Enabled') return null
  return {
    does: 'keep old versions of its objects',
    run: () => client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
  }
}

const publicAccess: Setting = async (client, { bucket: Bucket }, exists) => {
  const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
  const now = exists ? await found(client.send(new GetPublicAccessBlockCommand({ Bucket })), 'NoSuchPublicAccessBlockConfiguration') : null
  const blocked = now?.PublicAccessBlockConfiguration
  if (blocked !== undefined && Object.keys(all).every((key) => blocked[key as keyof typeof all] === true)) return null
  return {
    does: 'block public access to it',
    run: () => client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: all })),
  }
}

const encryption: Setting = async (client, { bucket: Bucket, kmsKeyArn }, exists) => {
  const now = exists ? await found(client.send(new GetBucketEncryptionCommand({ Bucket })), 'ServerSideEncryptionConfigurationNotFoundError') : null
  const current = now?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
  if (kmsKeyArn === null ? current !== undefined : current?.KMSMasterKeyID === kmsKeyArn) return null
  const rule = kmsKeyArn === null
    ? { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }
    : { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: kmsKeyArn }, BucketKeyEnabled: true }
  return {
    does: kmsKeyArn === null ? 'encrypt its objects' : `encrypt its objects with ${kmsKeyArn}`,
    run: () => client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } })),
  }
}

interface Policy {
  readonly Version: string
  readonly Statement: readonly { readonly Sid?: string }[]
}

const tlsOnly: Setting = async (client, { bucket: Bucket, region }, exists) => {
  const now = exists ? await found(client.send(new GetBucketPolicyCommand({ Bucket })), 'NoSuchBucketPolicy') : null
  const { Statement: others } = now?.Policy === undefined ? { Statement: [] } : JSON.parse(now.Policy) as Policy
  if (others.some(({ Sid }) => Sid === TLS_SID)) return null
  const arn = `arn:${partitionOf(region)}:s3:::${Bucket}`
  const deny = {
    Sid: TLS_SID, Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }
  return {
    does: 'refuse to speak without TLS',
    run: () => client.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [...others, deny] }) })),
  }
}

const lifecycle: Setting = async (client, { bucket: Bucket }, exists) => {
  const now = exists ? await found(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })), 'NoSuchLifecycleConfiguration') : null
  if ((now?.Rules ?? []).length > 0) return null
  const rule = {
    ID: 'old-versions', Status: 'Enabled' as const, Filter: { Prefix: '' },
    NoncurrentVersionExpiration: { NoncurrentDays: OLD_VERSIONS_DAYS }, Expiration: { ExpiredObjectDeleteMarker: true },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  }
  return {
    does: `drop old versions after ${OLD_VERSIONS_DAYS} days`,
    run: () => client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } })),
  }
}

/** An answer, or null where S3 says by this error that there is nothing set. */
async function found<T>(answer: Promise<T>, nothing: string): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Error && error.name === nothing) return null
    throw error
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
}
