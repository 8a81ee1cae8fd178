import type { LogLine } from '../../domain/ports.ts'

/** A document larger than that is taken for lines. */
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024

/** Either records, of a file that is one JSON document, or lines, of any other. */
export interface FileContent {
  readonly records: readonly unknown[]
  readonly lines: AsyncIterable<LogLine>
}

/**
 * Tells a file that is one JSON document (a record over several lines, an array of records) from one with a record per
 * line. Decided by the first line with anything in it: if that is a whole object, the rest is read as it comes.
 */
export async function wholeDocument(lines: AsyncIterator<LogLine> & AsyncIterable<LogLine>): Promise<FileContent> {
  const read: LogLine[] = []
  let bytes = 0
  let failure: unknown = null
  while (bytes <= MAX_DOCUMENT_BYTES) {
    let next
    try {
      next = await lines.next()
    } catch (error) {
      failure = error
      break
    }
    if (next.done === true) return documentOf(read) ?? { records: [], lines: chained(read, null, null) }
    const line: LogLine = next.value
    const first = bytes === 0
    if (first && isBlank(line.bytes)) continue
    read.push(line)
    bytes += line.bytes.length
    if (first && isObject(line.bytes)) break
  }
  return { records: [], lines: chained(read, lines, failure) }
}

function documentOf(lines: readonly LogLine[]): FileContent | null {
  const value = parsed(lines.map(({ bytes }) => bytes))
  if (typeof value !== 'object' || value === null) return null
  return { records: Array.isArray(value) ? value : [value], lines: chained([], null, null) }
}

async function* chained(read: LogLine[], rest: AsyncIterable<LogLine> | null, failure: unknown): AsyncGenerator<LogLine> {
  yield* read
  if (failure !== null) throw failure as Error
  if (rest !== null) yield* rest
}

function isBlank(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).trim() === ''
}

function isObject(bytes: Uint8Array): boolean {
  const value = parsed([bytes])
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Undefined for what is no JSON. */
function parsed(lines: readonly Uint8Array[]): unknown {
  try {
    return JSON.parse(lines.map((line) => new TextDecoder().decode(line)).join('\n'))
  } catch {
    return undefined
  }
}
