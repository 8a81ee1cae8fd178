import type { Config } from '../domain/config.ts'
import { type DashboardVariable, EVENTS_DATABASE } from '../domain/contract.ts'
import { firstRegion, hubPlace, spokesOf } from './accounts.ts'
import { roleArn } from './arns.ts'
import { dashboardTableArn, queryAccess, storeTables } from './hub-resources.ts'
import { athenaCatalogName, dashboardTableName, pricingTableName, roleName, usageTableName, workgroupName } from './names.ts'
import { dashboardStatements } from './policies/dashboard.ts'
import type { Statement } from './policies/statement.ts'

export type DashboardEnvironment = Readonly<Partial<Record<DashboardVariable, string>>>

/** What the dashboard's container is told, wherever it runs. */
export function dashboardEnvironment(config: Config): DashboardEnvironment {
  const roles = metricsRoleArns(config)
  const accounts = config.accounts.map(({ accountId, name }) => {
    return [accountId, { name, metricsRoleArn: roles.get(accountId) ?? null }] as const
  })
  return {
    USAGE_TABLE: usageTableName(config),
    PRICING_TABLE: pricingTableName(config),
    DASHBOARD_TABLE: dashboardTableName(config),
    HUB_REGION: hubPlace(config).region,
    ACCOUNTS: JSON.stringify(Object.fromEntries(accounts)),
    WORKGROUP: workgroupName(config),
    CATALOG: athenaCatalogName(config),
    DATABASE: EVENTS_DATABASE,
  }
}

/** What the dashboard's container may do, wherever it runs. */
export function dashboardPolicy(config: Config): Statement[] {
  return dashboardStatements({
    ...storeTables(config), ...queryAccess(config), dashboardTableArn: dashboardTableArn(config),
    metricsRoleArns: [...metricsRoleArns(config).values()],
  })
}

/** By account. The hub's own metrics need no other role. */
function metricsRoleArns(config: Config): Map<string, string> {
  return new Map(spokesOf(config).map((spoke) => {
    const place = { accountId: spoke.accountId, region: firstRegion(spoke) }
    return [spoke.accountId, roleArn(place, config, roleName(config, 'metrics-read'))]
  }))
}
