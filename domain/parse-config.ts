import type { AccountConfig, Config } from './config.ts'
import { checkAccounts } from './config/check-accounts.ts'
import { checkSettings } from './config/check-settings.ts'
import { ConfigError, type Problem } from './config/config-error.ts'
import { draftOf } from './config/draft.ts'
import { explainIssue } from './config/explain-issue.ts'
import type { Finding } from './config/finding.ts'
import { normalize } from './config/normalize.ts'
import { readYaml, type YamlText } from './config/read-yaml.ts'
import { type ConfigValues, configSchema } from './config/schema.ts'
import { DEFAULT_INFREQUENT_ACCESS_DAYS } from './config/settings-schema.ts'

export { ConfigError } from './config/config-error.ts'

/**
 * Reads the text of config.yaml. Throws a ConfigError with all of its mistakes at once, each with line, column and remedy.
 * `fileName` is what the error calls it.
 */
export function parseConfig(text: string, fileName: string): Config {
  const yaml = readYaml(text, fileName)
  const data = normalize(yaml.data)
  const parsed = configSchema.safeParse(data)
  const issues = parsed.error?.issues ?? []
  const draft = draftOf(data, issues)
  const findings = [
    ...once(issues.flatMap((issue) => explainIssue(issue, data, yaml.sourceOf))),
    ...checkAccounts(draft), ...checkSettings(draft),
  ]
  const problems = [...yaml.problems, ...placed(findings, yaml)]
  if (!parsed.success || problems.length > 0) throw new ConfigError(fileName, problems)
  return toConfig(parsed.data)
}

/** A value that breaks two rules at once is told of once. */
function once(findings: readonly Finding[]): Finding[] {
  const known = new Set<string>()
  return findings.filter(({ path, ofKey }) => {
    const place = JSON.stringify([path, ofKey ?? false])
    return known.size !== known.add(place).size
  })
}

/** Findings with their positions, without those that may come from the text being broken, not from what it says. */
function placed(findings: readonly Finding[], { positionOf, brokenAt }: YamlText): Problem[] {
  return findings.flatMap(({ path, ofKey, absent, message, remedy }) => {
    const position = positionOf(path, ofKey)
    const sure = brokenAt === null || position.line < brokenAt.line && absent !== true
    return sure ? [{ ...position, message, remedy }] : []
  })
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
