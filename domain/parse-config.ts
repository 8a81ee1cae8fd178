import type { AccountConfig, Config } from './config.ts'
import { checkAccounts } from './config/check-accounts.ts'
import { checkAuth } from './config/check-auth.ts'
import { checkSettings } from './config/check-settings.ts'
import { readChecked } from './config/read-checked.ts'
import { type ConfigValues, configSchema, type Draft } from './config/schema.ts'
import { DEFAULT_INFREQUENT_ACCESS_DAYS } from './config/settings-schema.ts'

export { ConfigError } from './config/config-error.ts'

/**
 * Reads the text of config.yaml. Throws a ConfigError with all of its mistakes at once, each with line, column and remedy.
 * `fileName` is what the error calls it.
 */
export function parseConfig(text: string, fileName: string): Config {
  const check = (draft: Draft) => [...checkAccounts(draft), ...checkSettings(draft), ...checkAuth(draft)]
  return toConfig(readChecked(text, fileName, configSchema, check))
}

/** Fills in the defaults that depend on other values. */
function toConfig(values: ConfigValues): Config {
  const accounts: AccountConfig[] = values.accounts
  const home = accounts.find(({ primary }) => primary)?.regions[0]?.region ?? ''
  const { logsDays, logsInfrequentAccessDays: movedDays } = values.retention
  const movedByDefault = logsDays >= 2 * DEFAULT_INFREQUENT_ACCESS_DAYS ? DEFAULT_INFREQUENT_ACCESS_DAYS : 0
  return {
    ...values,
    accounts,
    state: { ...values.state, region: values.state.region ?? home, keyPrefix: values.state.keyPrefix ?? values.namePrefix },
    retention: { ...values.retention, logsInfrequentAccessDays: (movedDays ?? movedByDefault) || null },
  }
}
