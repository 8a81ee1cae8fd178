import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, endOfString, isWholeString, OPEN_LIST, OPEN_OBJECT, QUOTE, STRING_STEP } from './json-text.ts'

/**
 * Members of bodies that hold what was said, and are read by nothing here: whatever such a string says, the record means the
 * same. No member that is read may ever stand in this list.
 */
export const CONTENT_KEYS: readonly string[] = [
  'text', 'content', 'data', 'bytes', 'base64', 'thinking', 'signature', 'partial_json', 'arguments', 'prompt', 'inputText', 'outputText',
  'completion', 'generation', 'generated_text', 'reasoning', 'system', 'query', 'url', 'description',
]
const CONTENT: ReadonlySet<string> = new Set(CONTENT_KEYS)

/** Shorter texts cost less to keep than to take out. */
const LONG = 64
/** Says as little as the text in its place, and is, like it, neither a code nor JSON. */
const PLACEHOLDER = '"*"'

/** A chunk that is a piece of a streamed text and nothing else, with the comma after it: bodyChunks leaves those out. */
const TEXT_PIECE = new RegExp(
  String.raw`\{"type":"content_block_delta","index":(?:0|[1-9][0-9]{0,8}),"delta":\{"type":"[a-z_]{1,40}","(?:text|partial_json|thinking|signature)":"${STRING_STEP}"\}\},`,
  'y',
)

/**
 * The text of a record without most of what was said in it: JSON that parseRecord reads exactly as it reads the whole, in a
 * fraction of the time. What is no JSON stays none.
 *
 * Below `input` and `output` a whole string is replaced by another one, and pieces of text are left out of a body that is a
 * list of chunks, once they have been seen to be well-formed; everything else is handed on as it stands, faults included.
 */
export function skim(text: string): string {
  const parts: string[] = []
  let copied = 0
  const replace = (from: number, to: number, by: string) => {
    parts.push(text.slice(copied, from), by)
    copied = to
  }
  let depth = 0
  let inBodies = false
  let isMember = false
  let bodyFrom = -1
  let [keyFrom, keyTo] = [0, 0]
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      if (end === -1) break
      if (inBodies && end - at > LONG) {
        const isContent = isMember ? CONTENT.has(text.slice(keyFrom, keyTo)) : isProseInList(text, at, end)
        if (isContent && isWholeString(text, at, end)) replace(at, end, PLACEHOLDER)
      }
      if (!isMember) [keyFrom, keyTo] = [at + 1, end - 1]
      at = end
      continue
    }
    at += 1
    isMember = code === COLON
    if (isMember && depth === 1) inBodies = isOneOf(text, keyFrom, keyTo, 'input', 'output')
    if (isMember && depth === 2 && inBodies && isOneOf(text, keyFrom, keyTo, 'inputBodyJson', 'outputBodyJson')) bodyFrom = at
    if (code === OPEN_OBJECT || code === OPEN_LIST) depth += 1
    if ((code === CLOSE_OBJECT || code === CLOSE_LIST) && --depth < 3) bodyFrom = -1
    // Chunks begin after the bracket that opens a body, and after the commas between them.
    const isChunk = depth === 3 && (code === COMMA || (code === OPEN_LIST && at === bodyFrom + 1))
    if (!isChunk || text.charCodeAt(bodyFrom) !== OPEN_LIST) continue
    const end = endOfPieces(text, at)
    if (end > at) replace(at, end, '')
    at = end
  }
  if (copied === 0) return text
  parts.push(text.slice(copied))
  return parts.join('')
}

/** Where the pieces of text end that begin at `from`; `from` where there are none. */
function endOfPieces(text: string, from: number): number {
  let end = from
  TEXT_PIECE.lastIndex = from
  while (TEXT_PIECE.test(text)) end = TEXT_PIECE.lastIndex
  return end
}

function isOneOf(text: string, from: number, to: number, ...names: readonly string[]): boolean {
  return names.some((name) => to - from === name.length && text.startsWith(name, from))
}

/** Whether a string is an element of a list that holds no JSON text: as a chunk, such a string is left out. */
function isProseInList(text: string, from: number, end: number): boolean {
  const [before, first, after] = [text.charCodeAt(from - 1), text.charCodeAt(from + 1), text.charCodeAt(end)]
  const isElement = (before === OPEN_LIST || before === COMMA) && (after === COMMA || after === CLOSE_LIST)
  return isElement && first > 0x20 && first < 0x7f && first !== QUOTE && first !== BACKSLASH && first !== OPEN_LIST && first !== OPEN_OBJECT
}
