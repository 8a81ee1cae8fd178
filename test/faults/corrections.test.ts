import t from 'tap'
import type { Bucket } from '../../domain/bucket.ts'
import { hourOf } from '../../domain/calendar.ts'
import type { Cell } from '../../domain/cell.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { callAgo, costPipeline, START } from '../fixtures/cost-pipeline.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

type Pipeline = Awaited<ReturnType<typeof costPipeline>>

async function cells({ ports: { usage } }: Pipeline, period: Bucket['period']): Promise<Cell[]> {
  const found: Cell[] = []
  for (const source of await usage.listSources()) {
    for await (const bucket of usage.readBuckets(source, period, null, null)) found.push(...bucket.cells)
  }
  return found
}

const callers = (all: readonly Cell[]) => [...new Set(all.map(({ caller }) => caller))].sort()
const calls = (all: readonly Cell[]) => all.reduce((sum, cell) => sum + cell.calls, 0)
const cost = (all: readonly Cell[]) => all.reduce((sum, cell) => sum + totalCost(cell.cost), 0n)

t.test('F14: a caller that is corrected leaves no row behind, and the total stays', async (t) => {
  const pipeline = await costPipeline()
  const { rows, run, rollUp, stored, expected } = pipeline
  rows.push(callAgo(30, { request_id: 'a', caller: 'wrong' }), callAgo(30, { request_id: 'b', caller: 'right' }))
  await run()
  await rollUp()
  const before = await cells(pipeline, 'day')
  t.strictSame(callers(before), ['right', 'wrong'])

  rows.splice(0, 2, ...rows.map((row) => ({ ...row, caller: 'right' })))
  t.equal((await run()).bucketsWritten, 0, 'as many rows as before are not seen to have changed')
  const range = { from: hourOf(START) - 35, to: hourOf(START) }
  t.equal((await run({ range, everyHour: true })).bucketsWritten, 1, 'until they are asked for')
  await rollUp()
  for (const period of ['hour', 'day'] as const) {
    const after = await cells(pipeline, period)
    t.strictSame(callers(after), ['right'])
    t.equal(calls(after), calls(before))
    t.equal(cost(after), cost(before))
  }
  t.strictSame(await stored(), await expected())
})

t.test('F14: a call whose full record comes later leaves the caller of the first one, and the hour', async (t) => {
  const pipeline = await costPipeline()
  const { rows, run, rollUp, stored, expected } = pipeline
  const full = callAgo(30, { request_id: 'a' })
  const first = callAgo(31, { request_id: 'a', caller: 'unknown', input_tokens: null, output_tokens: null })
  rows.push(first)
  await run()
  await rollUp()
  t.strictSame(callers(await cells(pipeline, 'hour')), ['unknown'])
  rows.push(full)
  await run()
  await rollUp()
  t.strictSame(callers(await cells(pipeline, 'hour')), [full.caller])
  t.equal(calls(await cells(pipeline, 'day')), 1)
  t.strictSame(await stored(), await expected([full]))
})

t.test('F14: a price that is corrected changes the cost of its calls and nothing else', async (t) => {
  const pipeline = await costPipeline()
  const { rows, run, rollUp, stored, expected, ports } = pipeline
  rows.push(callAgo(30), callAgo(20), callAgo(10, { model_id: 'nobody.knows-v1:0' }))
  await run()
  await rollUp()
  const before = await cells(pipeline, 'hour')
  await ports.prices.append([priceRecord('us.anthropic.claude-sonnet-4-6', '2026-07-17T12:00:00Z', inOut('0.000001', '0.000002'))])
  await run()
  await rollUp()
  const after = await cells(pipeline, 'hour')
  t.strictSame(after.map((cell) => totalCost(cell.cost)), [600_000_000_000_000n, 140_000_000_000_000n, 0n], 'from the instant on that it holds')
  t.strictSame(after.map(({ calls, inputTokens }) => [calls, inputTokens]), before.map(({ calls, inputTokens }) => [calls, inputTokens]))
  t.strictSame(await stored(), await expected())

  await ports.prices.replaceAll((await ports.prices.read()).records.slice(0, 1))
  await run()
  await rollUp()
  t.strictSame((await cells(pipeline, 'hour')).map((cell) => totalCost(cell.cost)), before.map((cell) => totalCost(cell.cost)), 'and back again once it is taken back')
  t.strictSame(await stored(), await expected())
})
