import { LOG_QUEUE } from '../../domain/contract.ts'
import { queueArn, ruleArn } from '../arns.ts'
import { CloudwatchEventRule, CloudwatchEventTarget, SqsQueue, SqsQueuePolicy, SqsQueueRedriveAllowPolicy } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { logKeyPattern } from '../log-keys.ts'
import { logDeadLetterQueueName, logQueueName, logRuleName } from '../names.ts'
import { queuePolicy } from '../policies/queue.ts'
import { policyJson } from '../policy-json.ts'
import { AccountStack } from '../stacks/account-stack.ts'

/** As long as SQS keeps anything: time to find out why. */
const RETENTION_SECONDS = 14 * 24 * 3600
/** How long EventBridge tries to reach the queue, which is as long as it can. */
const DELIVERY = { maximumEventAgeInSeconds: 24 * 3600, maximumRetryAttempts: 185 }

export interface LogQueueProps {
  readonly region: string
  readonly bucketName: string
  readonly keyArn: string | null
}

/** New log objects of a bucket as messages. What cannot be delivered or processed ends in the queue of failed ones, to be redriven. */
export class LogQueue extends Construct {
  /** As it will be; a reference to `queue` also waits for it. */
  readonly arn: string
  readonly queue: SqsQueue
  readonly name: string
  readonly deadLetterName: string

  constructor(scope: Construct, id: string, { region, bucketName, keyArn }: LogQueueProps) {
    super(scope, id)
    const stack = AccountStack.of(this)
    const { config } = stack
    const place = stack.at(region)
    this.name = logQueueName(config)
    this.deadLetterName = logDeadLetterQueueName(config)
    this.arn = queueArn(place, this.name)
    const common = { region, messageRetentionSeconds: RETENTION_SECONDS, ...encryption(keyArn) }
    const failed = new SqsQueue(this, 'failed', { name: this.deadLetterName, ...common })
    this.queue = new SqsQueue(this, 'queue', {
      name: this.name,
      ...common,
      visibilityTimeoutSeconds: LOG_QUEUE.visibilityTimeoutSeconds,
      redrivePolicy: redrivePolicy(failed.arn),
    })
    new SqsQueueRedriveAllowPolicy(this, 'redrive', {
      region,
      queueUrl: failed.url,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [this.arn] }),
    })

    const allow = (id: string, to: SqsQueue, arn: string) => new SqsQueuePolicy(this, id, {
      region,
      queueUrl: to.url,
      policy: policyJson(queuePolicy({ place, queueArn: arn, ruleArns: [ruleArn(place, logRuleName(config))] })),
    })
    const allowed = [
      allow('policy', this.queue, this.arn),
      allow('failed-policy', failed, queueArn(place, this.deadLetterName)),
    ]
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: logRuleName(config),
      region,
      description: `New log objects of Bedrock in bucket ${bucketName}`,
      eventPattern: eventPattern(bucketName, logKeyPattern(config, place)),
    })
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      region,
      targetId: 'log-queue',
      arn: this.queue.arn,
      deadLetterConfig: { arn: failed.arn },
      retryPolicy: DELIVERY,
      dependsOn: allowed,
    })
  }
}

function encryption(keyArn: string | null) {
  return keyArn === null ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: keyArn, kmsDataKeyReusePeriodSeconds: 3600 }
}

function redrivePolicy(deadLetterTargetArn: string): string {
  return JSON.stringify({ deadLetterTargetArn, maxReceiveCount: LOG_QUEUE.maxReceiveCount })
}

/** Entries of a list are alternatives, so that one pattern has to say all about the key. */
function eventPattern(bucketName: string, keyPattern: string): string {
  return JSON.stringify({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucketName] }, object: { key: [{ wildcard: keyPattern }] } },
  })
}
