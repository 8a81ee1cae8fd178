import t from 'tap'
import type { QueryResult } from '../../../domain/explore-ports.ts'
import { SAVED_QUESTIONS } from '../../../domain/saved-questions.ts'
import { appOf, EVIL, storeWithUsage, viewer, type AppOfOptions } from '../../fixtures/app.ts'
import { bucketOf, SOURCE_A } from '../../fixtures/bucket.ts'
import { memoryQueryHistory } from '../../fixtures/memory-query-history.ts'
import { RUNNING, scriptedQueries, SUCCEEDED } from '../../fixtures/scripted-queries.ts'
import { signedIn, identityOf } from '../../fixtures/signed-in.ts'

const RESULT: QueryResult = {
  columns: [{ name: 'caller', isNumber: false }, { name: 'calls', isNumber: true }],
  rows: [['=1+1', '-3'], [EVIL, '12'], ['alice', null]], isCut: false,
}

async function exploreApp(queries = scriptedQueries(SUCCEEDED, RESULT), options: AppOfOptions = {}) {
  const queryHistory = memoryQueryHistory()
  const app = await appOf(await storeWithUsage(), { queries, queryHistory, ...options })
  const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) => app.inject({
    method: 'POST', url, payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
  })
  return { app, post, queries, queryHistory }
}

const REFUSED = [
  "UNLOAD (SELECT * FROM usage_events) TO 's3://x/y/' WITH (format = 'CSV')", 'CREATE TABLE x AS SELECT 1', 'INSERT INTO usage_events SELECT * FROM usage_events',
  'MERGE INTO usage_events USING x ON true WHEN MATCHED THEN DELETE', 'SELECT 1; DROP TABLE usage_events', 'SELECT 1 -- \n; DELETE FROM usage_events', '/* SELECT */ DELETE FROM usage_events',
  "USING EXTERNAL FUNCTION f(x VARCHAR) RETURNS VARCHAR LAMBDA 'a' SELECT f('x')", 'PREPARE p FROM SELECT 1', 'EXECUTE p', 'DEALLOCATE PREPARE p', "SELECT * FROM read_text('/etc/passwd')",
  'SELECT * FROM parsed_objects', 'SET x = 1', "COPY usage_events TO '/tmp/x'", "ATTACH 'x'", '', 'EXPLAIN ANALYZE SELECT 1',
]

t.test('a query that may do more than read never gets to the engine, and says why', async (t) => {
  const { post, queries, queryHistory } = await exploreApp()
  for (const sql of REFUSED) {
    const answer = await post('/explore', { sql, confirm: 'yes' })
    t.equal(answer.statusCode, 422, sql)
    t.match(answer.body, /role="alert"/, sql)
  }
  t.same(queries.started, [])
  t.equal(queryHistory.runs.size, 0)
})

