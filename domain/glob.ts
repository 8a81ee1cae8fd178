/**
 * True if the text matches the pattern, in which `*` stands for any run of characters and everything else for itself; after a
 * backslash, a star and a backslash do so as well.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = globParts(pattern)
  const first = parts[0] ?? ''
  if (parts.length === 1) return text === first
  const last = parts[parts.length - 1] ?? ''
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  const end = text.length - last.length
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from)
    if (at === -1 || at + part.length > end) return false
    from = at + part.length
  }
  return true
}

/** The pattern that matches this text alone. */
export function escapeGlob(text: string): string {
  return text.replaceAll(/[*\\]/g, '\\$&')
}

/** What stands between the stars of a pattern: one part where it has none. */
export function globParts(pattern: string): string[] {
  return pattern.includes('\\') ? escapedParts(pattern) : pattern.split('*')
}

function escapedParts(pattern: string): string[] {
  const parts: string[] = []
  let part = ''
  for (const [token] of pattern.matchAll(/\\[*\\]|[^]/g)) {
    if (token === '*') {
      parts.push(part)
      part = ''
    } else part += token.length > 1 ? token.slice(1) : token
  }
  return [...parts, part]
}
