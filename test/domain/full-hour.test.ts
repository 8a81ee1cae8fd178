import t from 'tap'
import { fullHour } from '../../domain/full-hour.ts'

const CASES: [string, string | null][] = [
  ['2026-07-18', '2026-07-18T00:00:00Z'],
  ['2026-07-18T05', '2026-07-18T05:00:00Z'],
  ['2026-07-18T05:00', '2026-07-18T05:00:00Z'],
  ['2026-07-18T05:00Z', '2026-07-18T05:00:00Z'],
  ['2026-07-18T05:00:00.000Z', '2026-07-18T05:00:00Z'],
  ['2028-02-29', '2028-02-29T00:00:00Z'],
  ['2026-07-18T05:30', null],
  ['2026-07-18T05:00:01Z', null],
  ['2026-07-18T05:00+02:00', null],
  ['2026-02-30', null],
  ['2026-13-01', null],
  ['2026-07-18T24', null],
  ['2026-7-18', null],
  ['1999-07-18', null],
  [' 2026-07-18', null],
  ['', null],
  ['yesterday', null],
]

t.test('a UTC day or full hour is the instant at which it starts, and nothing else is', async (t) => {
  for (const [text, instant] of CASES) t.equal(fullHour(text), instant, JSON.stringify(text))
})
