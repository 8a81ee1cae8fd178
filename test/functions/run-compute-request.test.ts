import t from 'tap'
import type { Period } from '../../domain/bucket.ts'
import { hourId, hourOf, MS_PER_HOUR } from '../../domain/calendar.ts'
import { type ComputeRequest, readComputeRequest } from '../../domain/compute-request.ts'
import type { Metrics } from '../../domain/ports.ts'
import { runComputeRequest } from '../../functions/run-compute-request.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageLake } from '../fixtures/memory-usage-lake.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

const NOW = Date.parse('2026-07-18T12:00:00Z')
const NOW_HOUR = hourOf(NOW)

const hourIdsAgo = (...hours: readonly number[]) => hours.map((ago) => hourId(NOW_HOUR - ago))

/** Events so many hours ago, and a process that has time for some queries alone. */
function open(hoursAgo: readonly number[]) {
  const lake = memoryUsageLake(hoursAgo.map((hours) => {
    return usageEventOf({ request_id: `r${hours}`, ts: new Date(NOW - hours * MS_PER_HOUR).toISOString() })
  }))
  const seen = new Map<string, number>()
  const metrics: Metrics = {
    count: (name, amount) => void seen.set(name, (seen.get(name) ?? 0) + amount),
    gauge: (name, value) => void seen.set(name, value),
  }
  const usage = memoryUsageStore()
  const ports = { lake, usage, prices: memoryPriceStore(), clock: () => new Date(NOW), metrics }
  const options = { lookBackHours: 48, hoursKept: 9_600, tagDimensions: [] }
  let times = Infinity
  return {
    seen, usage, prices: ports.prices,
    run: (request: ComputeRequest) => runComputeRequest(request, ports, { ...options, shouldStop: () => times-- <= 0 }),
    timeFor: (stops: number) => { times = stops },
    starts: async (period: Period) => {
      const found: string[] = []
      for (const source of await usage.listSources()) {
        for await (const { start } of usage.readHeads(source, period, null, null)) found.push(start)
      }
      return found
    },
  }
}

t.test('a regular run looks back as far as configured, or as its event says, and measures the lag', async (t) => {
  const { run, starts, seen } = open([1, 47, 60, 800])
  t.same(await run({ kind: 'run', lookBackHours: null }), { bucketsWritten: 2, next: null })
  t.match(Object.fromEntries(seen), { hoursRecomputed: 2, bucketsWritten: 2, lagSeconds: 3_600 })
  t.same(await run({ kind: 'run', lookBackHours: 840 }), { bucketsWritten: 2, next: null })
  t.same(await starts('hour'), hourIdsAgo(800, 60, 47, 1))
})

t.test('a backfill that runs out of time answers with the event of the rest, and loses nothing', async (t) => {
  const ago = [1, 60, 800, 900, 2_000, 5_000]
  const { run, timeFor, starts, usage } = open(ago)
  let event: object | null = { from: new Date(NOW - 6_000 * MS_PER_HOUR).toISOString(), to: new Date(NOW + MS_PER_HOUR).toISOString() }
  let rounds = 0
  const goesOn: string[] = []
  for (; event !== null; rounds++) {
    timeFor(1)
    const result = await run(readComputeRequest(event))
    event = result.next
    if (event !== null) goesOn.push((event as { from: string }).from)
    t.ok(rounds < 20)
  }
  t.ok(rounds > 2, `${rounds} invocations`)
  t.same(goesOn, [...new Set(goesOn)].sort(), 'each goes on further ahead')
  t.same(await starts('hour'), hourIdsAgo(...ago.toReversed()))
  const days = (await starts('hour')).map((hour) => hour.slice(0, 10)).filter((day) => day < '2026-07-18')
  t.same(await starts('day'), [...new Set(days)], 'and their days, which nobody else would roll up any more')
  t.match(await usage.lastRun('backfill'), { outcome: 'ok', dataUpTo: '2026-07-18T13:00:00.000Z' })
  t.equal(await usage.lastRun('compute-cost'), null, 'how fresh the data are is not for a backfill to say')
})

t.test('after a change of prices every hour that is kept is computed anew', async (t) => {
  const ago = [1, 60, 900, 9_000, 9_700]
  const { run, prices } = open(ago)
  t.equal((await run({ kind: 'reprice', from: null, to: null })).bucketsWritten, 4)
  t.equal((await run({ kind: 'reprice', from: null, to: null })).bucketsWritten, 0)
  await prices.append([{
    key: 'us.anthropic.claude-sonnet-4-6', effectiveFrom: '2025-01-01T00:00:00Z', recordedAt: '2026-07-18T00:00:00Z', fields: { input_cost_per_token: '1' },
  }])
  t.equal((await run({ kind: 'run', lookBackHours: null })).bucketsWritten, 4, 'by a regular run too, however far back')
  t.equal((await run({ kind: 'reprice', from: null, to: null })).bucketsWritten, 0)
})
