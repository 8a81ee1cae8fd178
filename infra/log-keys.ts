import type { Config } from '../domain/config.ts'
import type { Place } from './arns.ts'

/** What keys of log objects begin with: the configured prefix with its slash, or nothing. */
export function keyPrefixOf({ logging: { prefix } }: Pick<Config, 'logging'>): string {
  return prefix === '' ? '' : `${prefix}/`
}

/**
 * Matches log objects of an account and region, and neither the bodies beside them (`…/data/<id>_input.json.gz`) nor permission
 * checks: only names of log objects hold a capital Z, of their instant, before an underscore. In patterns of EventBridge `*`
 * also stands for slashes, and each one costs: two are enough.
 */
export function logKeyPattern(config: Pick<Config, 'logging'>, { accountId, region }: Place): string {
  return `${keyPrefixOf(config)}AWSLogs/${accountId}/BedrockModelInvocationLogs/${region}/*Z_*.json.gz`
}
