import { tableKeyStatements } from './keys.ts'
import { metricsReadStatements } from './metrics-read.ts'
import type { Statement } from './statement.ts'
import type { StoreTables } from './stores.ts'

export interface DashboardInput extends StoreTables {
  /** Of the tables. */
  readonly region: string
  /** Roles of spokes that read metrics there. */
  readonly metricsRoleArns: readonly string[]
}

/** What the dashboard may do: read usage, prices and metrics. Neither logs nor the event table. */
export function dashboardStatements({ usageTableArn, pricingTableArn, tableKeyArn, region, metricsRoleArns }: DashboardInput): Statement[] {
  return [
    { sid: 'ReadUsage', actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [usageTableArn] },
    { sid: 'ReadPrices', actions: ['dynamodb:GetItem', 'dynamodb:Scan'], resources: [pricingTableArn] },
    ...tableKeyStatements(tableKeyArn, region),
    ...metricsReadStatements(),
    ...(metricsRoleArns.length === 0 ? [] : [{ sid: 'ReadMetricsOfSpokes', actions: ['sts:AssumeRole'], resources: metricsRoleArns }]),
  ]
}
