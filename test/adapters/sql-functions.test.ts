import t from 'tap'
import { invocationsSql } from '../../adapters/invocations-sql.ts'
import { askOnce, type SqlQuery } from '../../adapters/sql-query.ts'
import { aggregateSql, countRecordsSql } from '../../adapters/usage-events-sql.ts'
import { ANY_ERROR, type InvocationQuery } from '../../domain/invocation-ports.ts'
import { SAVED_QUESTIONS } from '../../domain/saved-questions.ts'
import { documentedFunctions, functionsOf, withoutTexts } from '../fixtures/sql-functions.ts'

const RANGE = { from: 495_000, to: 495_004 }
const one = (value: string) => ({ include: [value], exclude: [value] })
const QUERY: InvocationQuery = {
  range: RANGE,
  filter: { accounts: one('a'), regions: one('r'), models: one('m'), callers: one("o'hara"), tags: { team: { include: ['', 'x'], exclude: ['y'] } } },
  narrowing: { scope: 'us', tier: 'standard', kind: 'role', error: ANY_ERROR, requestId: 'id', minLatencyMs: 1, minTokens: 2 },
  grants: [{ accounts: ['a'], callers: ['x*', 'y'] }, { accounts: 'all', callers: [] }],
  after: { atMs: 1_782_000_000_000, accountId: 'a', region: 'r', requestId: "i'd" }, limit: 51,
}
const INVOCATIONS = invocationsSql(QUERY)
const TEXTS: Readonly<Record<string, string>> = {
  count: countRecordsSql(RANGE), aggregate: aggregateSql(RANGE, ['2026-07-18T05:20:00.000Z']), invocations: INVOCATIONS.sql,
  ...Object.fromEntries(SAVED_QUESTIONS.map(({ id, sql }) => [id, sql(RANGE)])),
}

t.test('every function of every text is documented for both engines, and every documented one is called', async (t) => {
  const documented = documentedFunctions()
  const called = new Set<string>()
  for (const [name, sql] of Object.entries(TEXTS)) {
    const functions = [...functionsOf(sql)]
    for (const one of functions) called.add(one)
    t.same(functions.filter((one) => !documented.has(one)), [], name)
  }
  t.same([...documented].filter((name) => !called.has(name)), [])
})

t.test('no text says what one engine reads otherwise', async (t) => {
  for (const [name, sql] of Object.entries(TEXTS)) t.notMatch(withoutTexts(sql), /\/\/|::|\bQUALIFY\b|\bFILTER\b|\bCOLUMNS\b|;|"|`|\[/i, name)
})

t.test('what comes from outside is a parameter, one for each question mark, and never in the text', async (t) => {
  t.equal((INVOCATIONS.sql.match(/\?/g) ?? []).length, INVOCATIONS.parameters.length)
  t.notMatch(INVOCATIONS.sql, /hara|i'd/)
  for (const bad of [{ limit: '1; DROP' }, { range: { from: 'x', to: 1 } }, { narrowing: { ...QUERY.narrowing, minTokens: '0 OR 1' } }]) {
    t.throws(() => invocationsSql({ ...QUERY, ...bad } as unknown as InvocationQuery), RangeError)
  }
})

t.test('of the same query only one runs at a time; whose access it is makes it another one', async (t) => {
  const asked: SqlQuery[] = []
  let answer = () => {}
  const ask = askOnce((query) => {
    asked.push(query)
    return new Promise((resolve) => (answer = () => resolve({ rows: [], scannedBytes: 1 })))
  })
  const query = invocationsSql(QUERY)
  const both = [ask(query), ask(invocationsSql(QUERY))]
  void ask(invocationsSql({ ...QUERY, grants: [{ accounts: ['b'], callers: 'all' }] }))
  t.equal(asked.length, 2)
  answer()
  t.equal(both[0], both[1])
})
