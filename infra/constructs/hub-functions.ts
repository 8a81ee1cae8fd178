import { EVENTS_DATABASE } from '../../domain/contract.ts'
import type { RegionKeysConfig } from '../../domain/config.ts'
import { keysOfRegion } from '../accounts.ts'
import { functionArn, logGroupArn, type Place } from '../arns.ts'
import { Construct } from '../cdktf.ts'
import { exportEnvironment } from '../export-environment.ts'
import { exportTarget, feedObjectArn, queryAccess, storeTables } from '../hub-resources.ts'
import {
  athenaCatalogName, functionLogGroupName, functionName, pricingTableName, usageTableName, workgroupName,
} from '../names.ts'
import { aggregateStatsStatements } from '../policies/aggregate-stats.ts'
import { computeCostStatements } from '../policies/compute-cost.ts'
import { exportUsageStatements } from '../policies/export-usage.ts'
import { syncPricingStatements } from '../policies/sync-pricing.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { ScheduleGroup } from './schedule-group.ts'
import { everyMinutes, ScheduledFunction } from './scheduled-function.ts'

/** Functions of the hub that run by the clock. */
export const SCHEDULED_FUNCTIONS = ['compute-cost', 'aggregate-stats', 'sync-pricing', 'export-usage'] as const
export type ScheduledFunctionName = (typeof SCHEDULED_FUNCTIONS)[number]

/** Hours that the daily run of compute-cost looks back: log objects that came in weeks late, and rows added by hand. */
const LONG_LOOK_BACK_HOURS = 35 * 24
/** When nobody looks, in UTC. */
const DAILY = 'cron(17 3 * * ? *)'
/** After that, once its hours have become days. */
const DAILY_EXPORT = 'cron(47 5 * * ? *)'
const MINUTES_PER_DAY = 24 * 60
const RATES = { daily: everyMinutes(MINUTES_PER_DAY), weekly: everyMinutes(7 * MINUTES_PER_DAY) } as const

/** compute-cost stops by itself, well before that, and goes on in its next run. */
const COMPUTE_COST = { timeoutSeconds: 900, memoryMib: 512 } as const
const AGGREGATE_STATS = { timeoutSeconds: 600, memoryMib: 512 } as const
const SYNC_PRICING = { timeoutSeconds: 120, memoryMib: 256 } as const
/** Stops by itself too. It holds the hours of a day, of all sources, at once. */
const EXPORT_USAGE = { timeoutSeconds: 900, memoryMib: 1024 } as const

/** compute-cost, aggregate-stats, sync-pricing and, where it is wanted, export-usage with their schedules. */
export class HubFunctions extends Construct {
  readonly schedules: ScheduleGroup
  /** As they are deployed. */
  readonly names: Readonly<Partial<Record<ScheduledFunctionName, string>>>

  private readonly place: Place
  private readonly keys: RegionKeysConfig

  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id)
    const { config } = AccountStack.of(this)
    this.place = place
    this.keys = keysOfRegion(AccountStack.of(this).account, place.region)
    const wanted = SCHEDULED_FUNCTIONS.filter((name) => name !== 'export-usage' || config.exports.enabled)
    this.names = Object.fromEntries(wanted.map((name) => [name, functionName(config, name, place)]))
    this.schedules = new ScheduleGroup(this, 'schedules', {
      place, functionArns: Object.values(this.names).map((name) => functionArn(place, name)), queueKeyArn: this.keys.queues,
    })
    this.computeCost()
    this.aggregateStats()
    this.syncPricing()
    if (config.exports.enabled) this.exportUsage()
  }

  private computeCost(): void {
    const { config } = AccountStack.of(this)
    const { retention, schedule, prices, attribution } = config
    new ScheduledFunction(this, 'compute-cost', {
      group: this.schedules,
      retries: 0,
      schedules: {
        run: { expression: everyMinutes(schedule.computeCostMinutes), event: {} },
        daily: { expression: DAILY, event: { lookBackHours: LONG_LOOK_BACK_HOURS } },
      },
      lambda: {
        ...this.common('compute-cost'),
        ...COMPUTE_COST,
        description: 'Computes usage and cost of the hours whose events or prices have changed',
        environment: {
          USAGE_TABLE: usageTableName(config),
          PRICING_TABLE: pricingTableName(config),
          WORKGROUP: workgroupName(config),
          CATALOG: athenaCatalogName(config),
          DATABASE: EVENTS_DATABASE,
          LOOK_BACK_HOURS: String(schedule.lookBackHours),
          HOURS_KEPT_DAYS: String(retention.hourBucketsDays),
          IN_REGION_FIX: String(prices.inRegionFix),
          ATTRIBUTION: JSON.stringify(attribution),
        },
        statements: computeCostStatements({
          ...storeTables(config),
          ...queryAccess(config),
          logGroupArn: this.logGroupArn('compute-cost'),
        }),
      },
    })
  }

  private aggregateStats(): void {
    const { config } = AccountStack.of(this)
    new ScheduledFunction(this, 'aggregate-stats', {
      group: this.schedules,
      retries: 0,
      schedules: { run: { expression: everyMinutes(config.schedule.aggregateStatsMinutes), event: {} } },
      lambda: {
        ...this.common('aggregate-stats'),
        ...AGGREGATE_STATS,
        description: 'Merges hours into days, days into months',
        environment: { USAGE_TABLE: usageTableName(config), HOURS_KEPT_DAYS: String(config.retention.hourBucketsDays) },
        statements: aggregateStatsStatements({
          ...storeTables(config), region: this.place.region, logGroupArn: this.logGroupArn('aggregate-stats'),
        }),
      },
    })
  }

  private syncPricing(): void {
    const { config } = AccountStack.of(this)
    new ScheduledFunction(this, 'sync-pricing', {
      group: this.schedules,
      retries: 2,
      // By rate, since that starts at once: without prices there are no costs.
      schedules: { run: { expression: RATES[config.schedule.syncPricing], event: {} } },
      lambda: {
        ...this.common('sync-pricing'),
        ...SYNC_PRICING,
        description: 'Adds what has changed in the published price list',
        environment: { USAGE_TABLE: usageTableName(config), PRICING_TABLE: pricingTableName(config), FEED_URL: config.prices.feedUrl },
        statements: syncPricingStatements({
          ...storeTables(config), region: this.place.region, logGroupArn: this.logGroupArn('sync-pricing'), feedObjectArn: feedObjectArn(config),
        }),
      },
    })
  }

  private exportUsage(): void {
    const { config } = AccountStack.of(this)
    new ScheduledFunction(this, 'export-usage', {
      group: this.schedules,
      retries: 2,
      schedules: { run: { expression: DAILY_EXPORT, event: {} } },
      lambda: {
        ...this.common('export-usage'),
        ...EXPORT_USAGE,
        description: 'Writes usage as files of FOCUS rows, those of days that have changed',
        environment: exportEnvironment(config),
        statements: exportUsageStatements({
          ...storeTables(config), region: this.place.region, logGroupArn: this.logGroupArn('export-usage'), target: exportTarget(config),
        }),
      },
    })
  }

  private common<N extends ScheduledFunctionName>(name: N) {
    return { name, region: this.place.region, logKeyArn: this.keys.functionLogs }
  }

  private logGroupArn(name: ScheduledFunctionName): string {
    return logGroupArn(this.place, functionLogGroupName(functionName(AccountStack.of(this).config, name, this.place)))
  }
}
