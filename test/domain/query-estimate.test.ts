import t from 'tap'
import { estimatedBytes, queryScope, scanCost } from '../../domain/query-estimate.ts'
import { SAVED_QUESTIONS } from '../../domain/saved-questions.ts'
import { USAGE_EVENT_COLUMNS } from '../../domain/usage-event.ts'

const HOUR = Date.parse('2026-07-18T05:00:00Z') / 3_600_000

t.test('conditions on ts and the columns that are named limit what a query reads', async (t) => {
  const cases: [sql: string, range: object | null, columns: number, reads: number][] = [
    ['SELECT caller, count(*) FROM usage_events GROUP BY caller', null, 1, 1],
    ["SELECT caller FROM usage_events WHERE ts >= TIMESTAMP '2026-07-18 05:10:00 UTC'", { from: HOUR, to: Infinity }, 2, 1],
    ["SELECT caller FROM usage_events WHERE ts >= DATE '2026-07-18' AND ts < DATE '2026-07-19'", { from: HOUR - 5, to: HOUR + 19 }, 2, 1],
    ["SELECT 1 FROM usage_events WHERE ts >= DATE '2026-07-18' OR caller = 'x'", null, 2, 1],
    ["SELECT 1 FROM usage_events a JOIN usage_events b ON a.caller = b.caller WHERE a.ts >= DATE '2026-07-18'", null, 2, 2],
    ['SELECT * FROM usage_events', null, USAGE_EVENT_COLUMNS.length, 1],
    ['SELECT 1', null, 0, 0],
  ]
  for (const [sql, range, columns, reads] of cases) {
    const scope = queryScope(sql)
    t.same([scope.range, scope.columns.length, scope.reads], [range, columns, reads], sql)
  }
})

t.test('questions are estimated by their range', async (t) => {
  for (const { id, sql } of SAVED_QUESTIONS) t.match(queryScope(sql({ from: HOUR, to: HOUR + 3 })), { reads: 1, range: { from: HOUR } }, id)
})

t.test('a scan costs at least what ten megabytes do', async (t) => {
  t.equal(scanCost(0), 50_000_000_000_000n)
  t.equal(scanCost(1e12), 5n * 10n ** 18n)
  t.ok(estimatedBytes(queryScope('SELECT * FROM usage_events'), 1000) > estimatedBytes(queryScope('SELECT caller FROM usage_events'), 1000))
})
