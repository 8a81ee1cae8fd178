import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openLocal, type ReadPorts } from '../../adapters/open-ports.ts'
import { bucketOf, SOURCE_A } from '../fixtures/bucket.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

const BUCKET = bucketOf(SOURCE_A, 'hour', '2026-07-18T05')

async function starts({ usage }: ReadPorts): Promise<string[]> {
  const found = []
  for await (const bucket of usage.readBuckets(SOURCE_A, 'hour', null, null)) found.push(bucket.start)
  return found
}

async function holder(t: Test, folder: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, '../fixtures/hold-folder.ts')
  const child = spawn(process.execPath, ['--import=tsx', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

t.test('what one process wrote, the next one reads', async (t) => {
  const folder = join(t.testdir(), 'not', 'there', 'yet')
  const writer = await openLocal(folder, { mode: 'write' })
  await writer.sink.append([usageEventOf()])
  await writer.usage.writeBucket(BUCKET, await writer.usage.nextGeneration())
  await writer.prices.append([{ key: 'a', effectiveFrom: '2026-01-01T00:00:00Z', recordedAt: '2026-01-01T00:00:00Z', fields: {} }])
  await writer.close()
  t.notOk(existsSync(join(folder, 'dynamodb.json')))

  const reader = await openLocal(folder, { mode: 'read' })
  t.strictSame(await starts(reader), ['2026-07-18T05'])
  t.equal((await reader.prices.read()).version, 1)
  await reader.close()
})

t.test('a folder without data is not made by reading it', async (t) => {
  const folder = join(t.testdir(), 'none')
  await t.rejects(openLocal(folder, { mode: 'read' }), /there is no data in .*: run npm run pipeline first/)
  t.notOk(existsSync(folder))
})

t.test('readers go along with the process that writes, and go on when it has ended', async (t) => {
  const folder = t.testdir()
  const writer = await openLocal(folder, { mode: 'write' })
  const readers = await Promise.all([1, 2].map(() => openLocal(folder, { mode: 'read' })))
  await writer.usage.writeBucket(BUCKET, 1)
  t.strictSame(await Promise.all(readers.map(starts)), [['2026-07-18T05'], ['2026-07-18T05']])
  await writer.close()
  t.strictSame(await Promise.all(readers.map(starts)), [['2026-07-18T05'], ['2026-07-18T05']])
  for (const reader of readers) await reader.close()
})

t.test('a second writer waits for the first, says so once, and gives up in the end', async (t) => {
  const folder = t.testdir()
  const first = await openLocal(folder, { mode: 'write' })
  const messages: string[] = []
  const onWait = (message: string) => messages.push(message)
  await t.rejects(openLocal(folder, { mode: 'write', waitMs: 150, onWait }), /in use by process \d+ for too long: end it, or use another/)
  t.strictSame(messages, [`waiting for process ${process.pid}, which is using ${folder}`])

  const second = openLocal(folder, { mode: 'write' })
  await first.close()
  await (await second).close()
})

t.test('a process that is killed leaves nothing that stands in the way', async (t) => {
  const folder = t.testdir()
  const child = await holder(t, folder)
  const reader = await openLocal(folder, { mode: 'read' })
  t.strictSame(await starts(reader), ['2026-07-18T05'], 'another process serves the reader')
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.ok(existsSync(join(folder, 'dynamodb.json')), 'its notice is still there')
  t.strictSame(await starts(reader), ['2026-07-18T05'], 'now the reader serves itself')
  await reader.close()
  const writer = await openLocal(folder, { mode: 'write' })
  t.strictSame(await starts(writer), ['2026-07-18T05'])
  await writer.close()
})

t.test('the server of another folder is never taken for this one, whatever the notice says', async (t) => {
  const [mine, other] = [t.testdir({ mine: {}, other: {} }), ''].map((path, index) => join(path || t.testdirName, index === 0 ? 'mine' : 'other'))
  if (mine === undefined || other === undefined) throw new Error('two folders')
  await (await openLocal(mine, { mode: 'write' })).close()
  const foreign = await openLocal(other, { mode: 'write' })
  await foreign.usage.writeBucket(BUCKET, 1)
  const notice = JSON.parse(readFileSync(join(other, 'dynamodb.json'), 'utf8')) as object
  for (const text of [JSON.stringify({ ...notice, tableId: 'mine' }), 'not json', '{}']) {
    writeFileSync(join(mine, 'dynamodb.json'), text)
    const reader = await openLocal(mine, { mode: 'read' })
    t.strictSame(await starts(reader), [])
    await reader.close()
  }
  await foreign.close()
})
