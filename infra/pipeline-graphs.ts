import type { Config } from '../domain/config.ts'
import { METRICS_DIMENSION, METRICS_NAMESPACE, type MetricName } from '../domain/contract.ts'
import { hubOf, hubPlace } from './accounts.ts'
import type { Graph, Series } from './dashboard-widgets.ts'
import {
  dashboardTableName, functionName, logDeadLetterQueueName, logQueueName, pricingTableName, scheduleDeadLetterQueueName, scheduleGroupName,
  streamName, usageTableName,
} from './names.ts'

/** What the pipeline is watched by, in the order in which events go through it. Of the sources, those of the hub's own account. */
export function pipelineGraphs(config: Config): Graph[][] {
  return [
    sources(config),
    [...delivery(config), reconciling(config)],
    [computing(config), ...functions(config)],
    [tables(config), schedules(config)],
  ]
}

function sources(config: Config): Graph[] {
  const regions = hubOf(config).regions.map(({ region }) => region)
  const parsed = (metric: MetricName, label: string) => regions.map((region) => ({
    ...ownMetric(functionName(config, 'parse-log', { region }), metric), label: `${region} ${label}`, region,
  }))
  const queue = (name: string, metric: string, label: string) => regions.map((region): Series => ({
    namespace: 'AWS/SQS', metric, dimensions: { QueueName: name }, label: `${region} ${label}`, region,
  }))
  return [
    {
      title: 'Calls parsed, sent on, sent again and set aside',
      statistic: 'Sum',
      series: [...parsed('records', 'parsed'), ...parsed('delivered', 'sent on'), ...parsed('resent', 'sent again'), ...parsed('quarantined', 'in quarantine')],
    },
    {
      title: 'Log objects waiting and failed',
      statistic: 'Maximum',
      series: [
        ...queue(logQueueName(config), 'ApproximateNumberOfMessagesVisible', 'waiting'),
        ...queue(logDeadLetterQueueName(config), 'ApproximateNumberOfMessagesVisible', 'failed'),
      ],
    },
    {
      title: 'Age of the oldest log object that waits (s)',
      statistic: 'Maximum',
      series: queue(logQueueName(config), 'ApproximateAgeOfOldestMessage', 'oldest'),
    },
  ]
}

function delivery(config: Config): Graph[] {
  const stream = (metric: string, label: string): Series => ({
    namespace: 'AWS/Firehose', metric, dimensions: { DeliveryStreamName: streamName(config) }, label,
  })
  return [
    {
      title: 'Rows delivered to the event table',
      statistic: 'Sum',
      series: [stream('DeliveryToIceberg.SuccessfulRowCount', 'delivered'), stream('DeliveryToIceberg.FailedRowCount', 'failed'),
        stream('ThrottledRecords', 'throttled')],
    },
    { title: 'Age of the oldest undelivered event (s)', statistic: 'Maximum', series: [stream('DeliveryToIceberg.DataFreshness', 'oldest')] },
  ]
}

function reconciling(config: Config): Graph {
  return {
    title: 'From the newest call to the end of a run (s)',
    statistic: 'Maximum',
    series: [{ ...computeCostMetric(config, 'lagSeconds'), label: 'lag' }],
  }
}

function computing(config: Config): Graph {
  const names = { hoursRecomputed: 'hours', bucketsWritten: 'buckets', unpricedCalls: 'unpriced calls', duplicates: 'duplicates', lateRecords: 'late rows' }
  return {
    title: 'Hours computed anew, and what was found in them',
    statistic: 'Sum',
    series: [
      ...Object.entries(names).map(([metric, label]) => ({ ...computeCostMetric(config, metric as keyof typeof names), label })),
      { ...computeCostMetric(config, 'bytesScanned'), label: 'bytes scanned', axis: 'right' as const },
    ],
  }
}

function functions(config: Config): Graph[] {
  const { region } = hubPlace(config)
  const exporting = config.exports.enabled ? ['export-usage'] as const : []
  const names = ['compute-cost', 'aggregate-stats', 'sync-pricing', 'parse-log', ...exporting] as const
  const lambda = (metric: string, label = '') => names.map((name): Series => ({
    namespace: 'AWS/Lambda', metric, dimensions: { FunctionName: functionName(config, name, { region }) }, label: `${name}${label}`,
  }))
  return [
    { title: 'Errors and throttles of functions', statistic: 'Sum', series: [...lambda('Errors', ' errors'), ...lambda('Throttles', ' throttles')] },
    { title: 'Duration of functions, p95 (ms)', statistic: 'p95', series: lambda('Duration') },
  ]
}

function tables(config: Config): Graph {
  const series = [usageTableName(config), pricingTableName(config), dashboardTableName(config)].flatMap((name) => {
    return ['ConsumedWriteCapacityUnits', 'ConsumedReadCapacityUnits', 'WriteThrottleEvents', 'ReadThrottleEvents'].map((metric) => ({
      namespace: 'AWS/DynamoDB', metric, dimensions: { TableName: name }, label: `${name} ${metric}`,
    }))
  })
  return { title: 'Units that tables take', statistic: 'Sum', series }
}

function schedules(config: Config): Graph {
  const group = (metric: string, label: string): Series => ({
    namespace: 'AWS/Scheduler', metric, dimensions: { ScheduleGroup: scheduleGroupName(config) }, label,
  })
  return {
    title: 'Scheduled invocations',
    statistic: 'Sum',
    series: [
      group('InvocationAttemptCount', 'attempted'), group('TargetErrorCount', 'refused'), group('InvocationDroppedCount', 'given up'),
      {
        namespace: 'AWS/SQS', metric: 'NumberOfMessagesSent', dimensions: { QueueName: scheduleDeadLetterQueueName(config) }, label: 'set aside',
      },
    ],
  }
}

function computeCostMetric(config: Config, metric: MetricName) {
  return ownMetric(functionName(config, 'compute-cost', hubPlace(config)), metric)
}

function ownMetric(deployedName: string, metric: MetricName) {
  return { namespace: METRICS_NAMESPACE, metric, dimensions: { [METRICS_DIMENSION]: deployedName } }
}
