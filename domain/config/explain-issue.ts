import type { z } from 'zod'
import { type Finding, type Path, pathText } from './finding.ts'
import { suggest } from './suggest.ts'

type Issue = z.core.$ZodIssue

/** What an issue of the schema means for whoever wrote the data. `sourceOf` gives a scalar as it was written. */
export function explainIssue(issue: Issue, data: unknown, sourceOf: (path: Path) => string | null): Finding[] {
  const path = issue.path as Path
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(' ')))
  const value = valueAt(data, path)
  const wants = issue.message
  if (value === undefined) return [{ path, absent: true, message: `${pathText(path)} is missing`, remedy: `add it: ${wants}` }]
  const source = sourceOf(path)
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof value !== 'object' && source !== null) {
    return [{ path, message: `${pathText(path)} is ${kindOf(value)}, not text`, remedy: `put it in quotes: "${source}" (it wants ${wants})` }]
  }
  const meant = issue.code === 'invalid_value' && typeof value === 'string' ? suggest(value, issue.values.map(String)) : null
  return [{
    path, message: `${pathText(path) || 'it'} is ${SECRET_KEY.test(String(path.at(-1))) ? 'not what it should be' : shown(value)}`,
    remedy: meant === null ? `write ${wants}` : `did you mean ${meant}? write ${wants}`,
  }]
}

function unknownKey(path: Path, known: readonly string[]): Finding {
  const key = String(path.at(-1))
  const meant = suggest(key, known)
  const remedy = meant === null ? `known here: ${known.join(', ')}` : `did you mean ${meant}?`
  return { path, ofKey: true, message: `the key ${pathText(path)} is unknown`, remedy }
}

export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined
  }, data)
}

function kindOf(value: unknown): string {
  return typeof value === 'number' ? `the number ${value}` : `the truth value ${String(value)}`
}

/** What stands there by mistake may be a secret as it is. */
const SECRET_KEY = /^password/

const MAX_SHOWN = 60

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object' && value !== null) return 'a mapping'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
