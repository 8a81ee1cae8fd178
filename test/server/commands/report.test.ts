import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'
import { openLocal } from '../../../adapters/open-ports.ts'
import { mergeBuckets } from '../../../domain/bucket.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

interface Outcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

function runReport(...args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath, ['--import', 'tsx', 'server/commands/report.ts', ...args], { cwd: ROOT },
      (_, stdout, stderr) => done({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

interface JsonReport {
  readonly rows: readonly Record<string, unknown>[]
  readonly total: Record<string, unknown>
}

async function jsonReport(...args: string[]): Promise<JsonReport> {
  const { exitCode, stdout, stderr } = await runReport(...args, '--format', 'json')
  if (exitCode !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as JsonReport
}

/** Two hours of one day in one source, merged upwards as the pipeline does, and an hour still to come in another. */
async function storeUsage(folder: string): Promise<void> {
  const ports = await openLocal(folder, { mode: 'write' })
  const priced = { ...cellOf().cost, input: 3_000_000_000_001n }
  const hours = [
    bucketOf(SOURCE_A, 'hour', '2024-03-01T05', [cellOf({ calls: 1, cost: priced }), cellOf({ calls: 2, caller: 'zoe' })]),
    bucketOf(SOURCE_A, 'hour', '2024-03-01T23', [cellOf({ calls: 10, errorCode: 'ThrottlingException' })]),
  ]
  const day = mergeBuckets('day', '2024-03-01', SOURCE_A, hours)
  const month = mergeBuckets('month', '2024-03', SOURCE_A, [day])
  const generation = await ports.usage.nextGeneration()
  for (const bucket of [...hours, day, month, bucketOf(SOURCE_B, 'hour', '2999-01-01T00', [cellOf({ calls: 100 })])]) {
    await ports.usage.writeBucket(bucket, generation)
  }
  await ports.usage.noteSource({ ...SOURCE_A, newestEvent: '2024-03-01T23:59:59.000Z' })
  await ports.usage.noteSource({ ...SOURCE_B, newestEvent: '2999-01-01T00:10:00.000Z' })
  await ports.close()
}

t.test('the report command', async (t) => {
  const folder = t.testdir()
  await storeUsage(folder)

  t.test('sums everything in the folder, or the hours asked for', async (t) => {
    const [all, part, byHour] = await Promise.all([
      jsonReport('--data', folder, '--group-by', 'caller,errorCode'),
      jsonReport('--data', folder, '--from', '2024-03-01T07:00:00+01:00', '--to', '2024-03-02T00:00:00Z'),
      jsonReport('--data', folder, '--to', '2024-04-01T00:00:00Z', '--group-by', 'hour'),
    ])
    t.match(all.total, { calls: 113, errors: 10, costUsd: '0.000003000000000001' })
    t.strictSame(all.rows.map((row) => [row['caller'], row['errorCode'], row['calls']]), [
      ['alice@example.com', '', 101], ['alice@example.com', 'ThrottlingException', 10], ['zoe', '', 2],
    ])
    t.match(part, { rows: [], total: { calls: 10, costUsd: '0' } })
    t.strictSame(byHour.rows.map((row) => [row['hour'], row['calls']]), [['2024-03-01T05', 3], ['2024-03-01T23', 10]])
  })

  t.test('exits with 2 if it was called wrongly, and with 1 where there is no usage', async (t) => {
    const cases: [string[], number, RegExp][] = [
      [['--data', folder, '--from', '2024-03-01T05:30:00Z'], 2, /--from wants a full hour in UTC/],
      [['--data', t.testdir()], 1, /^error: there is no .* in .*: run npm run pipeline first\n$/],
      [['--data', `${folder}/nowhere`], 1, /^error: there is no .* in .*: run npm run pipeline first\n$/],
    ]
    await Promise.all(cases.map(async ([args, expected, message]) => {
      const { exitCode, stdout, stderr } = await runReport(...args)
      t.same([exitCode, stdout], [expected, ''], args.join(' '))
      t.match(stderr, message)
    }))
  })
})
