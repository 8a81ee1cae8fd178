import t from 'tap'
import { instantMs } from '../../domain/instant.ts'

t.test('an instant has a date, a time and a zone', async (t) => {
  const cases: [string, number | null][] = [
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00.001Z', 1],
    ['1970-01-01T02:00:00.5+02:00', 500],
    ['1970-01-01T00:00Z', 0],
    ['1970-01-01T00:00:00', null],
    ['1970-01-01', null],
    ['1970-13-01T00:00:00Z', null],
    ['yesterday', null],
    ['', null],
  ]
  for (const [text, ms] of cases) t.equal(instantMs(text), ms, text)
})
