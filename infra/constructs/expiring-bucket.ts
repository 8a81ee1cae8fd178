import { bucketArn, type Place } from '../arns.ts'
import {
  S3Bucket, S3BucketLifecycleConfiguration, S3BucketOwnershipControls, S3BucketPolicy, S3BucketPublicAccessBlock,
  S3BucketServerSideEncryptionConfigurationA,
} from '../aws.ts'
import { Construct, type ITerraformDependable, type TerraformResourceLifecycle } from '../cdktf.ts'
import { policyJson } from '../policy-json.ts'
import type { Statement } from '../policies/statement.ts'
import { tlsOnlyBucketPolicy } from '../policies/tls-only.ts'

export interface ExpiringBucketProps {
  readonly place: Place
  readonly name: string
  /** Customer managed key; null for S3's own. */
  readonly keyArn: string | null
  /** Days until an object is deleted. */
  readonly expireDays: number
  /** Days until it moves to a class that is cheaper to keep it in and dearer to read it from; never by default. */
  readonly infrequentAccessDays?: number | null
  /** The whole policy of the bucket; by default it just wants TLS. */
  readonly policy?: readonly Statement[]
  /** Whether the bucket may be destroyed with all that is in it. */
  readonly isDisposable: boolean
  readonly lifecycle: TerraformResourceLifecycle
}

/** A private bucket whose objects go in time: open to nobody but by roles and its policy, and only through TLS. */
export class ExpiringBucket extends Construct {
  readonly name: string
  readonly arn: string
  readonly bucket: S3Bucket
  /** What has to be there before a service is told to write to the bucket. */
  readonly ready: readonly ITerraformDependable[]

  constructor(scope: Construct, id: string, props: ExpiringBucketProps) {
    super(scope, id)
    const { place, name, keyArn, expireDays, infrequentAccessDays = null, isDisposable, lifecycle } = props
    this.name = name
    this.arn = bucketArn(place, name)
    const { region } = place
    this.bucket = new S3Bucket(this, 'bucket', { region, bucket: name, forceDestroy: isDisposable, lifecycle })
    const of = { region, bucket: this.bucket.bucket }
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      ...of,
      rule: [{
        applyServerSideEncryptionByDefault: keyArn === null ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
        bucketKeyEnabled: keyArn !== null,
      }],
    })
    const closed = new S3BucketPublicAccessBlock(this, 'private', {
      ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true,
    })
    const ownership = new S3BucketOwnershipControls(this, 'ownership', { ...of, rule: { objectOwnership: 'BucketOwnerEnforced' } })
    const statements = props.policy ?? tlsOnlyBucketPolicy(this.arn)
    const policy = new S3BucketPolicy(this, 'policy', { ...of, policy: policyJson(statements), dependsOn: [closed] })
    this.ready = [encryption, ownership, policy]
    new S3BucketLifecycleConfiguration(this, 'expiry', {
      ...of,
      rule: [{
        id: 'expire',
        status: 'Enabled',
        filter: [{}],
        ...(infrequentAccessDays === null ? {} : { transition: [{ days: infrequentAccessDays, storageClass: 'STANDARD_IA' }] }),
        expiration: [{ days: expireDays }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
      }],
    })
  }
}
