import t from 'tap'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { faultyDynamoDb } from '../fixtures/aws/dynamodb.ts'
import { callAgo, costPipeline } from '../fixtures/cost-pipeline.ts'

// After a write and before the next one is the same to everybody else.
t.test('F11: before whichever write a run dies, readers see each bucket as it was or as it will be, and the next run ends right', async (t) => {
  let writesLeft = Infinity
  const { client, faultyOnce } = await faultyDynamoDb(t, (request, forward) => {
    const isWrite = /Put|Update|Delete|Write/.test(request.operation)
    return isWrite && writesLeft-- <= 0 ? { hangUp: true } : forward()
  })
  const options = { hoursKeptDays: null, maxBodyBytes: 200 }
  const reader = dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, options)
  const mortal = dynamoDbUsageStore({ client: faultyOnce, name: USAGE_STATS_TABLE }, options)
  const dying = await costPipeline({ usage: mortal })
  // Buckets of one item and of several, in two days.
  dying.rows.push(...Array.from({ length: 12 }, (_, index) => callAgo(30, { request_id: `r${index}`, caller: `caller ${index}` })))
  dying.rows.push(callAgo(1))
  await dying.run()
  await dying.rollUp()
  t.strictSame(await dying.stored(), await dying.expected())

  let crashed = true
  let writes = 0
  for (; crashed; writes++) {
    dying.clock.nowMs += MS_PER_HOUR / 60
    const before = await dying.stored()
    dying.rows.push(callAgo(30, { request_id: `new ${writes}`, caller: `new ${writes % 3}` }), callAgo(1, { request_id: `new, too ${writes}` }))
    const allowed = new Set([...before, ...await dying.expected()])
    writesLeft = writes
    crashed = await (async () => {
      await dying.run()
      await dying.rollUp()
      return false
    })().catch(() => true)
    const { stored } = await costPipeline({ usage: reader })
    for (const bucket of await stored()) t.ok(allowed.has(bucket), `after ${writes} writes: ${bucket.slice(0, 60)}`)
    writesLeft = Infinity
    await dying.run()
    await dying.rollUp()
    t.strictSame(await dying.stored(), await dying.expected(), `after ${writes} writes and another run`)
  }
  t.ok(writes > 15, `${writes} writes`)
})
