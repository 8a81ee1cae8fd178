import type { Statement } from './statement.ts'

/** Nobody reaches a bucket or a queue but through TLS. */
export function tlsOnlyStatement(service: 's3' | 'sqs' | 'sns', resources: readonly string[]): Statement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principals: [{ type: '*', identifiers: ['*'] }],
    actions: [service === 'sns' ? 'sns:Publish' : `${service}:*`],
    resources,
    conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
  }
}

export function tlsOnlyBucketPolicy(bucketArn: string): Statement[] {
  return [tlsOnlyStatement('s3', [bucketArn, `${bucketArn}/*`])]
}
