import { LOG_QUEUE, PARSE_LOG_TIMEOUT_SECONDS } from '../../domain/contract.ts'
import { Construct } from '../cdktf.ts'
import type { LogQueue } from './log-queue.ts'
import { MetricAlarm } from './metric-alarm.ts'

const FIVE_MINUTES = { periodSeconds: 300 } as const
/** A message that failed once, by chance, has to have come back and gone through by then. */
const MAX_AGE_SECONDS = LOG_QUEUE.visibilityTimeoutSeconds + PARSE_LOG_TIMEOUT_SECONDS + 60

/** Bedrock gives its metrics of log delivery for all models together. */
const BEDROCK = { namespace: 'AWS/Bedrock', dimensions: { ModelId: 'Across all model IDs' }, statistic: 'Sum', ...FIVE_MINUTES } as const

export interface SourceAlarmsProps {
  readonly region: string
  readonly topicArns: readonly string[]
  readonly queue: LogQueue
  readonly functionName: string
}

/** What goes wrong between Bedrock and the hub. */
export class SourceAlarms extends Construct {
  constructor(scope: Construct, id: string, { region, topicArns, queue, functionName }: SourceAlarmsProps) {
    super(scope, id)
    const here = { region, topicArns }
    const queueMetric = { ...here, namespace: 'AWS/SQS', statistic: 'Maximum', ...FIVE_MINUTES } as const
    const functionMetric = {
      ...here, namespace: 'AWS/Lambda', dimensions: { FunctionName: functionName }, statistic: 'Sum', ...FIVE_MINUTES,
    } as const

    new MetricAlarm(this, 'set-aside', {
      ...queueMetric,
      name: 'log-objects-failed',
      description: `Log objects were given up after ${LOG_QUEUE.maxReceiveCount} tries: their calls are missing. `
        + `See the log of ${functionName} for the reason, then redrive ${queue.deadLetterName}.`,
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: queue.deadLetterName },
      above: 0,
    })
    new MetricAlarm(this, 'waiting', {
      ...queueMetric,
      name: 'log-objects-waiting',
      description: `Log objects have been waiting for more than ${MAX_AGE_SECONDS / 60} minutes: ${functionName} fails, or cannot keep up.`,
      metric: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: queue.name },
      above: MAX_AGE_SECONDS,
    })
    new MetricAlarm(this, 'errors', {
      ...functionMetric,
      name: 'parse-log-errors',
      description: `${functionName} fails as a whole. Nothing is lost: its messages come back. See its log for the reason.`,
      metric: 'Errors',
      above: 0,
      periods: 2,
    })
    new MetricAlarm(this, 'throttles', {
      ...functionMetric,
      name: 'parse-log-throttles',
      description: `${functionName} is not let run: the account is at its limit of concurrent functions.`,
      metric: 'Throttles',
      above: 0,
      periods: 3,
    })
    new MetricAlarm(this, 'logs-undelivered', {
      ...here,
      ...BEDROCK,
      name: 'bedrock-logs-undelivered',
      description: 'Bedrock could not write logs to the bucket: these calls will never be seen. Check the policy and the key of the bucket.',
      metric: 'ModelInvocationLogsS3DeliveryFailure',
      above: 0,
    })
    new MetricAlarm(this, 'bodies-undelivered', {
      ...here,
      ...BEDROCK,
      name: 'bedrock-bodies-undelivered',
      description: 'Bedrock could not write large bodies beside the logs; counts and costs are not affected. Check policy and key of the bucket.',
      metric: 'ModelInvocationLargeDataS3DeliveryFailure',
      above: 0,
    })
  }
}
