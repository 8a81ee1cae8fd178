import type { Config } from '../domain/config.ts'
import { exportTarget } from './hub-resources.ts'
import { pricingTableName, usageTableName } from './names.ts'

/** Of the environment of a function, which has 4 kB in all. */
const MAX_ACCOUNT_NAMES_LENGTH = 3000

/** What export-usage is told. Names of accounts are left out where not all of them fit: some alone would look like a mistake. */
export function exportEnvironment(config: Config): Record<string, string> {
  const { prefix, format, lookBackDays } = config.exports
  const { name, ownerAccountId } = exportTarget(config)
  const accountNames = JSON.stringify(Object.fromEntries(config.accounts.map(({ accountId, name }) => [accountId, name])))
  return {
    USAGE_TABLE: usageTableName(config),
    PRICING_TABLE: pricingTableName(config),
    BUCKET: name,
    BUCKET_OWNER: ownerAccountId,
    FORMAT: format,
    LOOK_BACK_DAYS: String(lookBackDays),
    ...(prefix === '' ? {} : { PREFIX: prefix }),
    ...(accountNames.length > MAX_ACCOUNT_NAMES_LENGTH ? {} : { ACCOUNT_NAMES: accountNames }),
  }
}
