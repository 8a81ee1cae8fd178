import { accountRootArn, arnOf, type Place } from '../arns.ts'
import type { Condition, Statement } from './statement.ts'

/** A function's role can be handed to functions of its own account only, and Lambda names no source that could be asked for. */
export function lambdaTrust(): Statement[] {
  return serviceTrust('lambda.amazonaws.com', [])
}

/** Firehose names the account that a stream belongs to as external id. */
export function firehoseTrust({ accountId }: Place): Statement[] {
  return serviceTrust('firehose.amazonaws.com', [{ test: 'StringEquals', variable: 'sts:ExternalId', values: [accountId] }])
}

/** Schedules of one group. */
export function schedulerTrust(place: Place, groupName: string): Statement[] {
  return serviceTrust('scheduler.amazonaws.com', fromSource(place, arnOf(place, 'scheduler', `schedule-group/${groupName}`)))
}

/** Tasks in any cluster of the place. */
export function taskTrust(place: Place): Statement[] {
  return serviceTrust('ecs-tasks.amazonaws.com', fromSource(place, arnOf(place, 'ecs', '*')))
}

/**
 * Roles of another account, by their ARNs or patterns of those; of one organization only, if it is given. They are named in a
 * condition, since a principal has to exist already, and is another one when it is made anew.
 */
export function roleTrust(account: Place, roleArns: readonly string[], organizationId: string | null): Statement[] {
  return [{
    sid: 'Assume',
    actions: ['sts:AssumeRole'],
    principals: [{ type: 'AWS', identifiers: [accountRootArn(account)] }],
    conditions: [
      { test: 'ArnLike', variable: 'aws:PrincipalArn', values: roleArns },
      ...(organizationId === null ? [] : [{ test: 'StringEquals', variable: 'aws:PrincipalOrgID', values: [organizationId] }]),
    ],
  }]
}

/** On behalf of one's own resource only: what it is, and whose. */
export function fromSource({ accountId }: Place, ...sourceArns: readonly string[]): Condition[] {
  return [
    { test: 'StringEquals', variable: 'aws:SourceAccount', values: [accountId] },
    { test: 'ArnLike', variable: 'aws:SourceArn', values: sourceArns },
  ]
}

function serviceTrust(service: string, conditions: readonly Condition[]): Statement[] {
  return [{ sid: 'Assume', actions: ['sts:AssumeRole'], principals: [{ type: 'Service', identifiers: [service] }], conditions }]
}
