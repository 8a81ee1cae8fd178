import { LOG_QUEUE, PARSE_LOG_TIMEOUT_SECONDS } from '../../domain/contract.ts'
import type { RegionConfig } from '../../domain/config.ts'
import { hubPlace } from '../accounts.ts'
import { logGroupArn, roleArn, streamArn, tableArn } from '../arns.ts'
import { LambdaEventSourceMapping } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { keyPrefixOf } from '../log-keys.ts'
import { functionLogGroupName, functionName, spokeWriteRoleName, streamName, usageTableName } from '../names.ts'
import { type Delivery, parseLogStatements } from '../policies/parse-log.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { BedrockLogging } from './bedrock-logging.ts'
import { LambdaFunction } from './lambda-function.ts'
import { LogBucket } from './log-bucket.ts'
import { LogQueue } from './log-queue.ts'
import { SourceAlarms } from './source-alarms.ts'

/** Enough for tens of thousands of calls a minute, and too few to take the account's functions away from others. */
const MAX_CONCURRENCY = 10
/** With more memory comes more CPU: decompressing and parsing is all that it does. */
const MEMORY_MIB = 512

export interface LogSourceProps {
  readonly region: RegionConfig
  /** Topics of the region that its alarms tell. */
  readonly topicArns: readonly string[]
}

/** One account and region that sends logs: from Bedrock to the stream of the hub. The hub's own sources are no different. */
export class LogSource extends Construct {
  constructor(scope: Construct, id: string, { region: regionConfig, topicArns }: LogSourceProps) {
    super(scope, id)
    const stack = AccountStack.of(this)
    const { region, keys, manageLogging } = regionConfig
    const bucket = new LogBucket(this, 'bucket', regionConfig)
    if (manageLogging) new BedrockLogging(this, 'logging', { region, bucket })
    else stack.release(`aws_bedrock_model_invocation_logging_configuration.source-${region}_logging_setting`)
    const queue = new LogQueue(this, 'queue', { region, bucketName: bucket.name, keyArn: keys.queues })
    const parseLog = new LambdaFunction(this, 'parse-log', {
      name: 'parse-log',
      region,
      description: 'Turns logs of Bedrock into usage events',
      environment: environmentOf(stack, bucket.name),
      statements: statementsOf(stack, regionConfig, bucket, queue),
      timeoutSeconds: PARSE_LOG_TIMEOUT_SECONDS,
      memoryMib: MEMORY_MIB,
      logKeyArn: keys.functionLogs,
    })
    new LambdaEventSourceMapping(this, 'messages', {
      region,
      eventSourceArn: queue.queue.arn,
      functionName: parseLog.lambda.arn,
      batchSize: LOG_QUEUE.batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: MAX_CONCURRENCY },
    })
    if (stack.config.alarms.enabled) {
      new SourceAlarms(this, 'alarms', { region, topicArns, queue, functionName: parseLog.functionName })
    }
  }
}

function environmentOf({ config, account }: AccountStack, bucketName: string): Record<string, string> {
  const hub = hubPlace(config)
  return {
    STREAM_NAME: streamName(config),
    USAGE_TABLE: usageTableName(config),
    HUB_REGION: hub.region,
    ...(account.primary ? {} : { HUB_ROLE_ARN: roleArn(hub, config, spokeWriteRoleName(config, account.accountId)) }),
    ACCOUNT_ID: account.accountId,
    BUCKETS: JSON.stringify({ [bucketName]: { ownerAccountId: account.accountId, prefix: config.logging.prefix } }),
    ATTRIBUTION: JSON.stringify(config.attribution),
    QUARANTINE_DAYS: String(config.retention.quarantineDays),
  }
}

function statementsOf(stack: AccountStack, { region, keys }: RegionConfig, bucket: LogBucket, queue: LogQueue) {
  const { config } = stack
  const place = stack.at(region)
  return parseLogStatements({
    place,
    logBuckets: [{ arn: bucket.arn, prefix: keyPrefixOf(config), keyArn: keys.logs }],
    queueArn: queue.arn,
    queueKeyArn: keys.queues,
    logGroupArn: logGroupArn(place, functionLogGroupName(functionName(config, 'parse-log', place))),
    delivery: deliveryOf(stack),
  })
}

/** Within the hub's account straight to stream and table, else through the role that is there for this spoke. */
function deliveryOf({ config, account }: AccountStack): Delivery {
  const hub = hubPlace(config)
  if (!account.primary) return { kind: 'role', roleArn: roleArn(hub, config, spokeWriteRoleName(config, account.accountId)) }
  return {
    kind: 'direct',
    streamArn: streamArn(hub, streamName(config)),
    usageTableArn: tableArn(hub, usageTableName(config)),
    tableKeyArn: config.keys.tables,
    hubRegion: hub.region,
  }
}
