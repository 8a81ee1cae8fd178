import { CloudwatchMetricAlarm } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { alarmName } from '../names.ts'
import { AccountStack } from '../stacks/account-stack.ts'

export interface MetricAlarmProps {
  /** After the prefix; unique within account and region. */
  readonly name: string
  readonly region: string
  /** What it means and what to look at: whoever is woken reads this first. */
  readonly description: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: 'Sum' | 'Maximum' | 'Average'
  readonly periodSeconds: number
  /** Alarms above this. */
  readonly above: number
  /** Periods in a row; 1 by default. */
  readonly periods?: number
  /** Whether silence is an alarm too; it is not by default. */
  readonly silenceIsBad?: boolean
  /** Topics that are told when it starts and when it ends. */
  readonly topicArns: readonly string[]
}

export class MetricAlarm extends Construct {
  constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id)
    const { name, region, description, namespace, metric, dimensions, statistic, periodSeconds, above, periods = 1 } = props
    new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: alarmName(AccountStack.of(this).config, name),
      alarmDescription: description,
      region,
      namespace,
      metricName: metric,
      dimensions: { ...dimensions },
      statistic,
      period: periodSeconds,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: above,
      evaluationPeriods: periods,
      treatMissingData: props.silenceIsBad === true ? 'breaching' : 'notBreaching',
      alarmActions: [...props.topicArns],
      okActions: [...props.topicArns],
    })
  }
}
