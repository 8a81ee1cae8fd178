import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import type { StackJson } from '../fixtures/infra/synthesized.ts'

const ROOT = resolve(import.meta.dirname, '../..')

interface Outcome {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The command in a process of its own, which no variable tells of credentials or regions. */
function synth(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath, ['--import', 'tsx', 'infra/commands/synth.ts', ...args],
      { cwd: ROOT, env: { PATH: process.env['PATH'] ?? '', ...env } },
      (_, stdout, stderr) => done({ exitCode: child.exitCode, stdout, stderr }),
    )
  })
}

/** Every file below a folder with a digest of its bytes. */
function digests(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((path) => [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')])
}

function stackIn(folder: string, id: string): StackJson {
  return JSON.parse(readFileSync(join(folder, 'stacks', id, 'cdk.tf.json'), 'utf8')) as StackJson
}

const root = t.testdir()
const [a, b] = [join(root, 'a'), join(root, 'deep', 'b')]

t.test('two runs on the same configuration write the same bytes, code of the functions included', async (t) => {
  const config = 'config.example.yaml'
  // The second one is told by its environment, as cdktf does it.
  const runs = await Promise.all([synth(['--config', config, '--out', a]), synth([], { CONFIG_FILE: config, CDKTF_OUTDIR: b })])
  t.same(runs, [{ exitCode: 0, stdout: '', stderr: '' }, { exitCode: 0, stdout: '', stderr: '' }])
  t.ok(digests(a).filter(([path]) => path.endsWith('.zip')).length > 4)
  t.same(digests(a), digests(b))
})

t.test('the example becomes the hub and a spoke with two regions, which needs the hub first', async (t) => {
  const { stacks } = JSON.parse(readFileSync(join(a, 'manifest.json'), 'utf8')) as { stacks: Record<string, { dependencies: string[] }> }
  t.same(Object.entries(stacks).map(([id, { dependencies }]) => [id, dependencies]), [['hub', []], ['spoke-lab', ['hub']]])
  const functions = Object.values(stackIn(a, 'spoke-lab').resource['aws_lambda_function'] ?? {})
  t.same(functions.map(({ region }) => region).sort(), ['eu-west-1', 'us-east-1'])
})

t.test('the code that is uploaded stands where the function says', async (t) => {
  for (const id of ['hub', 'spoke-lab']) {
    const functions = Object.values(stackIn(a, id).resource['aws_lambda_function'] ?? {})
    for (const { filename } of functions) t.equal(readFileSync(join(a, 'stacks', id, filename as string)).readUInt32LE(0), 0x04034b50)
  }
})

t.test('mistakes of a configuration are told with their places, and nothing is written', async (t) => {
  const out = join(root, 'none')
  const file = join(root, 'bad.yaml')
  writeFileSync(file, 'namePrefix: A B\naccounts: []\n')
  const { exitCode, stderr } = await synth(['--config', file, '--out', out])
  t.equal(exitCode, 1)
  t.match(stderr, /bad\.yaml:1:\d+: /)
  t.match(stderr, /bad\.yaml:2:\d+: /)
  t.notMatch(stderr, /\n\s+at /)
  t.throws(() => readdirSync(out))
})

t.test('a file that is not there and an option that is not known are told as what they are', async (t) => {
  const [missing, unknown, help] = await Promise.all([
    synth([], { CONFIG_FILE: join(root, 'missing.yaml') }), synth(['--outdir', root]), synth(['--help']),
  ])
  t.match(missing, { exitCode: 1, stderr: /^cannot read the configuration: .*missing\.yaml/ })
  t.match(unknown, { exitCode: 2, stderr: /--outdir.*usage: /s })
  t.match(help, { exitCode: 0, stdout: /^usage: / })
})
