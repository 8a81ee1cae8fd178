import t from 'tap'
import { parseTimestamp } from '../../../domain/log-record/timestamp.ts'

t.test('an instant with a zone counts in milliseconds', async (t) => {
  for (const [text, iso] of [
    ['2026-07-18T05:06:07Z', '2026-07-18T05:06:07.000Z'],
    ['2026-07-18T05:06:07.5Z', '2026-07-18T05:06:07.500Z'],
    ['2026-07-18T05:06:07.123456789Z', '2026-07-18T05:06:07.123Z'],
    ['2026-07-18T05:06:07+05:30', '2026-07-17T23:36:07.000Z'],
    ['2026-01-01T00:30:00-01:00', '2026-01-01T01:30:00.000Z'],
    ['2028-02-29T23:59:59Z', '2028-02-29T23:59:59.000Z'],
    ['2023-01-01T00:00:00Z', '2023-01-01T00:00:00.000Z'],
  ] as const) {
    const ms = parseTimestamp(text)
    t.equal(ms === null ? null : new Date(ms).toISOString(), iso, text)
  }
})

t.test('local times, impossible days and times before Bedrock are no timestamps', async (t) => {
  for (const text of [
    '', '2026-07-18', '2026-07-18T05:06:07', '2026-07-18 05:06:07Z', 'July 18, 2026', '1784351167', '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-13-01T00:00:00Z', '2026-07-00T00:00:00Z', '2026-07-18T25:00:00Z',
    '2026-07-18T05:60:07Z', '1970-01-01T00:00:00Z', '2022-12-31T23:59:59Z',
  ]) {
    t.equal(parseTimestamp(text), null, text)
  }
})
