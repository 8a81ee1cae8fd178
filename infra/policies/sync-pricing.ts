import { functionLogsStatement } from './function-logs.ts'
import { tableKeyStatements } from './keys.ts'
import type { Statement } from './statement.ts'
import type { StoreTables } from './stores.ts'

export interface SyncPricingInput extends StoreTables {
  readonly region: string
  readonly logGroupArn: string
  /** Where the price list is an object of S3; null if it is anywhere else. */
  readonly feedObjectArn: string | null
}

export function syncPricingStatements(input: SyncPricingInput): Statement[] {
  return [
    {
      sid: 'WritePrices',
      actions: [
        'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem',
        'dynamodb:BatchWriteItem',
      ],
      resources: [input.pricingTableArn],
    },
    { sid: 'RecordRun', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [input.usageTableArn] },
    ...(input.feedObjectArn === null ? [] : [{ sid: 'ReadFeed', actions: ['s3:GetObject'], resources: [input.feedObjectArn] }]),
    ...tableKeyStatements(input.tableKeyArn, input.region),
    functionLogsStatement(input.logGroupArn),
  ]
}
