import t from 'tap'
import { parseHourId } from '../../domain/calendar.ts'
import { aggregateSql, countRecordsSql } from '../../adapters/usage-events-sql.ts'
import { withoutTexts } from '../fixtures/sql-functions.ts'

const RANGE = { from: parseHourId('2026-07-18T05'), to: parseHourId('2026-07-18T09') }
const QUERIES = {
  count: countRecordsSql(RANGE),
  countAll: countRecordsSql(null),
  aggregate: aggregateSql(RANGE, []),
  aggregateSplit: aggregateSql(RANGE, ['2026-07-18T05:20:00.000Z', '2026-07-18T06:00:00.000Z', '2026-07-18T05:40:00Z']),
}

t.test('nothing stands there that one engine reads otherwise', async (t) => {
  for (const [name, sql] of Object.entries(QUERIES)) {
    t.notMatch(withoutTexts(sql), /\/\/|::|\bQUALIFY\b|\bFILTER\b|\bCOLUMNS\b|;|"|`|\[/i, name)
    // The one division has a DOUBLE on its left.
    const divisions = withoutTexts(sql).match(/\S+ \* \d+ \/ /g) ?? []
    t.equal((withoutTexts(sql).match(/\//g) ?? []).length, divisions.length, name)
    t.match(divisions.join(), /^(|DOUBLE\) \* 1000000 \/ )$/, name)
  }
})

t.test('nulls are placed wherever rows are ordered by a column that may be null', async (t) => {
  const order = /ROW_NUMBER\(\) OVER \(.*? ORDER BY (.*?)\) AS place/is.exec(QUERIES.aggregate)?.[1] ?? ''
  for (const column of ['output_tokens', 'latency_ms', 'tags', 'service_tier', 'error_code']) {
    t.match(order, new RegExp(`\\b${column}( DESC)? NULLS LAST`), column)
  }
  t.notMatch(order, /parsed_at|source_s3_key/, 'and no order depends on which delivery came first')
})

t.test('the texts in a query are instants and names of units', async (t) => {
  for (const [name, sql] of Object.entries(QUERIES)) {
    const texts = [...sql.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '')
    const others = texts.filter((text) => !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC$/.test(text))
    t.strictSame([...new Set(others)].filter((text) => !['', ',', 'hour', 'millisecond', 'standard', 'default'].includes(text)), [], name)
  }
})

t.test('rows are read as far around the range as duplicates can lie', async (t) => {
  t.match(QUERIES.aggregate, "ts >= CAST('2026-07-18 03:00:00.000 UTC' AS TIMESTAMP WITH TIME ZONE)")
  t.match(QUERIES.aggregate, "ts < CAST('2026-07-18 11:00:00.000 UTC' AS TIMESTAMP WITH TIME ZONE)")
  t.match(QUERIES.count, "ts >= CAST('2026-07-18 05:00:00.000 UTC' AS TIMESTAMP WITH TIME ZONE)")
  t.notMatch(QUERIES.countAll, 'WHERE')
})

t.test('an hour is split at the instants inside it, the last one first; the start of an hour splits nothing', async (t) => {
  t.match(QUERIES.aggregate, '0 AS price_from_ms')
  const [cases = ''] = /CASE WHEN event_hour[^]*?AS price_from_ms/.exec(QUERIES.aggregateSplit) ?? []
  t.strictSame([...cases.matchAll(/THEN (\d+)/g)].map((match) => Number(match[1])), [40 * 60_000, 20 * 60_000])
})

t.test('what is no number or instant never gets into the text', async (t) => {
  t.throws(() => countRecordsSql({ from: '0; DROP TABLE x' as unknown as number, to: 1 }), RangeError)
  t.throws(() => aggregateSql({ from: 0.5, to: 1 }, []), RangeError)
  t.throws(() => aggregateSql(RANGE, ['soon']), RangeError)
})
