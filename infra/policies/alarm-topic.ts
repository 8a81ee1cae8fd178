import { arnOf, type Place } from '../arns.ts'
import type { Statement } from './statement.ts'
import { tlsOnlyStatement } from './tls-only.ts'
import { fromSource } from './trust.ts'

/** Alarms of the same account and region publish to their topic, and nobody else does. */
export function alarmTopicPolicy(place: Place, topicArn: string): Statement[] {
  return [
    {
      sid: 'PublishAlarms',
      principals: [{ type: 'Service', identifiers: ['cloudwatch.amazonaws.com'] }],
      actions: ['sns:Publish'],
      resources: [topicArn],
      conditions: fromSource(place, arnOf(place, 'cloudwatch', 'alarm:*')),
    },
    tlsOnlyStatement('sns', [topicArn]),
  ]
}
