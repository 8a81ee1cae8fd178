import { asObject, type JsonObject } from './json.ts'

/** How many times JSON text may stand inside JSON text. */
const MAX_NESTING = 3

/**
 * A logged body as a list of objects: one for an ordinary answer, the chunks for a streamed one. A body may also be JSON
 * text in a string, and so may a chunk; whatever is neither (`[DONE]`, binary, prose) is left out. Never throws.
 */
export function bodyChunks(body: unknown): readonly JsonObject[] {
  const value = unwrapped(body)
  const items: unknown[] = Array.isArray(value) ? value : [value]
  const chunks: JsonObject[] = []
  for (const item of items) {
    const chunk = asObject(unwrapped(item))
    if (chunk !== null && !isTextPiece(chunk)) chunks.push(chunk)
  }
  return chunks
}

/** Nearly all chunks of a streamed answer are pieces of its text, with nothing to read in them. */
function isTextPiece(chunk: JsonObject): boolean {
  const type = chunk['type']
  return type === 'content_block_delta' && chunk['amazon-bedrock-invocationMetrics'] === undefined
}

/** True if there is anything in the body at all. */
export function hasContent(body: unknown): boolean {
  if (body === undefined || body === null || body === '') return false
  return typeof body !== 'object' || Object.keys(body).length > 0
}

function unwrapped(value: unknown): unknown {
  let inner = value
  for (let level = 0; typeof inner === 'string' && level < MAX_NESTING; level++) inner = parsed(inner)
  return inner
}

function parsed(text: string): unknown {
  if (!/^\s*["[{]/.test(text)) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
