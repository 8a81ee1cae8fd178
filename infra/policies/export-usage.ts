import { accountRootArn, type Place } from '../arns.ts'
import { functionLogsStatement } from './function-logs.ts'
import { type BucketAccess, bucketKeyStatements, tableKeyStatements } from './keys.ts'
import type { Statement } from './statement.ts'
import { readHeadsStatement, type StoreTables } from './stores.ts'

/** The bucket that exported files go to. */
export interface ExportTarget extends BucketAccess {
  readonly name: string
  readonly ownerAccountId: string
  /** What the keys of all files begin with, with a slash at its end. */
  readonly folder: string
}

export interface ExportUsageInput extends StoreTables {
  readonly region: string
  readonly logGroupArn: string
  readonly target: ExportTarget
}

export function exportUsageStatements(input: ExportUsageInput): Statement[] {
  const { region, target } = input
  return [
    { sid: 'ReadUsage', actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [input.usageTableArn] },
    readHeadsStatement(input.usageTableArn),
    { sid: 'ReadPrices', actions: ['dynamodb:GetItem', 'dynamodb:Scan'], resources: [input.pricingTableArn] },
    ...tableKeyStatements(input.tableKeyArn, region),
    ...writeExportsStatements(target),
    ...bucketKeyStatements(target, region),
    functionLogsStatement(input.logGroupArn),
  ]
}

/** What the policy of a bucket of another account has to say, beside that of the role. */
export function exportsBucketPolicy(target: ExportTarget, hub: Place, roleArn: string): Statement[] {
  return writeExportsStatements(target).map((statement) => ({
    ...statement,
    principals: [{ type: 'AWS', identifiers: [accountRootArn(hub)] }],
    // By condition, since a principal has to be there already.
    conditions: [{ test: 'ArnLike', variable: 'aws:PrincipalArn', values: [roleArn] }, ...(statement.conditions ?? [])],
  }))
}

/** Its own files alone: to see which are there, of what they were made, and to write them. */
function writeExportsStatements({ arn, folder }: ExportTarget): Statement[] {
  return [
    {
      sid: 'ListExports', actions: ['s3:ListBucket'], resources: [arn],
      conditions: [{ test: 'StringEquals', variable: 's3:prefix', values: [folder] }],
    },
    { sid: 'WriteExports', actions: ['s3:GetObject', 's3:PutObject'], resources: [`${arn}/${folder}*`] },
  ]
}
