const UPPER_CASE = /[A-Z]/g

/**
 * Whether two texts are the same e-mail address: mail is delivered whatever the case of its letters, and only those of ASCII
 * have one here.
 */
export function isSameAddress(one: string, other: string): boolean {
  return one.length === other.length && lowerCase(one) === lowerCase(other)
}

function lowerCase(text: string): string {
  return text.replaceAll(UPPER_CASE, (letter) => letter.toLowerCase())
}
