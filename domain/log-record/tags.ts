import { shortText } from '../short-text.ts'
import type { JsonObject } from './json.ts'

/** AWS takes at most this much; a longer value is cut and marked with a hash. */
const MAX_VALUE_LENGTH = 256

/** The allowed keys of a call's request metadata as a JSON object of strings with its keys in order; null if there are none. */
export function readTags(metadata: JsonObject | null, tagKeys: readonly string[]): string | null {
  if (metadata === null || tagKeys.length === 0) return null
  const pairs: string[] = []
  for (const key of [...tagKeys].sort()) {
    const value = Object.hasOwn(metadata, key) ? asText(metadata[key]) : null
    if (value !== null) pairs.push(`${JSON.stringify(key)}:${JSON.stringify(shortText(value, MAX_VALUE_LENGTH))}`)
  }
  return pairs.length === 0 ? null : `{${pairs.join(',')}}`
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value)
  } catch {
    return null // nested beyond what the stack holds
  }
}
