import type { z } from 'zod'
import { valueAt } from './explain-issue.ts'
import type { Path } from './finding.ts'
import type { Draft } from './schema.ts'

/** What is left of the data without everything that the schema has an issue with. */
export function draftOf(data: unknown, issues: readonly z.core.$ZodIssue[]): Draft {
  const draft: unknown = structuredClone(data)
  for (const issue of issues) {
    const path = issue.path as Path
    const wrong = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path]
    for (const place of wrong) blank(draft, place)
  }
  return typeof draft === 'object' && draft !== null && !Array.isArray(draft) ? draft : {}
}

/** Entries of lists stay where they are, so that paths stay true. */
function blank(data: unknown, path: Path): void {
  const key = path.at(-1)
  const holder = valueAt(data, path.slice(0, -1))
  if (key === undefined || typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return
  if (Array.isArray(holder)) holder[Number(key)] = undefined
  else Reflect.deleteProperty(holder, key)
}
