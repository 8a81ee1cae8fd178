import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { send, statusOf } from '../../fixtures/raw-http.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const KEY = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/07/18/05/20260718T050000000Z_0123456789abcdef.json.gz'

const record = JSON.stringify({
  schemaType: 'ModelInvocationLog', schemaVersion: '1.0', timestamp: '2026-07-18T05:00:00Z', accountId: '111122223333',
  region: 'us-east-1', requestId: '8f14e45f-0000-4000-8000-000000000001', operation: 'Converse',
  modelId: 'amazon.nova-pro-v1:0', identity: { arn: 'arn:aws:iam::111122223333:user/alice' },
  input: { inputContentType: 'application/json', inputTokenCount: 1_000_000 },
  output: { outputContentType: 'application/json', outputTokenCount: 0 },
})

interface Started {
  readonly child: ChildProcess
  readonly output: () => string
  readonly done: Promise<number | null>
}

function start(t: Test, args: string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ['--import=tsx', 'server/main.ts', ...args], { cwd: ROOT, env: { ...process.env, ...env } })
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
  const { answer } = send(Number(new URL(url).port), 'GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n')
  t.equal(statusOf(await answer), 421, 'and to names of this machine alone')
  child.kill('SIGTERM')
  t.equal(await done, 0)
  t.equal(output(), `${line}\nSign-in: none, whoever reaches this address sees and changes everything\n`, 'and nothing else is printed')
})

const CONFIG = `accounts: [{name: main, accountId: "111122223333", primary: true, regions: [us-east-1]}]
state: {bucket: example-state}
`

t.test('the configuration says who gets in, and the environment what it is secured with', async (t) => {
  const dir = t.testdir({
    logs: {}, 'auth.yaml': `${CONFIG}auth: {mode: header, header: {userHeader: X-User, sharedSecretHeader: X-Secret}, defaultRole: viewer}\n`,
  })
  const secret = 'kQ9vXw2rT7yBn4mZc8Lp3sHd6fGj1aEu'
  const args = ['--logs', join(dir, 'logs'), '--data', join(dir, 'data'), '--config', join(dir, 'auth.yaml'), '--port', '0']
  const refused = start(t, args)
  t.equal(await refused.done, 1)
  t.match(refused.output(), /^error: AUTH_HEADER_SECRET is missing: [^\n]*\n$/)

  const { child, output, done } = start(t, args, { AUTH_HEADER_SECRET: secret })
  const url = /^Serving (\S+)/.exec(await firstLine(child, output))?.[1] ?? ''
  t.match(output(), 'Sign-in: header, X-User of a proxy that proves itself by X-Secret\n')
  t.equal((await fetch(url)).status, 401)
  t.equal((await fetch(url, { headers: { 'x-user': 'ann' } })).status, 401)
  t.match(await (await fetch(url, { headers: { 'x-user': 'ann', 'x-secret': secret } })).text(), 'Signed in as ann via the proxy')
  child.kill('SIGTERM')
  t.equal(await done, 0)
  t.match(output(), '"untrusted identity header"')
  t.notMatch(output(), secret)
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
