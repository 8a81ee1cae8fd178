import type { Config } from '../domain/config.ts'
import type { DashboardVariable } from '../domain/contract.ts'
import { firstRegion, hubPlace, spokesOf } from './accounts.ts'
import { roleArn } from './arns.ts'
import { storeTables } from './hub-resources.ts'
import { pricingTableName, roleName, usageTableName } from './names.ts'
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
    HUB_REGION: hubPlace(config).region,
    ACCOUNTS: JSON.stringify(Object.fromEntries(accounts)),
  }
}

/** What the dashboard's container may do, wherever it runs. */
export function dashboardPolicy(config: Config): Statement[] {
  return dashboardStatements({
    ...storeTables(config), region: hubPlace(config).region, metricsRoleArns: [...metricsRoleArns(config).values()],
  })
}

/** By account. The hub's own metrics need no other role. */
function metricsRoleArns(config: Config): Map<string, string> {
  return new Map(spokesOf(config).map((spoke) => {
    const place = { accountId: spoke.accountId, region: firstRegion(spoke) }
    return [spoke.accountId, roleArn(place, config, roleName(config, 'metrics-read'))]
  }))
}
