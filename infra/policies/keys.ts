import type { Condition, Statement } from './statement.ts'

export interface KeyUse {
  readonly sid: string
  /** Keys of one's own; null is the service's key, which needs no right. */
  readonly keyArns: readonly (string | null)[]
  readonly actions: readonly string[]
  readonly conditions: readonly Condition[]
}

/** The use of keys, by which service or for which data the conditions say; none where no key is one's own. */
export function keyStatements({ sid, keyArns, actions, conditions }: KeyUse): Statement[] {
  const resources = [...new Set(keyArns.filter((arn) => arn !== null))]
  return resources.length === 0 ? [] : [{ sid, actions, resources, conditions }]
}

/** Only where a service of a region asks on one's behalf. */
export function viaService(service: 's3' | 'sqs' | 'dynamodb', region: string): Condition {
  return { test: 'StringEquals', variable: 'kms:ViaService', values: [`${service}.${region}.amazonaws.com`] }
}

/** Only for objects that these patterns match, or for their bucket as a whole: S3 may use one data key for all of it. */
export function forObjects(arns: readonly string[]): Condition {
  return { test: 'ArnLike', variable: 'kms:EncryptionContext:aws:s3:arn', values: arns }
}

/** What DynamoDB asks of the key of a table on behalf of whoever reads or writes it. */
export function tableKeyStatements(keyArn: string | null, region: string): Statement[] {
  return keyStatements({
    sid: 'UseTableKey',
    keyArns: [keyArn],
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    conditions: [viaService('dynamodb', region)],
  })
}

export interface BucketAccess {
  readonly arn: string
  /** Key that its objects are encrypted with; null where it is S3's own. */
  readonly keyArn: string | null
}

/** What S3 asks of the key of a bucket on behalf of whoever reads and writes its objects. */
export function bucketKeyStatements({ arn, keyArn }: BucketAccess, region: string): Statement[] {
  return keyStatements({
    sid: 'UseBucketKey',
    keyArns: [keyArn],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    conditions: [viaService('s3', region), forObjects([arn, `${arn}/*`])],
  })
}
