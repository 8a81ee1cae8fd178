const MIN_LENGTH = 12
const MAX_LENGTH = 1024
const MIN_DISTINCT = 5
const WELL_KNOWN = /^(?:(?:pass(?:word|wort|phrase)|admin(?:istrator)?|change-?me|welcome|qwerty|letmein|secret|bedrock|test|user|[\d!@#$%&*._-])+)$/i

/** What keeps a text from being a password, as the end of a sentence about it; null for nothing. Does not repeat the text. */
export function passwordFault(password: string): string | null {
  if (password.length < MIN_LENGTH) return `has ${password.length} characters, and needs at least ${MIN_LENGTH}`
  if (password.length > MAX_LENGTH) return `has more than ${MAX_LENGTH} characters`
  if (/[\u0000-\u001f\u007f]/.test(password)) return 'holds what no keyboard types into a form, such as the end of a line'
  if (WELL_KNOWN.test(password) || new Set(password.toLowerCase()).size < MIN_DISTINCT) return 'is one that others try first'
  return null
}
