import type { CellKey } from './cell.ts'

/** Value of one tag in CellKey.tags; empty where the cell does not have it. */
export function tagValue(tags: string, key: string): string {
  if (tags === '') return ''
  const values = JSON.parse(tags) as Record<string, unknown>
  return Object.hasOwn(values, key) ? String(values[key]) : ''
}

/** The same for many cells: each text is parsed once. */
export function tagReader(key: string): (tags: string) => string {
  const known = new Map<string, string>()
  return (tags) => {
    const before = known.get(tags)
    if (before !== undefined) return before
    const value = tagValue(tags, key)
    known.set(tags, value)
    return value
  }
}

/** Gives a key the tags of these dimensions alone, as a JSON object in their order; empty where it has none of them. */
export function tagRekeyer(dimensions: readonly string[]): (key: CellKey) => CellKey {
  const known = new Map<string, string>()
  function reduced(tags: string): string {
    const values = JSON.parse(tags) as Record<string, unknown>
    const kept = [...dimensions].sort().filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]])
    return kept.length === 0 ? '' : JSON.stringify(Object.fromEntries(kept))
  }
  return (key) => {
    if (key.tags === '') return key
    const tags = known.get(key.tags) ?? reduced(key.tags)
    known.set(key.tags, tags)
    return tags === key.tags ? key : { ...key, tags }
  }
}

/** The tags that any of these texts has, in order. */
export function tagKeys(texts: Iterable<string>): string[] {
  const keys = new Set<string>()
  for (const text of texts) {
    if (text !== '') for (const key of Object.keys(JSON.parse(text) as Record<string, unknown>)) keys.add(key)
  }
  return [...keys].sort()
}
