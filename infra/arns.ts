import type { Config } from '../domain/config.ts'
import { partitionOf } from '../domain/config/region.ts'

/**
 * ARNs, built from what they are made of: so policies are whole before anything is deployed, and no stack has to read the
 * state of another.
 */

export interface Place {
  /** 12 digits. */
  readonly accountId: string
  readonly region: string
}

/** ARN of something that belongs to an account and a region. */
export function arnOf({ accountId, region }: Place, service: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`
}

/** Bucket names are unique within a partition. */
export function bucketArn({ region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:s3:::${name}`
}

/** Roles belong to an account; the region only says which partition that is in. */
export function roleArn({ accountId, region }: Place, { rolePath }: Pick<Config, 'rolePath'>, name: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:role${rolePath}${name}`
}

/** Stands for the account as a whole; a condition has to say who of it is meant. */
export function accountRootArn({ accountId, region }: Place): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:root`
}

export function policyArn({ accountId, region }: Place, pathAndName: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:policy/${pathAndName}`
}

export function functionArn(place: Place, name: string): string {
  return arnOf(place, 'lambda', `function:${name}`)
}

export function queueArn(place: Place, name: string): string {
  return arnOf(place, 'sqs', name)
}

export function streamArn(place: Place, name: string): string {
  return arnOf(place, 'firehose', `deliverystream/${name}`)
}

export function tableArn(place: Place, name: string): string {
  return arnOf(place, 'dynamodb', `table/${name}`)
}

/** Without the `:*` that actions on its streams want at the end. */
export function logGroupArn(place: Place, name: string): string {
  return arnOf(place, 'logs', `log-group:${name}`)
}

export function ruleArn(place: Place, name: string): string {
  return arnOf(place, 'events', `rule/${name}`)
}
