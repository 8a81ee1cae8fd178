import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import t, { type Test } from 'tap'
import { gzipSync } from 'node:zlib'
import { answered } from '../../fixtures/log-record.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const KEY = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2024/03/01/05/20240301T050000000Z_0123456789abcdef.json.gz'
const MODEL = 'anthropic.claude-sonnet-4-6'

function pipeline(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath, ['--import', 'tsx', 'server/commands/pipeline.ts', ...args], { cwd: ROOT },
      (_, stdout, stderr) => done({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

function folders(t: Test): { logs: string; data: string; prices: string } {
  const folder = t.testdir({
    'prices.json': JSON.stringify({ [MODEL]: { litellm_provider: 'bedrock', mode: 'chat', input_cost_per_token: 0.000002, output_cost_per_token: 0.00001 } }),
  })
  const record = (requestId: string, timestamp: string) => JSON.stringify(answered({}, { requestId, timestamp, modelId: MODEL }))
  const lines = [
    record('a', '2024-03-01T05:10:00Z'), record('b', '2024-03-01T06:59:59Z'), record('a', '2024-03-01T05:10:00Z'), '{"requestId": "secret prompt',
  ]
  const file = join(folder, 'logs', KEY)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, gzipSync(lines.join('\n')))
  return { logs: join(folder, 'logs'), data: join(folder, 'data'), prices: join(folder, 'prices.json') }
}

t.test('the JSON object tells what the data folder holds, the same after a second run and after two at once', async (t) => {
  const { logs, data, prices } = folders(t)
  const args = ['--logs', logs, '--data', data, '--prices', prices, '--json']
  const runs = [...await Promise.all([pipeline(...args), pipeline(...args)]), await pipeline(...args)]
  const states = runs.map(({ exitCode, stdout }) => {
    t.equal(exitCode, 0)
    const { bucketsWritten, seconds, recordsPerSecond, ...state } = JSON.parse(stdout) as Record<string, unknown>
    return { state, bucketsWritten, kinds: [typeof seconds, typeof recordsPerSecond] }
  })
  t.strictSame(states[0]?.state, {
    objects: 1, records: 3, requests: 2, duplicates: 1, quarantined: 1, from: '2024-03-01T05:00:00Z', to: '2024-03-01T07:00:00Z',
    total: {
      calls: 2, errors: 0, inputTokens: 20, outputTokens: 10, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0,
      unpricedCalls: 0, costUsd: '0.00014', latencyCount: 0, latencyP50Ms: null, latencyP95Ms: null, ttftCount: 0, ttftP50Ms: null,
    },
  })
  t.strictSame(states.map(({ state }) => state), states.map(() => states[0]?.state))
  t.strictSame(states.map(({ bucketsWritten }) => bucketsWritten).sort(), [0, 0, 4], 'two hours, their day and month, once')
  t.notMatch(runs.map(({ stdout, stderr }) => stdout + stderr).join(), 'secret')
})

t.test('without --json there is a summary, with prices from the built-in list or those given before', async (t) => {
  const { logs, data, prices } = folders(t)
  const builtIn = await pipeline('--logs', logs, '--data', data)
  t.match(builtIn.stdout, /^1 log objects, 3 records: 2 requests, 1 duplicates, 1 lines quarantined\n/)
  t.match(builtIn.stdout, /\n3 new records and 4 buckets written in [\d.]+ s \(\d+ records\/s\)\n$/)
  t.equal(builtIn.stderr, '')
  const later = ['--prices', prices, '--prices-effective', '2026-01-01T00:00:00Z']
  t.match((await pipeline('--logs', logs, '--data', data, ...later)).stdout, ': 0 USD, 2 calls not or not fully priced\n')
  t.match((await pipeline('--logs', logs, '--data', data)).stdout, ': 0 USD, 2 calls', 'the folder keeps the prices it was given')
})

t.test('a wrong call is told what is wrong, and makes no folder', async (t) => {
  const { logs, data, prices } = folders(t)
  const cases: [string[], number, RegExp][] = [
    [['--data', data], 2, /--logs DIR is missing/],
    [['--logs', logs, '--data', data, '--prices-effective', '2026-01-01T00:00:00Z'], 2, /goes with --prices/],
    [['--logs', logs, '--data', data, '--prices', prices, '--prices-effective', 'today'], 2, /wants an instant/],
    [['--logs', join(logs, 'gone'), '--data', data], 1, /log folder .* does not exist/],
  ]
  const outcomes = await Promise.all(cases.map(([args]) => pipeline(...args)))
  for (const [index, [args, exitCode, message]] of cases.entries()) {
    t.equal(outcomes[index]?.exitCode, exitCode, args.join(' '))
    t.match(outcomes[index]?.stderr, message)
    t.equal(outcomes[index]?.stdout, '')
  }
  t.notOk(existsSync(data))
})
