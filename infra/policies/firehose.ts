import { catalogArns, type EventTableAccess, readTableStatements, tablesArn } from './event-table.ts'
import { type BucketAccess, bucketKeyStatements } from './keys.ts'
import type { Statement } from './statement.ts'

export interface FirehoseInput {
  readonly table: EventTableAccess
  readonly failedRecordsBucket: BucketAccess
  readonly logGroupArn: string
}

/** What the delivery stream may do: append to the event table, set aside what it cannot append, and tell why. */
export function firehoseStatements({ table, failedRecordsBucket, logGroupArn }: FirehoseInput): Statement[] {
  return [
    {
      sid: 'UseCatalog',
      actions: ['glue:GetCatalog', 'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables', 'glue:UpdateTable'],
      resources: catalogArns(table),
    },
    ...readTableStatements(table),
    { sid: 'AppendToTable', actions: ['s3tables:PutTableData', 's3tables:UpdateTableMetadataLocation'], resources: [tablesArn(table)] },
    {
      sid: 'FindFailedRecords',
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      resources: [failedRecordsBucket.arn],
    },
    {
      sid: 'KeepFailedRecords',
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      resources: [`${failedRecordsBucket.arn}/*`],
    },
    ...bucketKeyStatements(failedRecordsBucket, table.place.region),
    { sid: 'WriteLogs', actions: ['logs:PutLogEvents'], resources: [`${logGroupArn}:log-stream:*`] },
  ]
}
