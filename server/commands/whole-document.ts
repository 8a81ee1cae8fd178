import { textOfLatin1 } from '../../domain/latin1.ts'
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
    if (first && isBlank(line.latin1)) continue
    read.push(line)
    bytes += line.latin1.length
    if (first && isObject(line.latin1)) break
  }
  return { records: [], lines: chained(read, lines, failure) }
}

function documentOf(lines: readonly LogLine[]): FileContent | null {
  const value = parsed(lines.map(({ latin1 }) => latin1))
  if (typeof value !== 'object' || value === null) return null
  return { records: Array.isArray(value) ? value : [value], lines: chained([], null, null) }
}

async function* chained(read: LogLine[], rest: AsyncIterable<LogLine> | null, failure: unknown): AsyncGenerator<LogLine> {
  yield* read
  if (failure !== null) throw failure as Error
  if (rest !== null) yield* rest
}

function isBlank(latin1: string): boolean {
  return textOfLatin1(latin1).trim() === ''
}

function isObject(latin1: string): boolean {
  const value = parsed([latin1])
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Undefined for what is no JSON. */
function parsed(lines: readonly string[]): unknown {
  try {
    return JSON.parse(lines.map(textOfLatin1).join('\n'))
  } catch {
    return undefined
  }
}
