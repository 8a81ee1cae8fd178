import t from 'tap'
import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { callAgo, costPipeline } from '../fixtures/cost-pipeline.ts'

t.test('F17: a schedule that fires twice counts nothing twice', async (t) => {
  const { rows, run, rollUp, stored, expected } = await costPipeline()
  rows.push(callAgo(30), callAgo(3), callAgo(2), callAgo(1))
  await Promise.all([run(), run()])
  await Promise.all([rollUp(), rollUp()])
  t.strictSame(await stored(), await expected())
  t.equal((await run()).bucketsWritten + (await rollUp()).bucketsWritten, 0)
})

t.test('F17: after a gap of six hours the first run catches up with every hour, late ones too', async (t) => {
  const { rows, run, rollUp, stored, expected, clock } = await costPipeline()
  rows.push(callAgo(9), callAgo(8))
  await run()
  clock.nowMs += 6 * MS_PER_HOUR
  rows.push(...[-5.5, -4.5, -3.5, -2.5, -1.5, -0.5, 9, 40].map((hours) => callAgo(hours, { request_id: `in the gap ${hours}` })))
  t.equal((await run()).bucketsWritten, 8)
  await rollUp()
  t.strictSame(await stored(), await expected())
})

t.test('F17: days that no run rolled up for longer than it looks back are rolled up by the first one after', async (t) => {
  const { rows, run, rollUp, stored, expected, clock } = await costPipeline()
  rows.push(callAgo(30))
  await run()
  await rollUp()
  clock.nowMs += 50 * 24 * MS_PER_HOUR
  rows.push(callAgo(-5), callAgo(-24 * 49))
  await run({ lookBackHours: 24 * 60 })
  await rollUp()
  t.strictSame(await stored(), await expected())
})
