/** A name that an object of a JSON text has twice: a parser takes the last one and says nothing. */
export interface RepeatedKey {
  readonly key: string
  /** Text of the outermost object's entries that it repeats, or that it is in. */
  readonly entries: readonly string[]
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs

/** All of them, in a text that is JSON and an object. */
export function repeatedKeys(json: string): RepeatedKey[] {
  const objects: (Set<string> | null)[] = []
  const found: { key: string; entry: number }[] = []
  const entries: { key: string; start: number }[] = []
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    if (token === '{') objects.push(new Set())
    else if (token === '[') objects.push(null)
    else if (token === '}' || token === ']') objects.pop()
    else if (isName(json, index + token.length)) {
      const key = JSON.parse(token) as string
      if (objects.length === 1) entries.push({ key, start: index })
      if (objects.at(-1)?.has(key) === true) found.push({ key, entry: entries.length - 1 })
      objects.at(-1)?.add(key)
    }
  }
  const textOf = (entry: number) => json.slice(entries[entry]?.start, entries[entry + 1]?.start)
  return found.map(({ key, entry }) => {
    const name = entries[entry]?.key
    return { key, entries: entries.flatMap((each, index) => (each.key === name ? [textOf(index)] : [])) }
  })
}

function isName(json: string, end: number): boolean {
  let at = end
  while (/\s/.test(json.charAt(at))) at += 1
  return json.charAt(at) === ':'
}
