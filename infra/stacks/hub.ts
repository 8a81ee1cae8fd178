import type { AccountConfig } from '../../domain/config.ts'
import { hubPlace, spokesOf } from '../accounts.ts'
import type { Construct } from '../cdktf.ts'
import { AlarmTopic } from '../constructs/alarm-topic.ts'
import { DashboardOutputs } from '../constructs/dashboard-outputs.ts'
import { DashboardService } from '../constructs/dashboard-service.ts'
import { DeliveryStream } from '../constructs/delivery-stream.ts'
import { EventTable } from '../constructs/event-table.ts'
import { ExportsBucket } from '../constructs/exports-bucket.ts'
import { HubAlarms } from '../constructs/hub-alarms.ts'
import { HubFunctions } from '../constructs/hub-functions.ts'
import { LogSource } from '../constructs/log-source.ts'
import { PipelineDashboard } from '../constructs/pipeline-dashboard.ts'
import { QueryWorkgroup } from '../constructs/query-workgroup.ts'
import { SpokeWriteRole } from '../constructs/spoke-write-role.ts'
import { TableCatalog } from '../constructs/table-catalog.ts'
import { UsageTables } from '../constructs/usage-tables.ts'
import { deliveryTargets, eventTable } from '../hub-resources.ts'
import { AccountStack, type Deployment } from './account-stack.ts'

/** The account that everything comes together in: the way from the stream to the dashboard, and its own sources. */
export class HubStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment, account: AccountConfig) {
    super(scope, deployment, account)
    const { config } = deployment
    const place = hubPlace(config)
    const topics = new Map(account.regions.map(({ region }) => [region, new AlarmTopic(this, `alarm-topic-${region}`, this.at(region)).topicArns]))

    const table = new EventTable(this, 'events', place)
    const catalog = config.createS3TablesCatalog ? [new TableCatalog(this, 'catalog', place).dependency] : []
    if (!config.createS3TablesCatalog) this.release('aws_cloudcontrolapi_resource.catalog_catalog')
    new DeliveryStream(this, 'delivery', { place, table: eventTable(config), dependsOn: [table.dependency, ...catalog] })
    new QueryWorkgroup(this, 'queries', place)
    new UsageTables(this, 'tables', place)
    const functions = new HubFunctions(this, 'functions', place)
    if (config.exports.enabled) new ExportsBucket(this, 'exports', place)
    if (config.alarms.enabled) {
      new HubAlarms(this, 'alarms', { topicArns: topics.get(place.region) ?? [], schedules: functions.schedules, functions: functions.names })
    }

    for (const spoke of spokesOf(config)) {
      new SpokeWriteRole(this, `spoke-${spoke.name}`, { spoke, targets: deliveryTargets(config) })
    }
    for (const region of account.regions) {
      new LogSource(this, `source-${region.region}`, { region, topicArns: topics.get(region.region) ?? [] })
    }

    new DashboardOutputs(this, 'dashboard-outputs')
    if (config.dashboard !== null) new DashboardService(this, 'dashboard', { place, dashboard: config.dashboard })
    // Last, to show the alarms of all that is above.
    new PipelineDashboard(this, 'pipeline', place)
  }
}
