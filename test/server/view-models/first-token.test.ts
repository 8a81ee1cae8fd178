import t from 'tap'
import { emptyMeasures } from '../../../domain/cell.ts'
import { fromValues } from '../../../domain/histogram.ts'
import { firstToken, meanPoint, pointsByTime } from '../../../server/view-models/first-token.ts'

const point = (startMs: number, samples: number, p50Ms: number) => ({ startMs, samples, p50Ms, p90Ms: 3 * p50Ms })

t.test('logs come first, CloudWatch fills in, and nothing is nothing', async (t) => {
  const logged = { ...emptyMeasures(), timeToFirstTokenMs: fromValues([5, 5, 5]) }
  const points = [point(0, 1, 100), point(1, 3, 200)]
  t.strictSame(firstToken(logged, points), { source: 'logs', p50Ms: 5, highMs: 5, measured: 3 })
  t.strictSame(firstToken(emptyMeasures(), points), { source: 'CloudWatch', p50Ms: 175, highMs: 525, measured: 4 })
  t.equal(firstToken(emptyMeasures(), []), null)
})

t.test('the mean of percentiles is weighted with calls', async (t) => {
  t.strictSame(meanPoint([point(0, 9, 100), point(1, 1, 1100)]), { samples: 10, p50Ms: 200, p90Ms: 600 })
  t.equal(meanPoint([point(0, 0, 100)]), null)
})

t.test('points belong to the step that they begin in, days being those of the zone', async (t) => {
  const at = (iso: string) => point(Date.parse(iso), 1, 1)
  const points = [at('2026-11-23T03:15:00Z'), at('2026-11-23T03:45:00Z'), at('2026-11-23T06:00:00Z')]
  const sizes = (step: 'hour' | 'day' | 'month', zone: string) =>
    [...pointsByTime(points, step, zone)].map(([id, { length }]) => [id, length])
  t.strictSame(sizes('hour', 'UTC'), [['2026-11-23T03', 2], ['2026-11-23T06', 1]])
  t.strictSame(sizes('day', 'UTC'), [['2026-11-23', 3]])
  t.strictSame(sizes('day', 'America/New_York'), [['2026-11-22', 2], ['2026-11-23', 1]])
})
