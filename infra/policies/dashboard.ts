import { tableKeyStatements } from './keys.ts'
import { metricsReadStatements } from './metrics-read.ts'
import { type QueryAccess, queryStatements } from './queries.ts'
import type { Statement } from './statement.ts'
import type { StoreTables } from './stores.ts'

export interface DashboardInput extends StoreTables, QueryAccess {
  readonly dashboardTableArn: string
  /** Roles of spokes that read metrics there. */
  readonly metricsRoleArns: readonly string[]
}

/** Partitions of the prices: changes held for approval, and the log of who changed what. */
const HELD = 'HELD'
const AUDIT = 'AUDIT'

/**
 * What the dashboard may do: read usage, prices, metrics and single calls, change prices, and keep what its users need kept. No
 * logs, and nothing that changes events. Of the prices it deletes nothing but changes that were held and are decided, and the
 * audit log it only adds to.
 */
export function dashboardStatements(input: DashboardInput): Statement[] {
  const { usageTableArn, pricingTableArn, dashboardTableArn, tableKeyArn, metricsRoleArns } = input
  return [
    { sid: 'ReadUsage', actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [usageTableArn] },
    { sid: 'ReadPrices', actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'], resources: [pricingTableArn] },
    { sid: 'ChangePrices', actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'], resources: [pricingTableArn] },
    {
      sid: 'DecideHeldPrices', actions: ['dynamodb:DeleteItem'], resources: [pricingTableArn],
      conditions: [
        { test: 'ForAllValues:StringEquals', variable: 'dynamodb:LeadingKeys', values: [HELD] },
        // Without it, a request that names no partition at all would meet the first.
        { test: 'Null', variable: 'dynamodb:LeadingKeys', values: ['false'] },
      ],
    },
    {
      sid: 'KeepAudit', effect: 'Deny', actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'], resources: [pricingTableArn],
      conditions: [{ test: 'ForAnyValue:StringEquals', variable: 'dynamodb:LeadingKeys', values: [AUDIT] }],
    },
    {
      sid: 'KeepState',
      actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      resources: [dashboardTableArn],
    },
    ...tableKeyStatements(tableKeyArn, input.table.place.region),
    ...queryStatements(input),
    ...metricsReadStatements(),
    ...(metricsRoleArns.length === 0 ? [] : [{ sid: 'ReadMetricsOfSpokes', actions: ['sts:AssumeRole'], resources: metricsRoleArns }]),
  ]
}
