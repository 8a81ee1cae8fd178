/** JSON as text, looked at without reading it. */

export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COLON = 0x3a
export const COMMA = 0x2c
export const OPEN_LIST = 0x5b
export const CLOSE_LIST = 0x5d
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d

/** Pattern of what stands between the quotes of a string, in bounded steps: a long repetition would outgrow the stack. */
export const STRING_STEP = String.raw`[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\u0000-\u001f]*){0,1000}`
const STEP = new RegExp(STRING_STEP, 'y')

/** Where the string that opens at `quote` ends; -1 if it does not. */
export function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1
    while (text.charCodeAt(before) === BACKSLASH) before -= 1
    if ((at - before) % 2 === 1) return at + 1
  }
  return -1
}

/** Whether nothing between the quotes at `quote` and before `end` breaks a rule of JSON. */
export function isWholeString(text: string, quote: number, end: number): boolean {
  for (let at = quote + 1; ; at = STEP.lastIndex) {
    STEP.lastIndex = at
    STEP.test(text)
    if (STEP.lastIndex === end - 1) return true
    if (STEP.lastIndex === at) return false
  }
}
