import { createReadStream, statSync } from 'node:fs'
import { readLines } from '../../adapters/lines.ts'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { parseObjectKey } from '../../domain/object-key.ts'
import { parseLogLine, parseRecord, type ParseContext, type ParsedLine } from '../../domain/parse-record.ts'
import { ObjectUnreadable, type LogLine } from '../../domain/ports.ts'
import { USAGE_EVENT_COLUMNS } from '../../domain/usage-event.ts'
import { runCommand, UsageError } from './cli.ts'
import { wholeDocument } from './whole-document.ts'

const COLUMN_NAMES = USAGE_EVENT_COLUMNS.map(({ name }) => name)

await runCommand({
  name: 'npm run parse --',
  synopsis: 'FILE…',
  help: `
Prints the usage events in log files, one line of JSON each, without any prompt or completion.

FILE is a log object (.json.gz), lines of JSON, a JSON array of records, or one record, pretty-printed or not.
A record that cannot become an event goes to stderr as "FILE:LINE: REASON (FIELD)"; in an array, LINE is the
record's place. The account and region are checked against the file's path where that is one of a log object.

Exit code: 0 every record was fine, 1 some were not, 2 called wrongly or no such file.`,
  options: {},
  positionals: true,
  async run(_options, files) {
    if (files.length === 0) throw new UsageError('which file?')
    for (const file of files) requireFile(file)
    let bad = 0
    for (const file of files) bad += await parseFile(file)
    return bad === 0 ? 0 : 1
  },
})

function requireFile(file: string): void {
  const info = statSync(file, { throwIfNoEntry: false })
  if (info === undefined) throw new UsageError(`no such file: ${file}`)
  if (info.isDirectory()) throw new UsageError(`${file} is a folder; name the files in it`)
}

/** Resolves to the number of bad records. */
async function parseFile(file: string): Promise<number> {
  const now = new Date()
  const context: ParseContext = {
    sourceKey: file,
    parsedAt: now.toISOString(),
    nowMs: now.getTime(),
    policy: DEFAULT_ATTRIBUTION,
    keySource: parseObjectKey(file.replaceAll('\\', '/')),
  }
  let bad = 0
  const print = async (line: number, parsed: ParsedLine) => {
    if (parsed.kind === 'rejected') bad += 1
    await printParsed(`${file}:${line}`, parsed)
  }
  try {
    const { records, lines } = await wholeDocument(linesOf(file))
    for (const [i, record] of records.entries()) await print(i + 1, parseRecord(record, context))
    for await (const { number, latin1 } of lines) await print(number, parseLogLine(latin1, context))
  } catch (error) {
    if (!(error instanceof ObjectUnreadable)) throw error
    process.stderr.write(`${file}:${error.line}: ${error.reason}\n`)
    bad += 1
  }
  return bad
}

async function* linesOf(file: string): AsyncGenerator<LogLine> {
  for await (const batch of readLines(createReadStream(file))) yield* batch
}

async function printParsed(place: string, parsed: ParsedLine): Promise<void> {
  if (parsed.kind === 'rejected') {
    process.stderr.write(`${place}: ${parsed.reason}${parsed.field === null ? '' : ` (${parsed.field})`}\n`)
  } else if (parsed.kind === 'event') {
    const text = `${JSON.stringify(parsed.event, COLUMN_NAMES)}\n`
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve))
  } else if (parsed.cause === 'no_usage') {
    process.stderr.write(`${place}: note: not a request (no counts, no bodies, no error)\n`)
  }
}
