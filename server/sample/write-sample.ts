import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sourceId, type Source } from '../../domain/source.ts'
import { sampleHour, type SampleCall } from './sample-hour.ts'
import { SAMPLE_SOURCES } from './workloads.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SAMPLE_DAYS = 30

/**
 * Writes the sample's calls of the last days up to now as log objects below the folder, laid out as Bedrock does it.
 *
 * An object's name says up to when it covers its day, so that the next run goes on from there: nothing that stands
 * there is written again, and no call is in two objects. Resolves to the number of objects written.
 */
export async function writeSample(dir: string, now: Date, days = SAMPLE_DAYS): Promise<number> {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  let written = 0
  for (let day = today - days * DAY_MS; day <= today; day += DAY_MS) {
    const upTo = Math.min(day + DAY_MS - 1, now.getTime())
    for (const source of SAMPLE_SOURCES) written += await writeDay(dir, source, day, upTo)
  }
  return written
}

async function writeDay(dir: string, source: Source, day: number, upTo: number): Promise<number> {
  const folder = join(dir, dayFolder(source, day))
  const covered = existsSync(folder) ? coveredUpTo(await readdir(folder, { recursive: true })) : day - 1
  const calls = callsBetween(source, Math.max(covered, day - 1), upTo)
  if (calls.length === 0) return 0
  const hourFolder = join(folder, new Date(upTo).toISOString().slice(11, 13))
  const name = objectName(source, upTo)
  await mkdir(hourFolder, { recursive: true })
  // Renamed into place, so that whoever watches the folder never sees half an object.
  const unfinished = join(hourFolder, `.${name}.part`)
  await writeFile(unfinished, gzipSync(calls.map((call) => `${call.line}\n`).join(''), { level: 1 }))
  await rename(unfinished, join(hourFolder, name))
  return 1
}

/** Calls after the first instant, up to and with the second one. */
function callsBetween(source: Source, after: number, upTo: number): SampleCall[] {
  const calls: SampleCall[] = []
  for (let hour = Math.floor((after + 1) / HOUR_MS) * HOUR_MS; hour <= upTo; hour += HOUR_MS) {
    calls.push(...sampleHour(source, hour).filter((call) => call.atMs > after && call.atMs <= upTo))
  }
  return calls
}

function dayFolder(source: Source, day: number): string {
  const date = new Date(day).toISOString().slice(0, 10)
  return join('AWSLogs', source.accountId, 'BedrockModelInvocationLogs', source.region, ...date.split('-'))
}

/** `20261123T205959999Z_<16 hexadecimal digits>.json.gz` */
function objectName(source: Source, upTo: number): string {
  const stamp = new Date(upTo).toISOString().replace(/[-:.]/g, '')
  const suffix = createHash('sha256').update(`${sourceId(source)}/${upTo}`).digest('hex').slice(0, 16)
  return `${stamp}_${suffix}.json.gz`
}

function coveredUpTo(paths: readonly string[]): number {
  const ends = paths
    .map((path) => /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z_/.exec(basename(path)))
    .map((match) => (match ? Date.UTC(...dateParts(match.slice(1).map(Number))) : 0))
  return Math.max(0, ...ends)
}

function dateParts([year = 0, month = 1, day, hour, minute, second, ms]: number[]): Parameters<typeof Date.UTC> {
  return [year, month - 1, day, hour, minute, second, ms]
}
