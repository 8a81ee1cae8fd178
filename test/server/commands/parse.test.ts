import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { USAGE_EVENT_COLUMNS } from '../../../domain/usage-event.ts'
import { answered, logRecord } from '../../fixtures/log-record.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import=tsx', 'server/commands/parse.ts', ...args],
    { cwd: ROOT, encoding: 'utf8' })
  const events = stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>)
  return { status, stdout, stderr, events }
}

const record = (requestId: string) => answered({ text: 'CANARY' }, { requestId, input: { inputTokenCount: 1, inputBodyJson: 'CANARY' } })
const LOG_PATH = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/07/18/05/20260718T051640000Z_9b86bf4994c4ab1c.json.gz'

t.test('every kind of file gives one line per record', async (t) => {
  const folder = t.testdir({
    'pretty.json': JSON.stringify(record('a'), null, 2),
    'array.json': JSON.stringify([record('b'), record('c')], null, 2),
    'flat-array.json': JSON.stringify([record('d')]),
    'lines.ndjson': `\n${JSON.stringify(record('e'))}\r\n\n${JSON.stringify(record('f'))}`,
    'empty.json': '',
  })
  const log = join(folder, LOG_PATH)
  mkdirSync(dirname(log), { recursive: true })
  writeFileSync(log, gzipSync(`${JSON.stringify(record('g'))}\n${JSON.stringify(record('h'))}\n`))
  const files = ['pretty.json', 'array.json', 'flat-array.json', 'lines.ndjson', 'empty.json', LOG_PATH].map((name) => join(folder, name))
  const { status, stdout, stderr, events } = run(...files)
  t.equal(status, 0)
  t.equal(stderr, '')
  t.same(events.map((event) => event['request_id']), ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
  for (const event of events) t.same(Object.keys(event), USAGE_EVENT_COLUMNS.map(({ name }) => name))
  t.equal(events[0]?.['source_s3_key'], files[0])
  t.notMatch(stdout, /CANARY/)
})

t.test('bad records are named on stderr by file, line and reason, and the others go through', async (t) => {
  const lines = [
    JSON.stringify(record('a')),
    'CANARY no JSON',
    JSON.stringify(answered({}, { input: { inputTokenCount: -1 } })),
    JSON.stringify(logRecord()),
    JSON.stringify(record('b')),
  ]
  const folder = t.testdir({ 'lines.ndjson': lines.join('\n') })
  const file = join(folder, 'lines.ndjson')
  const cut = join(folder, 'cut.gz')
  writeFileSync(cut, gzipSync(JSON.stringify(record('c'))).subarray(0, -12))
  const { status, stderr, events } = run(file, cut)
  t.equal(status, 1)
  t.same(events.map((event) => event['request_id']), ['a', 'b'])
  t.same(stderr.trim().split('\n'), [
    `${file}:2: not_json`,
    `${file}:3: bad_count (input.inputTokenCount)`,
    `${file}:4: note: not a request (no counts, no bodies, no error)`,
    `${cut}:1: truncated`,
  ])
})

t.test('a record that is no request is a note, not a failure', async (t) => {
  const folder = t.testdir({ 'one.json': JSON.stringify(logRecord({ input: {}, output: {} }), null, 1) })
  const { status, stdout, stderr } = run(join(folder, 'one.json'))
  t.equal(status, 0)
  t.equal(stdout, '')
  t.match(stderr, /one\.json:1: note/)
})

t.test('the account is checked where the path is one of a log object', async (t) => {
  const folder = t.testdir({})
  const log = join(folder, LOG_PATH.replace('111122223333', '444455556666'))
  mkdirSync(dirname(log), { recursive: true })
  writeFileSync(log, gzipSync(JSON.stringify(record('a'))))
  const { status, stderr } = run(log)
  t.equal(status, 1)
  t.equal(stderr.trim(), `${log}:1: account_mismatch (accountId)`)
})

t.test('a wrong call ends with 2 and says what is wrong', async (t) => {
  const folder = t.testdir({})
  for (const [args, message] of [
    [[], /which file/], [[join(folder, 'none.json')], /no such file: .*none\.json/], [[folder], /is a folder/], [['--bogus'], /--bogus/],
  ] as const) {
    const { status, stdout, stderr } = run(...args)
    t.equal(status, 2)
    t.equal(stdout, '')
    t.match(stderr, message)
  }
  const help = run('--help')
  t.equal(help.status, 0)
  t.match(help.stdout, /Usage: npm run parse -- FILE…/)
})
