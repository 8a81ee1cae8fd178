import { functionLogsStatement } from './function-logs.ts'
import { tableKeyStatements } from './keys.ts'
import { type QueryAccess, queryStatements } from './queries.ts'
import type { Statement } from './statement.ts'
import { type StoreTables, writeUsageStatements } from './stores.ts'

export interface ComputeCostInput extends StoreTables, QueryAccess {
  readonly logGroupArn: string
}

export function computeCostStatements(input: ComputeCostInput): Statement[] {
  return [
    ...queryStatements(input),
    ...writeUsageStatements(input.usageTableArn),
    { sid: 'ReadPrices', actions: ['dynamodb:GetItem', 'dynamodb:Scan'], resources: [input.pricingTableArn] },
    ...tableKeyStatements(input.tableKeyArn, input.table.place.region),
    functionLogsStatement(input.logGroupArn),
  ]
}