t.test('a query is run without its comments, and shown as table, chart and CSV', async (t) => {
  const { app, post, queries } = await exploreApp()
  const answer = await post('/explore', { sql: 'SELECT caller, count(*) AS calls -- by caller\nFROM usage_events GROUP BY caller;' })
  t.equal(answer.statusCode, 303)
  t.same(queries.started, ['SELECT caller, count(*) AS calls FROM usage_events GROUP BY caller'])
  const href = String(answer.headers['location'])
  const { body } = await app.inject(href)
  t.match(body, '-- by caller', 'the editor keeps what was written')
  t.match(body, /data-chart=/)
  t.match(body, 'read 12 MB')
  t.notMatch(body, '<img src=x')
  t.notMatch(body, /hx-trigger="load/)
  const csv = await app.inject(`${href}&format=csv&table=explore-result`)
  t.equal(csv.body, `caller,calls\r\n'=1+1,-3\r\n"${EVIL.replaceAll('"', '""')}",12\r\nalice,\r\n`)
})

t.test('a running query is asked after, can be stopped, and keeps its person from running another', async (t) => {
  const { app, post, queries } = await exploreApp(scriptedQueries(RUNNING))
  const href = String((await post('/explore', { sql: 'SELECT 1' })).headers['location'])
  const { body } = await app.inject(href)
  t.match(body, /hx-trigger="load delay:500ms"/)
  const region = await app.inject({ url: href, headers: { 'hx-request': 'true', 'hx-target': 'div#explore-result' } })
  t.match(region.body, /^<div id="explore-result"/)
  t.equal((await post('/explore', { sql: 'SELECT 2' })).statusCode, 409)
  const run = new URL(href, 'http://x').searchParams.get('run') ?? ''
  t.equal((await post('/explore/stop', { run })).statusCode, 303)
  t.same(queries.stopped, ['engine-1'])
  queries.current = { status: 'cancelled', scannedBytes: 0, reason: 'It was stopped.' }
  t.match((await app.inject(href)).body, 'It was stopped.')
  t.equal((await post('/explore', { sql: 'SELECT 2' })).statusCode, 303, 'another one may run')
  t.same(queries.started, ['SELECT 1', 'SELECT 2'])
})

t.test('a large scan that costs money is confirmed first', async (t) => {
  const usage = await storeWithUsage()
  const queries = scriptedQueries(SUCCEEDED, RESULT, true)
  const { post } = await exploreApp(queries)
  t.equal((await post('/explore', { sql: 'SELECT * FROM usage_events' })).statusCode, 303, 'a small one is not')
  await usage.put([{ ...bucketOf(SOURCE_A, 'hour', '2026-11-23T19'), records: 100_000_000 }])
  const large = await exploreApp(scriptedQueries(SUCCEEDED, RESULT, true), { usage })
  const asked = await large.post('/explore', { sql: 'SELECT * FROM usage_events' })
  t.equal(asked.statusCode, 422)
  t.match(asked.body, /It will read up to [\d.]+ GB, which costs about \$0\.0/)
  t.same(large.queries.started, [])
  t.equal((await large.post('/explore', { sql: 'SELECT * FROM usage_events', confirm: 'yes' })).statusCode, 303)
})

t.test('the page is for admins, and everybody sees their own queries only', async (t) => {
  const authenticator = signedIn((request) => identityOf(String(request.headers['x-who'])))
  const accessOf: AppOfOptions['accessOf'] = ({ name }) => (name === 'eve' ? viewer({ accounts: 'all', callers: 'all' }) : { role: 'admin', grants: [{ accounts: 'all', callers: 'all' }] })
  const { app, post, queries } = await exploreApp(undefined, { authenticator, accessOf })
  const as = (name: string) => ({ 'x-who': name })
  for (const url of ['/explore', '/explore?run=x']) t.equal((await app.inject({ url, headers: as('eve') })).statusCode, 403, url)
  t.equal((await post('/explore', { sql: 'SELECT 1' }, as('eve'))).statusCode, 403)
  t.same(queries.started, [])
  const href = String((await post('/explore', { sql: "SELECT 'of ann'" }, as('ann'))).headers['location'])
  t.match((await app.inject({ url: '/explore', headers: as('ann') })).body, 'of ann')
  t.notMatch((await app.inject({ url: '/explore', headers: as('bob') })).body, 'of ann')
  t.equal((await app.inject({ url: href, headers: as('bob') })).statusCode, 404)
  t.equal((await post('/explore/stop', { run: new URL(href, 'http://x').searchParams.get('run') ?? '' }, as('bob'))).statusCode, 404)
})

t.test('every question is led to and fills the editor with its range; what cannot be read is named', async (t) => {
  const { app } = await exploreApp()
  const { body } = await app.inject('/explore?question=errors&range=7d')
  for (const { id } of SAVED_QUESTIONS) t.match(body, `question=${id}&amp;range=7d`)
  t.match(body, "ts &gt;= CAST(&#39;2026-11-16 20:00:00 UTC&#39;")
  for (const query of ['question=x', 'range=x', 'run=%2F', 'sql=SELECT', 'table=x']) t.equal((await app.inject(`/explore?${query}`)).statusCode, 400, query)
})
