import type { Config } from '../domain/config.ts'
import { DASHBOARD_STATE_TABLE, MODEL_PRICING_TABLE, USAGE_STATS_TABLE, type FunctionName } from '../domain/contract.ts'
import type { Place } from './arns.ts'

/** What AWS allows in length, for the kinds of names that stand below. */
export const NAME_LIMITS = {
  bucket: 63, role: 64, function: 64, queue: 80, rule: 64, stream: 64, table: 255, logGroup: 512, topic: 256, alarm: 255,
  workgroup: 128, scheduleGroup: 64, schedule: 64, tableBucket: 63, loadBalancer: 32, dashboard: 255,
} as const

type Named = Pick<Config, 'namePrefix'>

/** Buckets carry account and region, since their names are unique in the world. */
function bucketName({ namePrefix }: Named, { accountId, region }: Place, holds: string): string {
  return `${namePrefix}-${holds}-${accountId}-${region}`
}

export const logBucketName = (config: Named, place: Place) => bucketName(config, place, 'logs')
export const failedRecordsBucketName = (config: Named, place: Place) => bucketName(config, place, 'failed')
export const queryResultsBucketName = (config: Named, place: Place) => bucketName(config, place, 'queries')
export const exportsBucketName = (config: Named, place: Place) => bucketName(config, place, 'exports')

/** There is one parse-log per region of an account, and one of each other function at all. Its role has the same name. */
export function functionName({ namePrefix }: Named, name: FunctionName, { region }: Pick<Place, 'region'>): string {
  return name === 'parse-log' ? `${namePrefix}-${name}-${region}` : `${namePrefix}-${name}`
}

export function functionLogGroupName(deployedName: string): string {
  return `/aws/lambda/${deployedName}`
}

export function streamLogGroupName(stream: string): string {
  return `/aws/kinesisfirehose/${stream}`
}

/** Roles of a kind, of which an account has one: `firehose`, `scheduler`, `dashboard`, `metrics-read`. */
export function roleName({ namePrefix }: Named, kind: 'firehose' | 'scheduler' | 'dashboard' | 'dashboard-execution' | 'metrics-read'): string {
  return `${namePrefix}-${kind}`
}

/** The role in the hub that the functions of one spoke write through. */
export function spokeWriteRoleName({ namePrefix }: Named, spokeAccountId: string): string {
  return `${namePrefix}-spoke-write-${spokeAccountId}`
}

export const logQueueName = ({ namePrefix }: Named) => `${namePrefix}-log-objects`
export const logDeadLetterQueueName = ({ namePrefix }: Named) => `${namePrefix}-log-objects-failed`
export const logRuleName = ({ namePrefix }: Named) => `${namePrefix}-log-objects`
export const streamName = ({ namePrefix }: Named) => `${namePrefix}-usage-events`
export const usageTableName = ({ namePrefix }: Named) => `${namePrefix}-${USAGE_STATS_TABLE}`
export const pricingTableName = ({ namePrefix }: Named) => `${namePrefix}-${MODEL_PRICING_TABLE}`
export const dashboardTableName = ({ namePrefix }: Named) => `${namePrefix}-${DASHBOARD_STATE_TABLE}`
/** Name that AWS gives to the Glue catalog of all table buckets of an account and region. */
export const TABLE_CATALOG = 's3tablescatalog'
export const tableBucketName = ({ namePrefix }: Named) => `${namePrefix}-events`
/** What Athena calls the catalog of the event table. */
export const athenaCatalogName = (config: Named) => `${TABLE_CATALOG}/${tableBucketName(config)}`
export const workgroupName = ({ namePrefix }: Named) => namePrefix
export const scheduleGroupName = ({ namePrefix }: Named) => namePrefix
export const scheduleName = ({ namePrefix }: Named, name: FunctionName, what = 'run') => `${namePrefix}-${name}-${what}`
export const scheduleDeadLetterQueueName = ({ namePrefix }: Named) => `${namePrefix}-schedules-failed`
export const alarmTopicName = ({ namePrefix }: Named) => `${namePrefix}-alarms`
export const alarmName = ({ namePrefix }: Named, of: string) => `${namePrefix}-${of}`
export const dashboardName = ({ namePrefix }: Named, { region }: Pick<Place, 'region'>) => `${namePrefix}-${region}`
/** Load balancer, target group, cluster, service and security groups of the dashboard. */
export const dashboardServiceName = ({ namePrefix }: Named) => `${namePrefix}-dashboard`
export const dashboardLogGroupName = ({ namePrefix }: Named) => `/ecs/${namePrefix}-dashboard`
