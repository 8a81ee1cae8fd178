import { arnOf, type Place } from '../arns.ts'
import type { Statement } from './statement.ts'
import { tlsOnlyBucketPolicy } from './tls-only.ts'
import { fromSource } from './trust.ts'

export interface LogBucketPolicyInput {
  /** The account and region whose calls are logged; the bucket is theirs. */
  readonly place: Place
  readonly bucketArn: string
  /** Before `AWSLogs/`, with its `/` at the end; empty for none. */
  readonly prefix: string
}

/** Bedrock alone writes to a log bucket, and only logs of its own account and region. */
export function logBucketPolicy({ place, bucketArn, prefix }: LogBucketPolicyInput): Statement[] {
  return [
    {
      sid: 'WriteLogs',
      principals: [{ type: 'Service', identifiers: ['bedrock.amazonaws.com'] }],
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/${prefix}AWSLogs/${place.accountId}/BedrockModelInvocationLogs/*`],
      conditions: fromSource(place, arnOf(place, 'bedrock', '*')),
    },
    ...tlsOnlyBucketPolicy(bucketArn),
  ]
}
