import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type DuckDb, openDuckDb } from '../../adapters/duckdb.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'
import { eventLakeSpec } from './specs/event-lake.ts'

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
})

t.test('a batch is stored whole or not at all', async (t) => {
  const { sink, lake } = await open(t)
  await t.rejects(sink.append([usageEventOf(), usageEventOf({ ts: 'yesterday' })]), /not an instant: "yesterday"/)
  t.strictSame(await lake.countRecords(null), [])
  await sink.append([usageEventOf()])
  t.equal((await lake.countRecords(null))[0]?.records, 1, 'and the next one goes through')
})

t.test('what was written is there after closing and opening', async (t) => {
  const { file, sink, ledger, quarantine, close } = await open(t)
  await Promise.all([sink.append([usageEventOf()]), ledger.record(OBJECT), quarantine.replace('k', [{ line: 3, reason: 'bad', field: null }])])
  close()
  const again = await openDuckDb(file)
  t.equal((await again.lake.countRecords(null))[0]?.records, 1)
  t.strictSame(await again.ledger.parsed(), new Map([[OBJECT.key, '1']]))
  t.strictSame(await listed(again), [{ key: 'k', line: 3, reason: 'bad', field: null }])
  again.close()
})

t.test('the quarantine holds the last word on each object', async (t) => {
  const db = await open(t)
  const line = (number: number) => ({ line: number, reason: 'not_json', field: 'input.inputTokenCount' })
  await db.quarantine.replace('a', [line(2), line(1)])
  await db.quarantine.replace('b', [line(7)])
  await db.quarantine.replace('a', [line(5)])
  t.strictSame(await listed(db), [{ key: 'a', ...line(5) }, { key: 'b', ...line(7) }])
  await db.quarantine.replace('a', [])
  t.strictSame(await listed(db), [{ key: 'b', ...line(7) }])
})

t.test('beginning with an object takes back what is left of it, and nothing of others', async (t) => {
  const { sink, lake, ledger } = await open(t)
  const other = { ...OBJECT, key: 'other' }
  await sink.append([usageEventOf(), usageEventOf({ request_id: 'r2', source_s3_key: other.key })])
  await ledger.record(OBJECT)
  await ledger.record(other)
  await ledger.begin([{ ...OBJECT, version: '2' }, { ...OBJECT, key: 'never seen' }])
  t.equal((await lake.countRecords(null))[0]?.records, 1)
  t.strictSame([...(await ledger.parsed()).keys()], ['other'])
  await ledger.record({ ...OBJECT, version: '2' })
  t.equal((await ledger.parsed()).get(OBJECT.key), '2')
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

async function listed({ quarantine }: DuckDb) {
  const lines = []
  for await (const line of quarantine.list()) lines.push(line)
  return lines
}
