import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type DuckDb, openDuckDb } from '../../adapters/duckdb.ts'
import type { LogObject } from '../../domain/ports.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'
import { eventLakeSpec } from './specs/event-lake.ts'
import { invocationsSpec } from './specs/invocations.ts'

async function open(t: Test): Promise<DuckDb & { file: string }> {
  const file = join(t.testdir(), 'events.duckdb')
  const db = await openDuckDb(file)
  t.teardown(() => db.close())
  return { ...db, file }
}

const OBJECT = { key: usageEventOf().source_s3_key, bytes: 10, version: '1' }

t.test('DuckDB as event table', async (t) => {
  eventLakeSpec(t, async (t) => {
    const db = await open(t)
    return { ...db, clear: () => db.ledger.begin([OBJECT]) }
  })
  invocationsSpec(t, async (t) => {
    const db = await open(t)
    return { ...db, clear: () => db.ledger.begin([OBJECT]) }
  })
})

t.test('a batch is stored whole or not at all', async (t) => {
  const { sink, lake } = await open(t)
  await t.rejects(sink.append([usageEventOf(), usageEventOf({ ts: 'yesterday' })]), /not an instant: "yesterday"/)
  t.strictSame(await lake.countRecords(null), [])
  await sink.append([usageEventOf()])
  t.equal((await lake.countRecords(null))[0]?.records, 1, 'and the next one goes through')
})

t.test('what was written is there after closing and opening', async (t) => {
  const { file, sink, ledger, close } = await open(t)
  await Promise.all([sink.append([usageEventOf()]), ledger.record(OBJECT)])
  close()
  const again = await openDuckDb(file)
  t.equal((await again.lake.countRecords(null))[0]?.records, 1)
  t.strictSame(await again.ledger.parsed(), new Map([[OBJECT.key, '1']]))
  again.close()
})

t.test('beginning with objects takes back what is left of those never recorded, and nothing else', async (t) => {
  const { sink, lake, ledger } = await open(t)
  const [recorded, begun, other] = ['recorded', 'begun', 'other'].map((key) => ({ ...OBJECT, key })) as [LogObject, LogObject, LogObject]
  await sink.append([recorded, begun, other].map(({ key }) => usageEventOf({ request_id: key, source_s3_key: key })))
  await ledger.record(recorded)
  await ledger.begin([{ ...recorded, version: '2' }, begun])
  t.equal((await lake.countRecords(null))[0]?.records, 2)
  t.strictSame(await ledger.parsed(), new Map([['recorded', '1']]))
  await ledger.record({ ...recorded, version: '2' })
  t.strictSame(await ledger.parsed(), new Map([['recorded', '2']]))
})

t.test('a query sees one state, whatever is written while it is read', async (t) => {
  const { sink, lake } = await open(t)
  await sink.append(Array.from({ length: 5000 }, (_, index) => usageEventOf({ request_id: `r${index}`, caller: `c${index}` })))
  const hour = Math.floor(Date.parse(usageEventOf().ts) / 3_600_000)
  const groups = lake.aggregate({ from: hour, to: hour + 1 }, [])[Symbol.asyncIterator]()
  await groups.next()
  await sink.append([usageEventOf({ request_id: 'late', caller: 'late' })])
  let rest = 1
  for (let next = await groups.next(); !next.done; next = await groups.next()) rest++
  t.equal(rest, 5000)
})

t.test('a file that is open is busy, also for the process that has it open', async (t) => {
  const { file } = await open(t)
  await t.rejects(openDuckDb(file), { name: 'DatabaseBusy', pid: process.pid })
})

t.test('a table of other columns is refused, and the file free again', async (t) => {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const file = join(t.testdir(), 'events.duckdb')
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  await connection.run('CREATE TABLE usage_events (account_id VARCHAR)')
  connection.disconnectSync()
  instance.closeSync()
  await t.rejects(openDuckDb(file), /made by another version/)
  await t.rejects(openDuckDb(file), /made by another version/, 'not busy')
  t.ok(existsSync(file))
})
