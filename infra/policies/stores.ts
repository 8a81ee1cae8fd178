import { HEADS_INDEX } from '../../domain/contract.ts'
import type { Statement } from './statement.ts'

/** The tables usage-stats and model-pricing. */
export interface StoreTables {
  readonly usageTableArn: string
  readonly pricingTableArn: string
  /** Key of both; null where it is DynamoDB's own. */
  readonly tableKeyArn: string | null
}

/** All that a run does to buckets, its own record and the feed of changes. */
export function writeUsageStatements(usageTableArn: string): Statement[] {
  return [
    {
      sid: 'WriteUsage',
      actions: [
        'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem',
        'dynamodb:BatchWriteItem',
      ],
      resources: [usageTableArn],
    },
    readHeadsStatement(usageTableArn),
  ]
}

/** Where it can be seen whether buckets are up to date. */
export function readHeadsStatement(usageTableArn: string): Statement {
  return { sid: 'ReadHeads', actions: ['dynamodb:Query'], resources: [`${usageTableArn}/index/${HEADS_INDEX.name}`] }
}
