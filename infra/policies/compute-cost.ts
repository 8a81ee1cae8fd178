import { catalogArns, type EventTableAccess, readTableStatements } from './event-table.ts'
import { functionLogsStatement } from './function-logs.ts'
import { type BucketAccess, bucketKeyStatements, tableKeyStatements } from './keys.ts'
import type { Statement } from './statement.ts'
import { type StoreTables, writeUsageStatement } from './stores.ts'

export interface ComputeCostInput extends StoreTables {
  readonly workgroupArn: string
  readonly queryResultsBucket: BucketAccess
  readonly table: EventTableAccess
  readonly logGroupArn: string
}

export function computeCostStatements(input: ComputeCostInput): Statement[] {
  return [
    {
      sid: 'RunQueries',
      actions: ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StopQueryExecution'],
      resources: [input.workgroupArn],
    },
    ...queryStatements(input),
    writeUsageStatement(input.usageTableArn),
    { sid: 'ReadPrices', actions: ['dynamodb:GetItem', 'dynamodb:Scan'], resources: [input.pricingTableArn] },
    ...tableKeyStatements(input.tableKeyArn, input.table.place.region),
    functionLogsStatement(input.logGroupArn),
  ]
}

/** What Athena does on behalf of whoever queries: it finds and reads the table, writes results and reads them again. */
function queryStatements({ table, queryResultsBucket }: ComputeCostInput): Statement[] {
  return [
    {
      sid: 'ReadCatalog',
      actions: ['glue:GetCatalog', 'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables'],
      resources: catalogArns(table),
    },
    ...readTableStatements(table),
    { sid: 'FindResults', actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [queryResultsBucket.arn] },
    {
      sid: 'KeepResults',
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [`${queryResultsBucket.arn}/*`],
    },
    ...bucketKeyStatements(queryResultsBucket, table.place.region),
  ]
}
