import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import type { BucketName, UsageStore } from '../../domain/ports.ts'
import { sourceId } from '../../domain/source.ts'
import { aggregateStats } from '../../functions/aggregate-stats.ts'
import { computeCost } from '../../functions/compute-cost.ts'
import { callAgo, costPipeline } from '../fixtures/cost-pipeline.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { mortalPorts } from '../simulation/mortal-ports.ts'
import { interleave, type Work } from '../simulation/turns.ts'

const numRuns = Number(process.env['SIMULATION_RUNS'] ?? 400)

const bursts = fc.array(fc.record({ who: fc.nat(2), turns: fc.integer({ min: 1, max: 15 }) }), { minLength: 1, maxLength: 10 })

/** A store that remembers the newest generation that anybody has written each bucket in, successfully or not. */
function withMemory(usage: UsageStore) {
  const newest = new Map<string, number>()
  const nameOf = ({ source, period, start }: BucketName) => `${sourceId(source)} ${period} ${start}`
  const store: UsageStore = {
    ...usage,
    async writeBucket(bucket, generation, mergedFrom) {
      newest.set(nameOf(bucket), Math.max(newest.get(nameOf(bucket)) ?? 0, generation))
      return usage.writeBucket(bucket, generation, mergedFrom)
    },
  }
  return {
    store,
    async assertNewestStands(): Promise<void> {
      const standing = new Map<string, number>()
      for (const source of await usage.listSources()) {
        for (const period of ['hour', 'day', 'month'] as const) {
          for await (const head of usage.readHeads(source, period, null, null)) standing.set(nameOf(head), head.generation)
        }
      }
      assert.deepEqual([...standing].sort(), [...newest].sort())
    },
  }
}

t.test('F12: of two runs at once the newer one wins, in whatever order they write and end', async () => {
  const hoursAgo = fc.uniqueArray(fc.constantFrom(1, 2, 25, 26, 47, 430), { minLength: 1 })
  await fc.assert(fc.asyncProperty(hoursAgo, hoursAgo, bursts, async (before, between, bursts) => {
    const { store, assertNewestStands } = withMemory(memoryUsageStore())
    const { ports, rows, run, rollUp, stored, expected } = await costPipeline({ usage: store })
    rows.push(...before.map((hours) => callAgo(hours)))
    const l2 = (turn: () => Promise<void>) => ({ ...ports, ...mortalPorts(ports, turn, null) })
    const compute: Work = async (turn) => {
      await computeCost(l2(turn), { lookBackHours: 1000, tagDimensions: [] })
      await aggregateStats(l2(turn), { lookBackDays: null })
    }
    const deliver: Work = async (turn) => {
      for (const hours of between) {
        await turn()
        rows.push(callAgo(hours, { request_id: `later ${hours}` }))
      }
    }
    await interleave([compute, compute, deliver], bursts)
    await assertNewestStands()
    await run({ lookBackHours: 1000 })
    await rollUp()
    assert.deepEqual(await stored(), await expected())
  }), { numRuns })
})

t.test('F12: an older run that ends last changes nothing that the newer one has written', async (t) => {
  const { ports, rows, run, stored, expected } = await costPipeline()
  // Its first row alone stands for the call, until the full one comes an hour later.
  const full = callAgo(2, { request_id: 'a' })
  rows.push(callAgo(3, { request_id: 'a', input_tokens: null, output_tokens: null }))
  let goOn = (): void => undefined
  const newerIsDone = new Promise<void>((resolve) => { goOn = resolve })
  const writeBucket: UsageStore['writeBucket'] = async (...args) => {
    await newerIsDone
    return ports.usage.writeBucket(...args)
  }
  const older = computeCost({ ...ports, usage: { ...ports.usage, writeBucket } }, { lookBackHours: 48, tagDimensions: [] })
  await new Promise(setImmediate)
  rows.push(full)
  t.equal((await run()).bucketsWritten, 2)
  goOn()
  t.equal((await older).bucketsWritten, 0)
  t.strictSame(await stored(), await expected([full]))
  t.equal((await run()).bucketsWritten, 0)
})
