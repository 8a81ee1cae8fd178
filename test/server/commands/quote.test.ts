import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { inOut, priceRecord } from '../../fixtures/prices.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

function quote(args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import=tsx', 'server/commands/quote.ts', ...args], { cwd: ROOT, input, encoding: 'utf8' })
  return { status, stdout, stderr }
}

t.test('lines of JSON are answered one by one, bad ones by an error that names the line', async (t) => {
  const book = join(t.testdir(), 'book.json')
  const records = [
    priceRecord('a.b', '2026-01-01T00:00:00Z', inOut('0.000009', '0'), { voidedAt: '2026-03-01T00:00:00Z' }),
    priceRecord('a.b', '2026-01-01T00:00:00Z', inOut('0.000001', '0'), { recordedAt: '2026-03-01T00:00:00Z' }),
  ]
  writeFileSync(book, JSON.stringify({ records }))
  const question = { modelId: 'a.b', region: 'us-east-1', timestamp: '2026-07-01T00:00:00Z', inputTokens: 1000 }
  const lines = [JSON.stringify(question), 'nonsense', '', JSON.stringify({ ...question, asOf: '2026-02-01T00:00:00Z' }), '{}']
  const { status, stdout, stderr } = quote(['--json', '--book', book], lines.join('\n'))
  const answers = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
  t.same(answers[0], {
    status: 'priced', reason: null, priceKey: 'a.b', unit: { input: '0.000001' }, cost: '0.001', flags: [], effectiveFrom: '2026-01-01T00:00:00Z',
  })
  t.match(answers[1], { error: /wants a JSON object/ })
  t.match(answers[2], { cost: '0.009' })
  t.match(answers[3], { error: /timestamp/ })
  t.equal(answers.length, 4)
  t.match(stderr, /^line 2: .*\nline 5: timestamp/)
  t.equal(status, 1)
})

t.test('options ask one question of the prices that come with the software', async (t) => {
  const { status, stdout } = quote(['--model', 'global.anthropic.claude-sonnet-4-6', '--region', 'us-east-1', '--at', '2026-07-01T00:00:00Z', '--input', '1000', '--output', '500'])
  t.match(stdout, /^cost +\$0\.0105\nstatus +priced\n/)
  t.equal(status, 0)
})

t.test('a wrong call and a bad book are told apart', async (t) => {
  t.match(quote(['--model', 'a.b']), { status: 2, stderr: /--model and --region are needed/ })
  const book = join(t.testdir(), 'bad.json')
  writeFileSync(book, '{"records": [{"key": "a.b"}]}')
  t.match(quote(['--json', '--book', book]), { status: 1, stderr: /bad\.json: price record 0 \(a\.b\): effectiveFrom: wants text/ })
})
