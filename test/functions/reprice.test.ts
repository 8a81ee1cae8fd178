import t from 'tap'
import type { RunRecord } from '../../domain/ports.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { computeCost, type ComputeCostPorts } from '../../functions/compute-cost.ts'
import { reprice, repricedVersion } from '../../functions/reprice.ts'
import { callAgo, costPipeline, START } from '../fixtures/cost-pipeline.ts'
import { Died } from '../fixtures/faulty.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'
import { mortalPorts } from '../simulation/mortal-ports.ts'
import { interleave } from '../simulation/turns.ts'

const KEY = 'us.anthropic.claude-sonnet-4-6'
const NOVA = 'amazon.nova-pro-v1:0'
const OPTIONS = { hoursKept: null, tagDimensions: [] }
const ago = (hours: number) => new Date(START - hours * 3_600_000).toISOString()
const dearer = (from: string): PriceRecord => priceRecord(KEY, from, { ...CLAUDE_3_15, input_cost_per_token: '0.000004' }, { recordedAt: ago(0) })

const costRun = async (ports: ComputeCostPorts): Promise<void> => {
  await computeCost(ports, { lookBackHours: 100, tagDimensions: [] })
}

/** Calls of ten weeks in two sources, with every hour, day and month computed once. */
async function settled() {
  const pipeline = await costPipeline()
  const hours = [2, 3, 30, 60, 61, 200, 400, 900, 1_600, 1_700]
  pipeline.rows.push(
    ...hours.map((hour) => callAgo(hour)),
    ...hours.map((hour) => callAgo(hour, { request_id: `nova ${hour}`, model_id: NOVA, model_scope: 'in-region', region: 'eu-west-1' })),
  )
  await pipeline.run({ lookBackHours: null })
  await pipeline.rollUp()
  await reprice(pipeline.ports, OPTIONS)
  t.strictSame(await pipeline.stored(), await pipeline.expected())
  return pipeline
}

t.test('a correction of the past gives every hour, day and month the cost that a fresh run gives, from their cells alone', async (t) => {
  const { ports, stored, expected } = await settled()
  const before = await stored()
  await ports.prices.append([dearer(ago(901)), priceRecord(NOVA, ago(500), inOut('0.0000008', '0.0000032'))])
  const lake = { countRecords: () => t.fail('asks the event table'), aggregate: () => t.fail('asks the event table') } as never
  t.match(await reprice({ ...ports, lake }, OPTIONS), { finished: true })
  t.strictSame(await stored(), await expected())
  t.notSame(await stored(), before)
  t.equal(await repricedVersion(ports), (await ports.prices.read()).version)
})

t.test('a price that begins inside of an hour splits it, and one that no longer does puts it together again', async (t) => {
  const { ports, stored, expected, rows } = await settled()
  const minutes = (count: number) => ago(60 - count / 60)
  rows.push(callAgo(60 - 0.75, { request_id: 'later' }))
  await ports.prices.append([dearer(minutes(30))])
  await reprice(ports, OPTIONS)
  t.strictSame(await stored(), await expected(), 'split')
  const { records } = await ports.prices.read()
  await ports.prices.replaceAll(records.map((record) => (record.effectiveFrom === minutes(30) ? { ...record, voidedAt: ago(0) } : record)))
  await reprice(ports, OPTIONS)
  t.strictSame(await stored(), await expected(), 'and back')
})

t.test('without a change, or with one that alters no price, nothing is written', async (t) => {
  const { ports, stored } = await settled()
  const before = { stored: await stored(), run: await ports.usage.lastRun('reprice') }
  t.strictSame(await reprice(ports, OPTIONS), { bucketsWritten: 0, finished: true })
  await ports.prices.append([priceRecord(NOVA, '2026-01-01T00:00:00Z', inOut('0.0000008', '0.0000032'), { voidedAt: ago(0) })])
  t.strictSame(await reprice(ports, OPTIONS), { bucketsWritten: 0, finished: true })
  t.strictSame({ stored: await stored(), run: await ports.usage.lastRun('reprice') }, before)
})

t.test('whichever write it dies before or after, the next run ends right', async (t) => {
  for (const after of [false, true]) {
    const { ports, stored, expected, clock } = await settled()
    let deaths = 0
    for (let [writesLeft, died] = [0, true]; died; writesLeft++) {
      clock.nowMs += 60_000
      await ports.prices.append([{ ...dearer(ago(901)), recordedAt: new Date(clock.nowMs).toISOString(), fields: inOut(`0.00000${writesLeft + 1}`, '0.00001') }])
      const mortal = { ...ports, ...mortalPorts(ports, async () => undefined, { writesLeft, after }) }
      died = await reprice(mortal, OPTIONS).then(() => false, (error: unknown) => {
        if (error instanceof Died) return true
        throw error
      })
      deaths += Number(died)
      t.match(await reprice(ports, OPTIONS), { finished: true })
      t.strictSame(await stored(), await expected(), `after ${writesLeft} writes`)
    }
    t.ok(deaths > 15, `${deaths} deaths`)
  }
})

t.test('one that runs out of time says how far it got, and others go on until all is done', async (t) => {
  const { ports, stored, expected } = await settled()
  await ports.prices.append([{ ...dearer(ago(901)), leftCensored: true }])
  t.match(await reprice(ports, { ...OPTIONS, shouldStop: () => true }), { finished: false })
  t.match(await ports.usage.lastRun('reprice'), { outcome: 'ok', message: '50 % of stored usage is priced anew' })
  t.match(await reprice(ports, OPTIONS), { finished: true })
  t.strictSame(await stored(), await expected())
})

t.test('how far it got is told while it goes on, by a record that reaches no further than the last run', async (t) => {
  const { ports } = await settled()
  const done = await repricedVersion(ports)
  await ports.prices.append([{ ...dearer(ago(901)), leftCensored: true }])
  const runs: RunRecord[] = []
  const usage = { ...ports.usage, async saveRun(run: RunRecord) {
    if (run.kind === 'reprice') runs.push(run)
    await ports.usage.saveRun(run)
  } }
  await reprice({ ...ports, usage }, OPTIONS)
  t.match(runs, [
    { outcome: 'ok', message: '50 % of stored usage is priced anew', revision: String(done) },
    { outcome: 'ok', message: null, revision: String((await ports.prices.read()).version) },
  ])
})

t.test('two changes at once, each with a run of its own beside one of compute-cost, end right', async (t) => {
  for (const turns of [1, 2, 3, 5, 8, 13]) {
    const { ports, stored, expected, rows } = await settled()
    rows.push(callAgo(61, { request_id: 'late' }))
    const change = (record: PriceRecord) => async (turn: () => Promise<void>) => {
      const mine = { ...ports, ...mortalPorts(ports, turn, null) }
      await mine.prices.append([record])
      await reprice(mine, OPTIONS)
    }
    await interleave([
      change(dearer(ago(901))),
      change(priceRecord(KEY, ago(300), inOut('0.000001', '0.000001'))),
      (turn) => costRun({ ...ports, ...mortalPorts(ports, turn, null) }),
    ], [{ who: 0, turns }, { who: 2, turns: 2 }, { who: 1, turns: turns + 1 }])
    await costRun(ports)
    await reprice(ports, OPTIONS)
    t.strictSame(await stored(), await expected(), `turns of ${turns}`)
  }
})
