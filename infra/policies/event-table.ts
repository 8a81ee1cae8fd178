import { arnOf, type Place } from '../arns.ts'
import { TABLE_CATALOG } from '../names.ts'
import { forObjects, keyStatements } from './keys.ts'
import type { Statement } from './statement.ts'

/** The Iceberg table of events in its table bucket, which the Glue catalog of the same account and region shows. */
export interface EventTableAccess {
  readonly place: Place
  /** It holds this table alone. */
  readonly tableBucketName: string
  readonly database: string
  /** Key of the table bucket; null where it is the service's own. */
  readonly keyArn: string | null
}

export function readTableStatements(table: EventTableAccess): Statement[] {
  const bucket = tableBucketArn(table)
  return [
    { sid: 'FindTable', actions: ['s3tables:GetTableBucket', 's3tables:GetNamespace'], resources: [bucket] },
    {
      sid: 'ReadTable',
      actions: ['s3tables:GetTable', 's3tables:GetTableData', 's3tables:GetTableMetadataLocation'],
      resources: [tablesArn(table)],
    },
    ...keyStatements({
      sid: 'UseTableBucketKey',
      keyArns: [table.keyArn],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      conditions: [forObjects([`${bucket}/*`])],
    }),
  ]
}

/** An ARN of a table ends in an id that only AWS knows. */
export function tablesArn(table: EventTableAccess): string {
  return `${tableBucketArn(table)}/table/*`
}

function tableBucketArn({ place, tableBucketName }: EventTableAccess): string {
  return arnOf(place, 's3tables', `bucket/${tableBucketName}`)
}

/** The catalogs, the database and its tables; whoever names one needs those above it too. */
export function catalogArns({ place, tableBucketName, database }: EventTableAccess): string[] {
  const catalog = `${TABLE_CATALOG}/${tableBucketName}`
  const resources = ['catalog', `catalog/${TABLE_CATALOG}`, `catalog/${catalog}`, `database/${catalog}/${database}`, `table/${catalog}/${database}/*`]
  return resources.map((resource) => arnOf(place, 'glue', resource))
}
