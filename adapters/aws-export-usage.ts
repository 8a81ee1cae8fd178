import { ENVIRONMENTS } from '../domain/contract.ts'
import { readEnvironment } from '../domain/environment.ts'
import { dynamoDbClient } from './dynamodb-client.ts'
import { dynamoDbPriceStore } from './dynamodb-price-store.ts'
import { dynamoDbUsageStore } from './dynamodb-usage-store.ts'
import { s3Client } from './s3-client.ts'
import { s3Files } from './s3-files.ts'

/** Reads the tables, and writes to the bucket, which may be in another region. */
export function openExportUsagePorts(env: Readonly<Record<string, string | undefined>>) {
  const { USAGE_TABLE, PRICING_TABLE, BUCKET, BUCKET_OWNER, PREFIX, FORMAT, ACCOUNT_NAMES, LOOK_BACK_DAYS } =
    readEnvironment(ENVIRONMENTS['export-usage'], env)
  const client = dynamoDbClient()
  return {
    usage: dynamoDbUsageStore({ client, name: USAGE_TABLE }, { hoursKeptDays: null }),
    prices: dynamoDbPriceStore({ client, name: PRICING_TABLE }),
    files: s3Files(s3Client(env, { followRegionRedirects: true }), { bucket: BUCKET, ownerAccountId: BUCKET_OWNER, prefix: PREFIX }),
    format: FORMAT,
    accountNames: ACCOUNT_NAMES,
    lookBackDays: LOOK_BACK_DAYS,
  }
}
