import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openDatabase } from '../../adapters/duckdb-connection.ts'
import { openDuckDb } from '../../adapters/duckdb.ts'
import { duckDbQueries } from '../../adapters/duckdb-queries.ts'
import type { EventQueries, QueryState } from '../../domain/explore-ports.ts'
import { hourOf } from '../../domain/calendar.ts'
import { SAVED_QUESTIONS } from '../../domain/saved-questions.ts'
import { guardedSql } from '../../domain/sql-guard.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

/** Sooner or later it has ended: asked again and again. */
async function ended(queries: EventQueries, id: string): Promise<QueryState> {
  for (;;) {
    const state = await queries.state(id)
    if (state.status !== 'running') return state
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function tableOf(t: Test) {
  const table = await openDuckDb(join(t.testdir(), 'events.duckdb'))
  t.teardown(() => table.close())
  return table
}

const ENDLESS = 'SELECT count(*) FROM range(1000000) a (x), range(1000000) b (y), range(1000000) c (z) WHERE (a.x * b.y + c.z) % 7 = 3'

t.test('every saved question passes the guard and is answered', async (t) => {
  const { sink, queries } = await tableOf(t)
  await sink.append([
    usageEventOf({ tags: '{"team":"a"}', cache_read_tokens: 5 }), usageEventOf(), usageEventOf({ request_id: 'r2', error_code: 'ThrottlingException', output_tokens: null }),
  ])
  const hour = hourOf(Date.parse(usageEventOf().ts))
  t.ok(SAVED_QUESTIONS.length >= 12)
  t.equal(new Set(SAVED_QUESTIONS.map(({ id }) => id)).size, SAVED_QUESTIONS.length)
  for (const { id, sql } of SAVED_QUESTIONS) {
    const run = await queries.start(guardedSql(sql({ from: hour, to: hour + 1 })))
    t.match(await ended(queries, run), { status: 'succeeded' }, id)
    t.ok((await queries.result(run, 10)).rows.length > 0, `${id} has rows`)
    const other = await queries.start(guardedSql(sql({ from: hour + 1, to: hour + 2 })))
    await ended(queries, other)
    t.equal((await queries.result(other, 10)).rows.length, 0, `${id} is about its range`)
  }
  const [models] = SAVED_QUESTIONS
  const run = await queries.start(models?.sql({ from: hour, to: hour + 1 }) ?? '')
  await ended(queries, run)
  t.same((await queries.result(run, 10)).rows, [['anthropic.claude-sonnet-4-6', '2', '225', '20']], 'a request that came twice counts once')
})

t.test('an answer has its columns, its values as text, and no more rows than wanted', async (t) => {
  const database = await openDatabase(join(t.testdir(), 'x.duckdb'))
  t.teardown(() => database.close())
  const queries = duckDbQueries(database, { timeoutMs: 60_000, maxRows: 5 })
  const id = await queries.start("SELECT x, 'a' AS y, NULL AS z FROM range(9) t (x)")
  await ended(queries, id)
  t.match(await queries.result(id, 2), { columns: [{ name: 'x', isNumber: true }, { name: 'y', isNumber: false }, {}], rows: [['0', 'a', null], ['1', 'a', null]], isCut: true })
  t.match(await queries.result(id, 9), { rows: { length: 5 }, isCut: true })
})

t.test('a query can be stopped, and stops by itself when it takes too long', async (t) => {
  const { queries, close } = await tableOf(t)
  const id = await queries.start(ENDLESS)
  t.match(await queries.state(id), { status: 'running' })
  await queries.stop(id)
  t.match(await ended(queries, id), { status: 'cancelled', reason: 'It was stopped.' })
  await t.rejects(queries.result(id, 1), /has no answer/)
  await t.rejects(queries.state('x'), /no answer of query x/)

  const database = await openDatabase(join(t.testdir(), 'y.duckdb'))
  const hasty = duckDbQueries(database, { timeoutMs: 1 })
  t.match(await ended(hasty, await hasty.start(ENDLESS)), { status: 'cancelled', reason: /took longer than/ })
  const left = await queries.start(ENDLESS)
  database.close()
  close()
  t.match(await ended(queries, left), { status: /failed|cancelled/ }, 'closing the database ends what runs')
})

t.test('what got past the guard can neither write nor reach a file or a setting', async (t) => {
  const { queries, sink, lake } = await tableOf(t)
  await sink.append([usageEventOf()])
  const attacks = [
    'DELETE FROM usage_events', 'DROP TABLE usage_events', 'CREATE TABLE x AS SELECT 1', "COPY usage_events TO '/tmp/x.csv'", "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'", "ATTACH '/tmp/x.duckdb' AS x", 'INSTALL httpfs', 'SET enable_external_access = true', 'SET threads = 64', "SELECT * FROM glob('/*')",
  ]
  for (const sql of attacks) t.match(await ended(queries, await queries.start(sql)), { status: 'failed' }, sql)
  t.equal((await lake.countRecords(null))[0]?.records, 1)
})

t.test('a query that is wrong says what is wrong', async (t) => {
  const { queries } = await tableOf(t)
  t.match(await ended(queries, await queries.start('SELECT no_such FROM usage_events')), { status: 'failed', reason: /no_such/ })
})
