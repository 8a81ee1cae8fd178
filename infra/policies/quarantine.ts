import type { Condition, Statement } from './statement.ts'

/** Partition that lists whose lines are in quarantine, of all accounts. */
const LIST = 'Q'

/**
 * What the quarantine needs of an account that writes to it: items below its own id, and its place in the list. Nobody takes
 * another one off that list, or reaches the usage in the same table.
 */
export function quarantineStatements(usageTableArn: string, accountId: string): Statement[] {
  const own = `${LIST}#${accountId}#*`
  return [
    { sid: 'QuarantineLines', actions: ['dynamodb:PutItem'], resources: [usageTableArn], conditions: partitions([LIST, own]) },
    { sid: 'ReleaseLines', actions: ['dynamodb:DeleteItem'], resources: [usageTableArn], conditions: partitions([own]) },
  ]
}

/** Without the second, a request that names no partition at all would meet the first. */
function partitions(patterns: readonly string[]): Condition[] {
  return [
    { test: 'ForAllValues:StringLike', variable: 'dynamodb:LeadingKeys', values: patterns },
    { test: 'Null', variable: 'dynamodb:LeadingKeys', values: ['false'] },
  ]
}
