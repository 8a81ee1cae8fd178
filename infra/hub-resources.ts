import type { Config } from '../domain/config.ts'
import { s3Object } from '../domain/config/feed-location.ts'
import { EVENTS_DATABASE, exportFolder } from '../domain/contract.ts'
import { hubPlace } from './accounts.ts'
import { arnOf, bucketArn, streamArn, tableArn } from './arns.ts'
import {
  dashboardTableName, exportsBucketName, pricingTableName, queryResultsBucketName, streamName, tableBucketName, usageTableName,
  workgroupName,
} from './names.ts'
import type { EventTableAccess } from './policies/event-table.ts'
import type { ExportTarget } from './policies/export-usage.ts'
import type { QueryAccess } from './policies/queries.ts'
import type { DeliveryTargets } from './policies/spoke-write.ts'
import type { StoreTables } from './policies/stores.ts'

/** What of the hub others are granted, by ARNs that are known before anything is deployed. */

/** Where parse-log writes to, in the hub itself and, through its role there, in a spoke. */
export function deliveryTargets(config: Config): DeliveryTargets {
  const place = hubPlace(config)
  return {
    streamArn: streamArn(place, streamName(config)),
    usageTableArn: tableArn(place, usageTableName(config)),
    tableKeyArn: config.keys.tables,
    hubRegion: place.region,
  }
}

export function storeTables(config: Config): StoreTables {
  const place = hubPlace(config)
  return {
    usageTableArn: tableArn(place, usageTableName(config)),
    pricingTableArn: tableArn(place, pricingTableName(config)),
    tableKeyArn: config.keys.tables,
  }
}

/** The table of what the dashboard keeps of its users. */
export function dashboardTableArn(config: Config): string {
  return tableArn(hubPlace(config), dashboardTableName(config))
}

/** The price list, where it is an object of S3. */
export function feedObjectArn(config: Config): string | null {
  const object = s3Object(config.prices.feedUrl)
  return object === null ? null : `${bucketArn(hubPlace(config), object.bucket)}/${object.key}`
}

/** Where exported files go. */
export function exportTarget(config: Config): ExportTarget {
  const place = hubPlace(config)
  const { existingBucket, prefix, format } = config.exports
  const name = existingBucket?.name ?? exportsBucketName(config, place)
  return {
    name,
    arn: bucketArn(place, name),
    keyArn: config.keys.exports,
    ownerAccountId: existingBucket?.ownerAccountId ?? place.accountId,
    folder: `${prefix === '' ? '' : `${prefix}/`}${exportFolder(format)}`,
  }
}

export function eventTable(config: Config): EventTableAccess {
  return {
    place: hubPlace(config), tableBucketName: tableBucketName(config), database: EVENTS_DATABASE, keyArn: config.keys.events,
  }
}

/** The one workgroup, what it queries, and where its answers are. */
export function queryAccess(config: Config): QueryAccess {
  const place = hubPlace(config)
  return {
    workgroupArn: arnOf(place, 'athena', `workgroup/${workgroupName(config)}`),
    queryResultsBucket: { arn: bucketArn(place, queryResultsBucketName(config, place)), keyArn: null },
    table: eventTable(config),
  }
}
