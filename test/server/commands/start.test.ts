import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'

const ROOT = resolve(import.meta.dirname, '../../..')
const KEY = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/07/18/05/20260718T050000000Z_0123456789abcdef.json.gz'

const record = JSON.stringify({
  schemaType: 'ModelInvocationLog', schemaVersion: '1.0', timestamp: '2026-07-18T05:00:00Z', accountId: '111122223333',
  region: 'us-east-1', requestId: '8f14e45f-0000-4000-8000-000000000001', operation: 'Converse',
  modelId: 'amazon.nova-pro-v1:0', identity: { arn: 'arn:aws:iam::111122223333:user/alice' },
  input: { inputContentType: 'application/json', inputTokenCount: 1_000_000 },
  output: { outputContentType: 'application/json', outputTokenCount: 0 },
})

function start(t: Test, args: string[]): { child: ChildProcess; output: () => string; done: Promise<number | null> } {
  const child = spawn(process.execPath, ['--import=tsx', 'server/main.ts', ...args], { cwd: ROOT })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  t.teardown(() => child.kill('SIGKILL'))
  const done = once(child, 'close').then(([code]) => code as number | null)
  return { child, output: () => output, done }
}

async function firstLine(child: ChildProcess, output: () => string): Promise<string> {
  while (!output().includes('\n')) await once(child.stdout ?? child, 'data')
  return output().split('\n', 1)[0] ?? ''
}

t.test('a folder of logs is served on one line, without the sample\'s banner, until the process is asked to stop', async (t) => {
  const dir = t.testdir({ logs: {} })
  const { mkdirSync, writeFileSync } = await import('node:fs')
  mkdirSync(resolve(dir, 'logs', KEY, '..'), { recursive: true })
  writeFileSync(join(dir, 'logs', KEY), gzipSync(`${record}\n`))
  const { child, output, done } = start(t, ['--logs', join(dir, 'logs'), '--data', join(dir, 'data'), '--port', '0'])
  const line = await firstLine(child, output)
  const url = /^Serving (http:\/\/127\.0\.0\.1:\d+\/) \(Ctrl-C stops it\)$/.exec(line)?.[1] ?? ''
  t.ok(url, line)
  const page = await (await fetch(`${url}?range=all`)).text()
  t.match(page, '$0.80')
  t.match(page, 'alice')
  t.notMatch(page, 'Sample data')
  child.kill('SIGTERM')
  t.equal(await done, 0)
  t.equal(output(), `${line}\n`, 'and nothing else is printed')
})

t.test('wrong calls and what cannot work end with one clear line', async (t) => {
  const dir = t.testdir({ logs: {} })
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.teardown(() => taken.close())
  const port = String((taken.address() as AddressInfo).port)
  const cases: [string[], number, RegExp][] = [
    [['--help'], 0, /^Usage: npm start -- \[--logs DIR\]/],
    [['--port', '70000'], 2, /^error: --port wants a number of at most 65535, not "70000"\nSee: npm start -- --help\n$/],
    [['--prot', '1'], 2, /^error: Unknown option '--prot'/],
    [['--logs', join(dir, 'nowhere'), '--data', join(dir, 'a')], 1, /^error: log folder ".*nowhere" does not exist or is not a folder\n$/],
    [['--logs', join(dir, 'logs'), '--data', join(dir, 'b'), '--port', port], 1, /^error: port \d+ is in use: stop what listens there, or .* --port\n$/],
  ]
  await Promise.all(cases.map(async ([args, code, text]) => {
    const { output, done } = start(t, args)
    t.equal(await done, code, args.join(' '))
    t.match(output(), text)
  }))
})
