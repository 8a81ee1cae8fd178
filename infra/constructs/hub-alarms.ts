import type { FunctionName } from '../../domain/contract.ts'
import { METRICS_DIMENSION, METRICS_NAMESPACE, type MetricName } from '../../domain/contract.ts'
import { Construct } from '../cdktf.ts'
import { pricingTableName, streamName, usageTableName } from '../names.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { MetricAlarm } from './metric-alarm.ts'
import type { ScheduleGroup } from './schedule-group.ts'

export interface HubAlarmsProps {
  readonly topicArns: readonly string[]
  readonly schedules: ScheduleGroup
  /** As they are deployed, without parse-log. */
  readonly functions: Readonly<Partial<Record<FunctionName, string>>>
}

const LAG_METRIC: MetricName = 'lagSeconds'

const FIVE_MINUTES = 300
/** Buffering and a commit that is tried again stay well below. */
const MAX_FRESHNESS_SECONDS = 900
/** A day without any call looks just like logs that do not arrive, so it is told as well. */
const MAX_LAG_SECONDS = 86_400
/** Runs in a row without a result: one may fail by chance, and the next one makes up for it. */
const MISSED_RUNS = 3

/** What goes wrong between the stream and the buckets that the dashboard reads. */
export class HubAlarms extends Construct {
  constructor(scope: Construct, id: string, props: HubAlarmsProps) {
    super(scope, id)
    this.delivery(props)
    this.schedules(props)
    for (const [name, deployedName] of Object.entries(props.functions)) this.runs(props, name, deployedName)
    this.reconciling(props)
    this.tables(props)
  }

  private delivery({ topicArns, schedules: { place: { region } } }: HubAlarmsProps): void {
    const stream = streamName(AccountStack.of(this).config)
    const common = {
      region, topicArns, namespace: 'AWS/Firehose', dimensions: { DeliveryStreamName: stream }, periodSeconds: FIVE_MINUTES,
    } as const
    new MetricAlarm(this, 'stream-stale', {
      ...common,
      name: 'delivery-stale',
      description: `Events have waited in stream ${stream} for more than ${MAX_FRESHNESS_SECONDS / 60} minutes; after 24 hours they `
        + 'are lost. See the log of the stream: mostly table, catalog or role are not as they were made.',
      metric: 'DeliveryToIceberg.DataFreshness',
      statistic: 'Maximum',
      above: MAX_FRESHNESS_SECONDS,
    })
    new MetricAlarm(this, 'rows-failed', {
      ...common,
      name: 'delivery-failed-rows',
      description: `The event table refused rows of stream ${stream}: they lie in the bucket of failed records and their calls are missing. `
        + 'The lines there say why; once that is mended, have their log objects parsed again.',
      metric: 'DeliveryToIceberg.FailedRowCount',
      statistic: 'Sum',
      above: 0,
    })
    new MetricAlarm(this, 'stream-throttled', {
      ...common,
      name: 'delivery-throttled',
      description: `Stream ${stream} takes records more slowly than they come: log objects wait. Ask for a higher quota if it lasts.`,
      metric: 'ThrottledRecords',
      statistic: 'Sum',
      above: 0,
      periods: 3,
    })
  }

  private schedules({ topicArns, schedules: { place: { region }, deadLetterQueueName, groupName } }: HubAlarmsProps): void {
    new MetricAlarm(this, 'invocations-set-aside', {
      region,
      topicArns,
      name: 'schedules-failed',
      description: `Scheduled invocations that never reached their function lie in queue ${deadLetterQueueName}, with the reason. `
        + 'Nothing has to be sent again, as every run makes up for those before; purge the queue once the reason is gone.',
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: deadLetterQueueName },
      statistic: 'Maximum',
      periodSeconds: FIVE_MINUTES,
      above: 0,
    })
    const common = {
      region, topicArns, namespace: 'AWS/Scheduler', dimensions: { ScheduleGroup: groupName }, statistic: 'Sum', periodSeconds: FIVE_MINUTES,
    } as const
    new MetricAlarm(this, 'invocations-refused', {
      ...common,
      name: 'schedules-refused',
      description: 'Functions refuse their scheduled invocations again and again: check the role of the schedules, and whether the functions are there.',
      metric: 'TargetErrorCount',
      above: 0,
      periods: 3,
    })
    new MetricAlarm(this, 'invocations-dropped', {
      ...common,
      name: 'schedules-dropped',
      description: `Scheduled invocations were given up after all tries; they lie in queue ${deadLetterQueueName} with the reason.`,
      metric: 'InvocationDroppedCount',
      above: 0,
    })
  }

  private runs({ topicArns, schedules: { place: { region } } }: HubAlarmsProps, name: string, deployedName: string): void {
    const common = {
      region, topicArns, namespace: 'AWS/Lambda', dimensions: { FunctionName: deployedName }, statistic: 'Sum', periodSeconds: FIVE_MINUTES,
    } as const
    new MetricAlarm(this, `${name}-errors`, {
      ...common,
      name: `${name}-errors`,
      description: `${deployedName} fails. What it has written stays right, but gets old. See its log for the reason.`,
      metric: 'Errors',
      above: 0,
    })
    new MetricAlarm(this, `${name}-throttles`, {
      ...common,
      name: `${name}-throttles`,
      description: `${deployedName} is not let run: the account is at its limit of concurrent functions.`,
      metric: 'Throttles',
      above: 0,
      periods: 3,
    })
  }

  private reconciling({ topicArns, schedules: { place: { region } }, functions }: HubAlarmsProps): void {
    const { schedule: { computeCostMinutes } } = AccountStack.of(this).config
    const deployedName = functions['compute-cost']
    if (deployedName === undefined) return
    new MetricAlarm(this, 'reconcile-lag', {
      region,
      topicArns,
      name: 'reconcile-lag',
      description: `${deployedName} has not ended a run ${MISSED_RUNS} times in a row, or the newest call is more than a day old: `
        + 'the dashboard shows old numbers. See its log, then whether log objects arrive at all. Also on until the first call was seen.',
      namespace: METRICS_NAMESPACE,
      metric: LAG_METRIC,
      dimensions: { [METRICS_DIMENSION]: deployedName },
      statistic: 'Maximum',
      periodSeconds: computeCostMinutes * 60,
      periods: MISSED_RUNS,
      above: MAX_LAG_SECONDS,
      silenceIsBad: true,
    })
  }

  private tables({ topicArns, schedules: { place: { region } } }: HubAlarmsProps): void {
    const { config } = AccountStack.of(this)
    for (const [table, deployedName] of Object.entries({ usage: usageTableName(config), pricing: pricingTableName(config) })) {
      for (const kind of ['Read', 'Write'] as const) {
        new MetricAlarm(this, `${table}-${kind.toLowerCase()}-throttles`, {
          region,
          topicArns,
          name: `${table}-table-${kind.toLowerCase()}-throttles`,
          description: `DynamoDB throttles ${kind === 'Read' ? 'reads of' : 'writes to'} table ${deployedName}: runs and pages get slow.`,
          namespace: 'AWS/DynamoDB',
          metric: `${kind}ThrottleEvents`,
          dimensions: { TableName: deployedName },
          statistic: 'Sum',
          periodSeconds: FIVE_MINUTES,
          above: 0,
          periods: 3,
        })
      }
    }
  }
}
