import t, { type Test } from 'tap'
import { runState } from '../../domain/run-state.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import type { AthenaScript } from '../fixtures/aws/athena.ts'
import { awsUsageLake } from '../fixtures/aws/usage-lake.ts'
import { callAgo, costPipeline, START } from '../fixtures/cost-pipeline.ts'

type State = ReturnType<NonNullable<AthenaScript['state']>>

/** L2 over Athena, where one of the next queries ends as told. */
async function open(t: Test) {
  let bad: { query: number; state: State } | null = null
  const { sink, lake, athena } = await awsUsageLake(t, { state: (query) => query === bad?.query ? bad.state : 'SUCCEEDED' })
  const pipeline = await costPipeline({ lake })
  return {
    ...pipeline,
    athena,
    async deliver(...events: UsageEvent[]) {
      pipeline.rows.push(...events)
      await sink.append(events)
    },
    /** The next query is number 1. */
    letFail(query: number, state: State) {
      bad = { query: athena.started.length + query, state }
    },
  }
}

/** The query that counts rows is a run's first, the one that sums them up its second. */
const CASES = [
  ['FAILED', 1, /ended FAILED/], ['FAILED', 2, /ended FAILED/],
  ['CANCELLED', 1, /ended CANCELLED: Bytes scanned limit/], ['CANCELLED', 2, /ended CANCELLED: Bytes scanned limit/],
  ['RUNNING', 1, /did not end within 60000 ms/], ['RUNNING', 2, /did not end within 60000 ms/],
] as const

t.test('F16: a query that fails, is cut off or does not end fails the run: every number and "data up to" stay', async (t) => {
  const { deliver, letFail, run, rollUp, stored, expected, ports, clock, athena } = await open(t)
  await deliver(callAgo(30), callAgo(1))
  await run()
  await rollUp()
  const before = await stored()
  t.strictSame(before, await expected())
  const good = await ports.usage.lastRun('compute-cost')

  await deliver(callAgo(30, { request_id: 'late' }), callAgo(0))
  for (const [state, query, message] of CASES) {
    clock.nowMs += 300_000
    letFail(query, state)
    await t.rejects(run(), message, `${state} in query ${query}`)
    t.strictSame(await stored(), before)
    t.match(await ports.usage.lastRun('compute-cost'), { outcome: 'failed', message, dataUpTo: good?.dataUpTo, bucketsWritten: 0 })
    t.equal(athena.stopped.at(-1), `query-${athena.started.length}`, 'nothing runs on for nobody')
  }
  t.equal(runState('compute-cost', await ports.usage.lastRun('compute-cost'), clock.nowMs), 'failed')

  await run()
  await rollUp()
  t.strictSame(await stored(), await expected(), 'and the next run has it all')
  t.equal((await ports.usage.lastRun('compute-cost'))?.dataUpTo, callAgo(0).ts)
})

t.test('F16: runs that are missed altogether are told by the last one', async (t) => {
  const { deliver, run, ports } = await open(t)
  await deliver(callAgo(1))
  await run()
  const last = await ports.usage.lastRun('compute-cost')
  t.equal(runState('compute-cost', last, START + 4 * 60_000), 'ok')
  t.equal(runState('compute-cost', last, START + 3_600_000), 'overdue')
})
