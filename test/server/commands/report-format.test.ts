import t from 'tap'
import type { GroupKey } from '../../../domain/group-keys.ts'
import { fromValues } from '../../../domain/histogram.ts'
import { report } from '../../../domain/report.ts'
import { formatReport, type ReportFormat } from '../../../server/commands/report-format.ts'
import { bucketOf, cellOf, SOURCE_A } from '../../fixtures/bucket.ts'

const CELLS = [
  cellOf({ model: 'a', caller: '=evil', calls: 2, inputTokens: 30, cost: { ...cellOf().cost, input: 90_000_000_000_001n } }),
  cellOf({ model: 'b', caller: 'bob', calls: 1, errorCode: 'X', latencyMs: fromValues([1200]) }),
]

function formatted(groupBy: GroupKey[], format: ReportFormat): string {
  return formatReport(report([bucketOf(SOURCE_A, 'hour', '2026-07-18T05', CELLS)], { groupBy }), groupBy, format)
}

const ZERO = {
  calls: 0, errors: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0,
  unpricedCalls: 0, costUsd: '0', latencyCount: 0, latencyP50Ms: null, latencyP95Ms: null, ttftCount: 0, ttftP50Ms: null,
}
const A = { ...ZERO, calls: 2, inputTokens: 30, costUsd: '0.000090000000000001' }
const B = { ...ZERO, calls: 1, errors: 1, latencyCount: 1, latencyP50Ms: 1200, latencyP95Ms: 1200 }
const TOTAL = { ...B, ...A, calls: 3, errors: 1, latencyCount: 1, latencyP50Ms: 1200, latencyP95Ms: 1200 }
const HEADER = 'calls,errors,inputTokens,outputTokens,cacheReadTokens,cacheWrite5mTokens,cacheWrite1hTokens,unpricedCalls,costUsd,' +
  'latencyCount,latencyP50Ms,latencyP95Ms,ttftCount,ttftP50Ms'

t.test('JSON holds the rows with their keys, and the total', async (t) => {
  t.strictSame(JSON.parse(formatted(['model', 'caller'], 'json')), {
    rows: [{ model: 'a', caller: '=evil', ...A }, { model: 'b', caller: 'bob', ...B }], total: TOTAL,
  })
  t.strictSame(JSON.parse(formatted([], 'json')), { rows: [], total: TOTAL })
})

t.test('CSV holds the rows, or the total where there are no groups', async (t) => {
  t.equal(formatted(['caller'], 'csv'), [
    `caller,${HEADER}`,
    `'=evil,2,0,30,0,0,0,0,0,0.000090000000000001,0,,,0,`,
    'bob,1,1,0,0,0,0,0,0,0,1,1200,1200,0,',
    '',
  ].join('\r\n'))
  t.equal(formatted([], 'csv'), `${HEADER}\r\n3,1,30,0,0,0,0,0,0.000090000000000001,1,1200,1200,0,\r\n`)
})

t.test('the table ends with the total', async (t) => {
  const lines = formatted(['model', 'caller'], 'table').trimEnd().split('\n')
  t.match(lines[0], /^model +caller +calls +errors .* ttftP50Ms$/)
  t.match(lines[1], /^a +=evil +2 +0 +30 .*0\.000090000000000001 .* –$/)
  t.match(lines[3], /^total +3 +1 /)
  t.equal(formatted([], 'table').trimEnd().split('\n').length, 2)
})
