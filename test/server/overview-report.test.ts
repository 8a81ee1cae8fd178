import t from 'tap'
import { FULL_ACCESS } from '../../domain/access.ts'
import type { Bucket } from '../../domain/bucket.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { overviewReport } from '../../server/overview-report.ts'
import { parseOverviewState } from '../../server/overview-state.ts'
import { usageData } from '../../server/usage-data.ts'
import { readWindow } from '../../server/usage-window.ts'
import { NOVA, SONNET } from '../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'

const NOW = new Date('2026-11-23T20:41:00Z')

function spent(source: Bucket['source'], start: string, units: bigint, overrides: Parameters<typeof cellOf>[0] = {}): Bucket {
  const cost = { input: units, output: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, images: 0n, queries: 0n }
  return bucketOf(source, 'hour', start, [cellOf({ cost, calls: 2, ...overrides })])
}

async function reportOf(query: string, buckets: readonly Bucket[], now = NOW) {
  const store = memoryUsageStore()
  await store.put(buckets)
  const data = usageData(store, () => now)
  const state = parseOverviewState(query)
  return overviewReport(data, FULL_ACCESS, state, now, await readWindow(data, FULL_ACCESS, state.query, now))
}

const BUCKETS = [
  spent(SOURCE_A, '2026-11-21T20', 7n),
  spent(SOURCE_A, '2026-11-22T19', 100n, { caller: 'bob' }),
  spent(SOURCE_A, '2026-11-22T20', 20n),
  spent(SOURCE_A, '2026-11-23T19', 30n, { model: NOVA }),
  spent(SOURCE_B, '2026-11-23T20', 1000n),
]

t.test('sums are compared over as many hours that are over; the one that still runs only counts for the page', async (t) => {
  const { byTime, change } = await reportOf('range=24h', BUCKETS)
  t.equal(totalCost(byTime.total.measures.cost), 1050n)
  t.match(change?.totals.amounts, { now: { cost: 50n, calls: 4 }, before: { cost: 107n, calls: 4 } })
})

t.test('what changed is told by model, caller and account, those of one period alone included', async (t) => {
  const costs = (await reportOf('range=24h', BUCKETS)).change?.costs
  t.same([...costs?.model ?? []], [[SONNET, { now: 20n, before: 107n }], [NOVA, { now: 30n, before: 0n }]])
  t.same([...costs?.caller ?? []].sort(), [['alice@example.com', { now: 50n, before: 7n }], ['bob', { now: 0n, before: 100n }]])
  t.same(costs?.account.get('222233334444'), { now: 0n, before: 0n }, 'what only the running hour holds is no change yet')
})

t.test('a filter holds for both periods', async (t) => {
  const { change } = await reportOf('range=24h&caller=bob&not-account=222233334444', BUCKETS)
  t.match(change?.totals.amounts, { now: { cost: 0n }, before: { cost: 100n } })
})

t.test('nothing is compared where nobody asks for it, or where nothing was before', async (t) => {
  for (const query of ['range=24h&compare=none', 'range=all', 'range=90d']) t.equal((await reportOf(query, BUCKETS)).change, null, query)
})

t.test('the month is that of today, whatever the range, with the same days of the last beside it', async (t) => {
  const buckets = [
    spent(SOURCE_A, '2026-10-02T05', 3n), spent(SOURCE_A, '2026-10-23T19', 4n), spent(SOURCE_A, '2026-10-23T20', 50n),
    spent(SOURCE_A, '2026-10-31T23', 600n), ...BUCKETS,
  ]
  for (const range of ['1h', '90d', 'last-month']) {
    const { month } = await reportOf(`range=${range}`, buckets)
    t.match(month, {
      month: '2026-11', spent: 1157n, spentInHoursOver: 157n, hoursOver: 22 * 24 + 20, hoursInMonth: 720, sameDaysBefore: 7n, lastMonth: 657n,
    }, range)
    t.equal(month.forecast, (157n * 720n + 274n) / 548n)
  }
})

t.test('a month begins in the time zone that is asked for', async (t) => {
  const buckets = [spent(SOURCE_A, '2026-11-01T03', 5n), spent(SOURCE_A, '2026-11-01T04', 8n)]
  const { month } = await reportOf('tz=America/New_York', buckets)
  t.match(month, { spent: 8n, lastMonth: 5n, hoursInMonth: 721 }, 'the 1st of November has 25 hours in New York')
})

t.test('on the first of a month there is no forecast, and before its first hour is over nothing to compare', async (t) => {
  const first = await reportOf('', [spent(SOURCE_A, '2026-12-01T00', 9n)], new Date('2026-12-01T00:20:00Z'))
  t.match(first.month, { spent: 9n, forecast: null, sameDaysBefore: null })
})
