const utf8 = new TextDecoder()

/** The text that bytes stand for in UTF-8, given as one character for each; what is no UTF-8 becomes replacement characters. */
export function textOfLatin1(latin1: string): string {
  if (!/[\u0080-\u00ff]/.test(latin1)) return latin1
  const bytes = new Uint8Array(latin1.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = latin1.charCodeAt(at)
  return utf8.decode(bytes)
}
