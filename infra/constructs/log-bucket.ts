import type { RegionConfig } from '../../domain/config.ts'
import { bucketArn } from '../arns.ts'
import { S3BucketNotification } from '../aws.ts'
import { Construct, type ITerraformDependable, TerraformOutput } from '../cdktf.ts'
import { keyPrefixOf } from '../log-keys.ts'
import { logBucketName } from '../names.ts'
import { logBucketPolicy } from '../policies/log-bucket.ts'
import { policyJson } from '../policy-json.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { ExpiringBucket } from './expiring-bucket.ts'

/**
 * The bucket that Bedrock writes the logs of a region to. One that exists already stays as it is: what its policy has to say
 * is an output, and that it announces new objects to EventBridge is only seen to where the configuration says so, since that
 * replaces all notifications that it has.
 */
export class LogBucket extends Construct {
  readonly name: string
  readonly arn: string
  /** What has to be there before Bedrock is told to write. */
  readonly ready: readonly ITerraformDependable[]

  constructor(scope: Construct, id: string, { region, existingBucket, keys }: RegionConfig) {
    super(scope, id)
    const stack = AccountStack.of(this)
    const { config } = stack
    const place = stack.at(region)
    this.name = existingBucket?.name ?? logBucketName(config, place)
    this.arn = bucketArn(place, this.name)
    const policy = logBucketPolicy({ place, bucketArn: this.arn, prefix: keyPrefixOf(config) })
    if (existingBucket !== null) {
      this.ready = []
      new TerraformOutput(stack, `log-bucket-policy-${region}`, {
        description: `Statements that the policy of bucket ${this.name} needs`, value: policyJson(policy),
      })
      if (existingBucket.manageNotifications) new S3BucketNotification(this, 'events', { bucket: this.name, region, eventbridge: true })
      else stack.release(`aws_s3_bucket_notification.source-${region}_bucket_events`)
      return
    }
    const { logsDays, logsInfrequentAccessDays } = config.retention
    const { bucket, ready } = new ExpiringBucket(this, 'own', {
      place,
      name: this.name,
      keyArn: keys.logs,
      expireDays: logsDays,
      infrequentAccessDays: logsInfrequentAccessDays,
      policy,
      isDisposable: !config.retainData,
      lifecycle: stack.dataLifecycle,
    })
    this.ready = ready
    new S3BucketNotification(this, 'events', { bucket: bucket.bucket, region, eventbridge: true })
  }
}
