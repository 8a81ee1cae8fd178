import t from 'tap'
import { parsePriceRecords } from '../../domain/parse-price-records.ts'

const RECORD = { key: 'a.b', effectiveFrom: '2026-01-01T00:00:00Z', recordedAt: '2026-01-02T00:00:00Z', fields: { input_cost_per_token: '0.1' } }

t.test('records keep what is theirs, and other attributes are left out', async (t) => {
  const extras = { leftCensored: true, listedLatest: false, thresholdInclusive: true, provider: 'bedrock', mode: 'chat', source: 's', note: 'n' }
  const [bare, full] = parsePriceRecords({
    _about: 'x',
    records: [{ ...RECORD, voidedAt: null, why: 'x' }, { ...RECORD, ...extras, voidedAt: '2026-02-01T00:00:00Z' }],
  })
  t.same(bare, RECORD)
  t.same(full, { ...RECORD, ...extras, voidedAt: '2026-02-01T00:00:00Z' })
})

t.test('a record that is wrong is named, with what is wrong', async (t) => {
  const cases: [unknown, RegExp][] = [
    [null, /^price record 1: wants an object/],
    [{ ...RECORD, key: '' }, /^price record 1: key|^price record 1 \(\): key: wants text/],
    [{ ...RECORD, recordedAt: 5 }, /^price record 1 \(a\.b\): recordedAt: wants text/],
    [{ ...RECORD, fields: [] }, /^price record 1 \(a\.b\): fields: wants an object of decimal strings/],
    [{ ...RECORD, fields: { input_cost_per_token: 0.1 } }, /^price record 1 \(a\.b\): input_cost_per_token: wants a decimal string/],
    [{ ...RECORD, leftCensored: 'yes' }, /^price record 1 \(a\.b\): leftCensored: wants a boolean/],
  ]
  for (const [record, message] of cases) t.throws(() => parsePriceRecords({ records: [RECORD, record] }), { message })
  for (const value of [null, [], {}, { records: {} }, 'x']) t.throws(() => parsePriceRecords(value), /wants the form/)
})
