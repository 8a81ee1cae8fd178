import type { Place } from '../arns.ts'
import type { Statement } from './statement.ts'
import { tlsOnlyStatement } from './tls-only.ts'
import { fromSource } from './trust.ts'

export interface QueuePolicyInput {
  readonly place: Place
  readonly queueArn: string
  /** Rules of EventBridge that send to the queue, or give up into it; none if only roles and SQS itself do. */
  readonly ruleArns: readonly string[]
}

export function queuePolicy({ place, queueArn, ruleArns }: QueuePolicyInput): Statement[] {
  const send: Statement = {
    sid: 'SendMatchedEvents',
    principals: [{ type: 'Service', identifiers: ['events.amazonaws.com'] }],
    actions: ['sqs:SendMessage'],
    resources: [queueArn],
    conditions: fromSource(place, ...ruleArns),
  }
  return [...(ruleArns.length === 0 ? [] : [send]), tlsOnlyStatement('sqs', [queueArn])]
}
