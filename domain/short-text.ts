/**
 * The text itself if it has at most `limit` UTF-16 units, otherwise its beginning and a hash of the whole, so that long
 * texts stay different from each other. The result never has more than `limit` units.
 */
export function shortText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const suffix = `~${hashHex(text)}`
  const end = limit - suffix.length
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1))
  return text.slice(0, splitsPair ? end - 1 : end) + suffix
}

/** 64 bits of a stable hash (two lanes of multiply and xor-shift), as 16 hex digits. Not for secrets. */
function hashHex(text: string): string {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x9e3779b1)
    b = Math.imul(b ^ unit, 0x5f356495)
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35)
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
}
