import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip, gzipSync } from 'node:zlib'
import { readLines } from '../../adapters/lines.ts'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { parseLog } from '../../functions/parse-log.ts'
import { NOW } from '../fixtures/log-record.ts'
import { ONE_OBJECT } from '../fixtures/recorded-usage.ts'
import type { Bench, BenchReport } from './bench.ts'
import { logMix } from './log-mix.ts'

const RECORDS = 8_000
const RECORDS_PER_FILE = 200
const CHUNK_BYTES = 64 * 1024
const PLAIN_PARSER = resolve(import.meta.dirname, 'plain-parser.py')

export const parseLogSpeed: Bench = {
  name: 'parse-log',
  title: 'Reading logs',
  method: 'parse-log over gzip files of 200 records: 80 % answers streamed by Converse with bodies of 1 to 25 kB, 15 % streams of 100 to 500 chunks, '
    + '5 % bodies of 100 kB; beside gunzip alone on the same files, and beside a plain parser in Python (gunzip, split lines, `json.loads`, build the row). '
    + 'CPU time of all threads, the better of two runs after one to get warm; MB are of uncompressed log.',
  run: measure,
}

async function measure(): Promise<BenchReport> {
  const lines = logMix(RECORDS)
  const megabytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0) / 1e6
  const files = Array.from({ length: RECORDS / RECORDS_PER_FILE }, (_, file) =>
    gzipSync(lines.slice(file * RECORDS_PER_FILE, (file + 1) * RECORDS_PER_FILE).join('\n')))
  const gunzipped = await cpuSecondsOf(async () => {
    for (const file of files) await finished(Readable.from(chunksOf(file)).pipe(createGunzip({ chunkSize: CHUNK_BYTES })).resume())
  })
  const parsed = await cpuSecondsOf(async () => {
    let records = 0
    for (const file of files) records += await parse(file)
    if (records !== RECORDS) throw new Error(`${records} records of ${RECORDS} were parsed`)
  })
  const plain = plainSeconds(files)
  return {
    findings: [
      {
        name: 'parse-log, realistic mix: speed, of that of gunzip alone', value: gunzipped / parsed, unit: '×', target: { atLeast: 0.5 },
        boundBy: 'gunzip itself, then cutting what it gives into lines and finding where the strings of bodies end, which looks at every byte once more.',
      },
      ...(plain === null ? [] : [{
        name: 'parse-log, realistic mix: speed, of that of a plain parser in Python', value: plain / parsed, unit: '×', target: { atLeast: 3 },
        boundBy: `inflating: gunzip alone reaches ${(plain / gunzipped).toFixed(1)} × on the same files, so that lines, their check and their reading together `
          + `would have to take no more than ${(Math.max(0, plain / 3 - gunzipped) / gunzipped).toFixed(2)} of the time that gunzip takes, and take `
          + `${((parsed - gunzipped) / gunzipped).toFixed(2)} of it. Larger buffers for what is inflated were tried and gave 4 %.`,
      }]),
      { name: 'parse-log, realistic mix: speed on one core', value: megabytes / parsed, unit: 'MB/s' },
    ],
  }
}

/** CPU seconds for a byte of uncompressed log. */
export async function parseSecondsPerByte(records: number): Promise<number> {
  const text = logMix(records).join('\n')
  const file = gzipSync(text)
  return await cpuSecondsOf(async () => void await parse(file)) / Buffer.byteLength(text)
}

async function parse(file: Buffer): Promise<number> {
  const { records } = await parseLog(ONE_OBJECT.key, {
    objects: { async *list() {}, lines: () => readLines(chunksOf(file)) },
    sink: { append: async () => {} },
    quarantine: { replace: async () => {} },
  }, { policy: DEFAULT_ATTRIBUTION, clock: () => new Date(NOW) })
  return records
}

async function* chunksOf(file: Buffer): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.length; from += CHUNK_BYTES) yield file.subarray(from, from + CHUNK_BYTES)
}

/** Of all threads, in the faster of two runs after one to get warm. */
async function cpuSecondsOf(work: () => Promise<void>): Promise<number> {
  const once = async () => {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
  await once()
  return Math.min(await once(), await once())
}

/** Null where there is no Python to compare with. */
function plainSeconds(files: readonly Buffer[]): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'))
  try {
    files.forEach((file, index) => writeFileSync(join(folder, `${index}.json.gz`), file))
    const { rows, seconds } = JSON.parse(execFileSync('python3', [PLAIN_PARSER, folder], { encoding: 'utf8' })) as { rows: number; seconds: number }
    if (rows !== RECORDS) throw new Error(`the plain parser found ${rows} records of ${RECORDS}`)
    return seconds
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}
