import { arnOf, type Place } from '../arns.ts'
import { functionLogsStatement } from './function-logs.ts'
import { type BucketAccess, forObjects, keyStatements, viaService } from './keys.ts'
import { type DeliveryTargets, spokeWriteStatements } from './spoke-write.ts'
import type { Statement } from './statement.ts'

export interface LogBucketAccess extends BucketAccess {
  /** Before `AWSLogs/`, with its `/` at the end; empty for none. */
  readonly prefix: string
}

/** Straight to the stream and the table of the same account, or with a role in the hub. */
export type Delivery =
  | ({ readonly kind: 'direct' } & DeliveryTargets)
  | { readonly kind: 'role'; readonly roleArn: string }

export interface ParseLogInput {
  /** The account whose logs are parsed, and the region of its buckets. */
  readonly place: Place
  readonly logBuckets: readonly LogBucketAccess[]
  readonly queueArn: string
  readonly queueKeyArn: string | null
  readonly logGroupArn: string
  readonly delivery: Delivery
}

export function parseLogStatements(input: ParseLogInput): Statement[] {
  const { place, logBuckets, queueArn, queueKeyArn, logGroupArn, delivery } = input
  const logs = logBuckets.map((bucket) => `${logFolder(bucket, place)}/${place.region}/*.json.gz`)
  return [
    { sid: 'ReadLogs', actions: ['s3:GetObject'], resources: logs },
    ...promptDenials(logBuckets, place, logs),
    ...keyStatements({
      sid: 'DecryptLogs',
      keyArns: logBuckets.map(({ keyArn }) => keyArn),
      actions: ['kms:Decrypt'],
      conditions: [viaService('s3', place.region), forObjects([...logBuckets.map(({ arn }) => arn), ...logs])],
    }),
    { sid: 'TakeMessages', actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], resources: [queueArn] },
    ...keyStatements({
      sid: 'DecryptMessages', keyArns: [queueKeyArn], actions: ['kms:Decrypt'], conditions: [viaService('sqs', place.region)],
    }),
    ...modelStatements(place),
    ...deliveryStatements(delivery, place),
    functionLogsStatement(logGroupArn),
  ]
}

function logFolder({ arn, prefix }: LogBucketAccess, { accountId }: Place): string {
  return `${arn}/${prefix}AWSLogs/${accountId}/BedrockModelInvocationLogs`
}

/** Whatever another policy may allow one day: objects other than logs, and bodies that lie beside logs, stay unread. */
function promptDenials(logBuckets: readonly LogBucketAccess[], place: Place, logs: readonly string[]): Statement[] {
  const actions = ['s3:GetObject', 's3:GetObjectVersion']
  const bodies = logBuckets.map((bucket) => `${logFolder(bucket, place)}/*/data/*`)
  return [
    { sid: 'ReadNothingButLogs', effect: 'Deny', actions, notResources: logs },
    { sid: 'ReadNoBodies', effect: 'Deny', actions, resources: bodies },
  ]
}

/** What stands behind profiles, throughput, deployments and custom models: each action is for one kind of resource. */
function modelStatements(place: Place): Statement[] {
  const any = (kind: string) => [arnOf(place, 'bedrock', `${kind}/*`)]
  return [
    { sid: 'ResolveProfiles', actions: ['bedrock:GetInferenceProfile'], resources: any('application-inference-profile') },
    { sid: 'ResolveThroughput', actions: ['bedrock:GetProvisionedModelThroughput'], resources: any('provisioned-model') },
    { sid: 'ResolveDeployments', actions: ['bedrock:GetCustomModelDeployment'], resources: any('custom-model-deployment') },
    { sid: 'ResolveCustomModels', actions: ['bedrock:GetCustomModel'], resources: any('custom-model') },
  ]
}

function deliveryStatements(delivery: Delivery, { accountId }: Place): Statement[] {
  if (delivery.kind === 'direct') return spokeWriteStatements({ ...delivery, spokeAccountId: accountId })
  return [{ sid: 'WriteToHub', actions: ['sts:AssumeRole'], resources: [delivery.roleArn] }]
}
