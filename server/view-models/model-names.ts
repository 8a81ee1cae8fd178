const ACRONYMS = new Set(['gpt', 'oss', 'tts', 'vl'])

/**
 * Readable names of model ids, by id: `anthropic.claude-sonnet-4-5-20250929-v1:0` is `Claude Sonnet 4.5`.
 * No two ids share a name: where they would, all of them keep their full id.
 */
export function modelNames(ids: Iterable<string>): Map<string, string> {
  const names = new Map<string, string>()
  const uses = new Map<string, number>()
  for (const id of ids) {
    if (names.has(id)) continue
    const name = modelName(id)
    names.set(id, name)
    uses.set(name, (uses.get(name) ?? 0) + 1)
  }
  for (const [id, name] of names) if ((uses.get(name) ?? 0) > 1) names.set(id, id)
  return names
}

function modelName(id: string): string {
  // `application-inference-profile/p3x9k2m7qa1d`: what kind it is, its scope says.
  if (id.includes('/')) return id.slice(id.lastIndexOf('/') + 1) || id
  const match = /^[a-z0-9-]+\.(?<rest>[a-z0-9.:-]+)$/.exec(id)
  const rest = match?.groups?.['rest']
  if (rest === undefined) return id
  const words = rest
    // The first version of a model goes without saying, and so does its date.
    .replace(/(-v?1(:\d+)?|:\d+)$/, '')
    .replace(/-\d{8}$/, '')
    .split('-')
  return joinVersions(words).map(capitalize).join(' ')
}

/** `['4', '5']` is 4.5 and `['llama3', '3']` Llama 3.3. */
function joinVersions(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const last = joined.at(-1)
    if (last !== undefined && /\d$/.test(last) && /^\d{1,2}$/.test(word)) joined[joined.length - 1] = `${last}.${word}`
    else joined.push(word)
  }
  return joined
}

function capitalize(word: string): string {
  if (ACRONYMS.has(word)) return word.toUpperCase()
  if (/^\d+[bmk]$/.test(word)) return word.toUpperCase()
  if (/^v\d/.test(word)) return word
  const spaced = word.replace(/^([a-z]{3,})(\d)/, '$1 $2')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
