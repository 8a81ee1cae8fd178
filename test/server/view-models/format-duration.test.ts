import t from 'tap'
import { formatAge, formatMs, formatRate } from '../../../server/view-models/format-duration.ts'

t.test('durations are ms below a second, seconds above, and minutes from a minute on', async (t) => {
  const cases: [number | null, string][] = [
    [null, '–'], [0, '0 ms'], [7.25, '7.3 ms'], [840.4, '840 ms'], [999.4, '999 ms'], [999.6, '1.00 s'], [1240, '1.24 s'],
    [12_400, '12.4 s'], [59_940, '59.9 s'], [59_960, '1 min 0 s'], [124_000, '2 min 4 s'],
  ]
  for (const [ms, text] of cases) t.equal(formatMs(ms), text, String(ms))
})

t.test('an age is told in its largest unit', async (t) => {
  const minute = 60_000
  const cases: [number, string][] = [
    [0, 'just now'], [minute - 1, 'just now'], [6 * minute, '6 min ago'], [59 * minute, '59 min ago'], [60 * minute, '1 h ago'],
    [47 * 60 * minute, '47 h ago'], [72 * 60 * minute, '3 days ago'],
  ]
  for (const [ms, text] of cases) t.equal(formatAge(ms), text, String(ms))
})

t.test('a rate keeps one decimal below a hundred', async (t) => {
  const cases: [number | null, string][] = [[null, '–'], [0.44, '0.4'], [57, '57'], [57.26, '57.3'], [412.4, '412']]
  for (const [rate, text] of cases) t.equal(formatRate(rate), text, String(rate))
})
