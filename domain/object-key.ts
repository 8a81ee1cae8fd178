import type { Source } from './source.ts'

/**
 * Ends with the object's name right below the hour, so that side-cars (`…/<hour>/data/…`) and permission checks never
 * match, whatever folders the configured prefix is made of.
 */
const LOG_KEY =
  /(?:^|\/)AWSLogs\/(\d{12})\/BedrockModelInvocationLogs\/([a-z0-9-]+)\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/\d{8}T\d{9}Z_[0-9a-f]{16}\.json\.gz$/

/** The account and region that an object of invocation logs belongs to, or null where the key is not one of a log. */
export function parseObjectKey(key: string): Source | null {
  const match = LOG_KEY.exec(key)
  if (match?.[1] === undefined || match[2] === undefined) return null
  return { accountId: match[1], region: match[2] }
}
