import { ObjectUnreadable, type LogLine } from '../domain/ports.ts'
import { gunzip, GunzipFailed } from './gunzip.ts'

export interface LineLimits {
  /** Of the decompressed object. */
  readonly maxBytes: number
  readonly maxLineBytes: number
  /** Of decompressed to compressed size, looked at once an object has grown to `ratioFromBytes`. */
  readonly maxRatio: number
  readonly ratioFromBytes: number
}

const MIB = 1024 * 1024

export const DEFAULT_LINE_LIMITS: LineLimits = {
  maxBytes: 2048 * MIB,
  maxLineBytes: 64 * MIB,
  maxRatio: 1000,
  ratioFromBytes: 64 * MIB,
}

const BATCH_LINES = 1000

/**
 * Cuts the bytes of a plain or gzip object into lines, at line feeds only, in batches. The last line needs no line feed.
 * Holds no more than a line and what one step decompresses. Throws ObjectUnreadable after the last whole line, and the
 * source's own errors as they are.
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  limits: Partial<LineLimits> = {},
): AsyncGenerator<readonly LogLine[]> {
  const all = { ...DEFAULT_LINE_LIMITS, ...limits }
  let batch: LogLine[] = []
  let line = 1
  let started: string[] = []
  let startedBytes = 0
  let bytes = 0
  const finish = (rest: string) => {
    batch.push({ number: line++, latin1: started.length === 0 ? rest : [...started, rest].join('') })
    started = []
    startedBytes = 0
  }
  try {
    for await (const decompressedBytes of decompressed(source, all)) {
      const chunk = latin1Of(decompressedBytes)
      bytes += chunk.length
      if (bytes > all.maxBytes) throw tooLarge(line, `more than ${all.maxBytes} bytes when decompressed`)
      let from = 0
      for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', from)) {
        if (startedBytes + at - from > all.maxLineBytes) throw tooLarge(line, `line ${line} is too long`)
        finish(chunk.slice(from, at))
        from = at + 1
        if (batch.length < BATCH_LINES) continue
        yield batch
        batch = []
      }
      if (from < chunk.length) started.push(chunk.slice(from))
      startedBytes += chunk.length - from
      if (startedBytes > all.maxLineBytes) throw tooLarge(line, `line ${line} is too long`)
      if (batch.length > 0) yield batch
      batch = []
    }
  } catch (error) {
    if (batch.length > 0) yield batch
    if (!(error instanceof GunzipFailed)) throw error
    throw new ObjectUnreadable(error.reason, line, `${error.message} at line ${line}`)
  }
  if (started.length === 0) return
  finish('')
  yield batch
}

/** One character for each byte. */
function latin1Of({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}

function tooLarge(line: number, what: string): ObjectUnreadable {
  return new ObjectUnreadable('too_large', line, what)
}

/** Gzip is told by its first two bytes, not by the object's name. */
async function* decompressed(source: AsyncIterable<Uint8Array>, limits: LineLimits): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array()
  try {
    while (head.length < 2) {
      const next = await iterator.next()
      if (next.done === true) break
      head = Buffer.concat([head, next.value])
    }
    const whole = prepended(head, iterator)
    yield* head[0] === 0x1f && head[1] === 0x8b ? gunzip(whole, limits) : whole
  } finally {
    await iterator.return?.()
  }
}

async function* prepended(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}
