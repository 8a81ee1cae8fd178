import { functionLogsStatement } from './function-logs.ts'
import { tableKeyStatements } from './keys.ts'
import type { Statement } from './statement.ts'
import { type StoreTables, writeUsageStatements } from './stores.ts'

export interface AggregateStatsInput extends Omit<StoreTables, 'pricingTableArn'> {
  readonly region: string
  readonly logGroupArn: string
}

export function aggregateStatsStatements({ usageTableArn, tableKeyArn, region, logGroupArn }: AggregateStatsInput): Statement[] {
  return [
    ...writeUsageStatements(usageTableArn),
    ...tableKeyStatements(tableKeyArn, region),
    functionLogsStatement(logGroupArn),
  ]
}
