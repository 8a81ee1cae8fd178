import t from 'tap'
import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { callAgo, costPipeline } from '../fixtures/cost-pipeline.ts'

t.test('F13: a file 36 hours late is right after the next run, and counted as late', async (t) => {
  const { rows, run, rollUp, stored, expected, measured } = await costPipeline()
  rows.push(callAgo(36, { request_id: 'in time' }), callAgo(1))
  await run()
  await rollUp()
  measured.clear()
  rows.push(callAgo(36, { request_id: 'late', caller: 'latecomer' }))
  t.equal((await run()).bucketsWritten, 1)
  await rollUp()
  t.strictSame(await stored(), await expected())
  t.equal(measured.get('lateRecords'), 1)
})

t.test('F13: a file ten days late is right after the daily run, which looks back 35 days', async (t) => {
  const { rows, run, rollUp, stored, expected, measured } = await costPipeline()
  rows.push(callAgo(1))
  await run()
  measured.clear()
  rows.push(callAgo(240, { request_id: 'a' }), callAgo(240, { request_id: 'b' }))
  t.equal((await run()).bucketsWritten, 0, 'too far back for the runs in between')
  t.equal((await run({ lookBackHours: 35 * 24 })).bucketsWritten, 1)
  await rollUp()
  t.strictSame(await stored(), await expected())
  t.equal(measured.get('lateRecords'), 2)
})

t.test('F13: rows in time are not late, and neither are prices that change', async (t) => {
  const { rows, run, ports, clock, measured } = await costPipeline()
  rows.push(callAgo(0), callAgo(2), callAgo(24))
  await run()
  clock.nowMs += 30 * MS_PER_HOUR
  await ports.prices.replaceAll([])
  t.equal((await run({ lookBackHours: 35 * 24 })).bucketsWritten, 3)
  t.equal(measured.get('lateRecords'), 0)
})

t.test('F13: however late, a range can be computed on demand, in slices that go on where the last one stopped', async (t) => {
  const { rows, run, rollUp, stored, expected, ports } = await costPipeline()
  rows.push(...[900, 800, 700, 600, 1].map((hours) => callAgo(hours)))
  await run()
  const regular = await ports.usage.lastRun('compute-cost')
  const now = Math.floor(ports.clock().getTime() / MS_PER_HOUR)
  let range = { from: now - 1000, to: now }
  const written = []
  for (let slices = 0; slices < 10; slices++) {
    let queries = 0
    const { bucketsWritten, resumeFrom } = await run({ range, hoursPerQuery: 24, shouldStop: () => ++queries > 1 })
    written.push(bucketsWritten)
    if (resumeFrom === null) break
    t.match(await ports.usage.lastRun('backfill'), { outcome: 'ok', dataUpTo: new Date(resumeFrom * MS_PER_HOUR).toISOString(), message: /goes on/ })
    range = { ...range, from: resumeFrom }
  }
  t.strictSame(written, [2, 2])
  await rollUp()
  t.strictSame(await stored(), await expected())
  t.strictSame(await ports.usage.lastRun('compute-cost'), regular, 'the regular runs know nothing of it')
})
