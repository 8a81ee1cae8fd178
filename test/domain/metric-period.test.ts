import t from 'tap'
import { metricPeriodSeconds } from '../../domain/metric-period.ts'

const NOW_MS = Date.parse('2026-07-18T12:00:00Z')
const HOUR_MS = 3_600_000

t.test('the period is the finest that a chart can hold and that CloudWatch still keeps', async (t) => {
  const cases: [string, number, number, number][] = [
    ['the last hour', 1, 0, 60],
    ['the last six hours', 6, 0, 60],
    ['the last day', 24, 0, 300],
    ['the last week', 168, 0, 3_600],
    ['the last 90 days', 2_160, 0, 21_600],
    ['the last year', 8_760, 0, 86_400],
    ['two years', 17_520, 0, 86_400],
    ['an hour three weeks ago', 504, 503, 300],
    ['an hour three months ago', 2_160, 2_159, 3_600],
  ]
  for (const [title, fromHours, toHours, seconds] of cases) {
    t.equal(metricPeriodSeconds(NOW_MS - fromHours * HOUR_MS, NOW_MS - toHours * HOUR_MS, NOW_MS), seconds, title)
  }
})
