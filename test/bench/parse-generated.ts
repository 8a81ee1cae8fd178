import { Readable } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import { readLines } from '../../adapters/lines.ts'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { parseLog } from '../../functions/parse-log.ts'
import { answered, NOW } from '../fixtures/log-record.ts'
import { ONE_OBJECT } from '../fixtures/recorded-usage.ts'

/** What a process prints that was given a size in MiB and has parsed one generated object of that size, as JSON. */
export interface Measured {
  /** Decompressed. */
  readonly bytes: number
  readonly records: number
  readonly seconds: number
  /** The most memory that the process ever held, up to the end of parsing. */
  readonly maxRssBytes: number
  /** Of decompressing the same and no more; only with a second argument, `gunzip`. */
  readonly gunzipSeconds: number | null
}

const MIB = 1024 * 1024
const CHUNK_BYTES = 64 * 1024

/** About a MiB of lines as a stream of a model's answer makes them, with texts that do not repeat. */
function block(): Buffer {
  let state = 7
  const word = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state.toString(36)
  }
  const text = (words: number) => Array.from({ length: words }, word).join(' ')
  const lines: string[] = []
  for (let bytes = 0; bytes < MIB;) {
    const answer = { id: word(), content: [{ type: 'text', text: text(300) }], usage: { input_tokens: 900, output_tokens: 300 } }
    const line = `${JSON.stringify(answered(answer, {
      requestId: `r${lines.length}`,
      input: { inputTokenCount: 900, inputBodyJson: { messages: [{ role: 'user', content: text(600) }] } },
    }))}\n`
    lines.push(line)
    bytes += line.length
  }
  return Buffer.from(lines.join(''))
}

/** A gzip object of `count` blocks, as a network would deliver it. */
async function* chunks(member: Buffer, count: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < count; sent++) {
    for (let from = 0; from < member.length; from += CHUNK_BYTES) yield member.subarray(from, from + CHUNK_BYTES)
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return (performance.now() - startMs) / 1_000
}

/** Resolves to the number of bytes. */
async function gunzipAll(source: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of Readable.from(source).pipe(createGunzip({ chunkSize: CHUNK_BYTES }))) bytes += (chunk as Buffer).length
  return bytes
}

async function measure(mebibytes: number, withGunzip: boolean): Promise<Measured> {
  const lines = block()
  const member = gzipSync(lines)
  let records = 0
  const seconds = await secondsOf(() => parseLog(ONE_OBJECT.key, {
    objects: { async *list() {}, lines: () => readLines(chunks(member, mebibytes)) },
    sink: { append: async (events) => void (records += events.length) },
    quarantine: { replace: async () => {} },
  }, { policy: DEFAULT_ATTRIBUTION, clock: () => new Date(NOW) }))
  const maxRssBytes = process.resourceUsage().maxRSS * 1024
  const gunzipSeconds = withGunzip ? await secondsOf(() => gunzipAll(chunks(member, mebibytes))) : null
  return { bytes: lines.length * mebibytes, records, seconds, maxRssBytes, gunzipSeconds }
}

const [, , mebibytes, mode] = process.argv
process.stdout.write(`${JSON.stringify(await measure(Number(mebibytes), mode === 'gunzip'))}\n`)
