import { catalogArns, type EventTableAccess, readTableStatements } from './event-table.ts'
import { type BucketAccess, bucketKeyStatements } from './keys.ts'
import type { Statement } from './statement.ts'

/** What it takes to query the event table. */
export interface QueryAccess {
  readonly workgroupArn: string
  readonly queryResultsBucket: BucketAccess
  readonly table: EventTableAccess
}

/**
 * Queries in one workgroup, and what Athena does on behalf of whoever queries: it finds and reads the table, writes results and
 * reads them again.
 */
export function queryStatements({ workgroupArn, table, queryResultsBucket }: QueryAccess): Statement[] {
  return [
    {
      sid: 'RunQueries',
      actions: ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StopQueryExecution'],
      resources: [workgroupArn],
    },
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
