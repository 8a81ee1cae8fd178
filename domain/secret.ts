const MIN_LENGTH = 32
const MIN_DISTINCT = 10
const PLACEHOLDER = /change.?me|placeholder|replace.?(me|this)|example|your.?secret|my.?secret|insert|default|<.*>|x{6}/i

/** The secrets of a text that separates them by commas or white space. */
export function secretsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((secret) => secret !== '')
}

/** What keeps a text from being a secret, as the end of a sentence about it; null for nothing. Does not repeat the text. */
export function secretFault(secret: string): string | null {
  if (secret.length < MIN_LENGTH) return `has ${secret.length} characters, and needs at least ${MIN_LENGTH}`
  if (PLACEHOLDER.test(secret)) return 'is a placeholder, not a secret'
  if (new Set(secret).size < MIN_DISTINCT) return 'repeats few characters: it can be guessed'
  return null
}
