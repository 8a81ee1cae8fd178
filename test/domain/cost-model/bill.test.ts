import fc from 'fast-check'
import t from 'tap'
import { bill, costOf, sumOf } from '../../../domain/cost-model/bill.ts'
import { LIST_PRICES } from '../../../domain/cost-model/list-prices.ts'
import { MEASURED_UNITS } from '../../../domain/cost-model/measured-units.ts'
import { perEventLines } from '../../../domain/cost-model/per-event-bill.ts'
import { DEFAULT_WORKLOAD, type Workload } from '../../../domain/cost-model/workload.ts'

const USD = 10n ** 18n

const arbitraryWorkload: fc.Arbitrary<Workload> = fc.record({
  calls: fc.integer({ min: 0, max: 2_000_000_000 }),
  accounts: fc.integer({ min: 1, max: 200 }),
  regions: fc.integer({ min: 1, max: 5 }),
  models: fc.integer({ min: 1, max: 60 }),
  callers: fc.integer({ min: 1, max: 5_000 }),
  runMinutes: fc.constantFrom(1, 5, 15, 60),
  deliverySeconds: fc.integer({ min: 60, max: 900 }),
  logDays: fc.integer({ min: 1, max: 400 }),
  eventMonths: fc.integer({ min: 1, max: 84 }),
  alarms: fc.boolean(),
  allMetrics: fc.boolean(),
  keys: fc.integer({ min: 0, max: 10 }),
})

const billOf = (workload: Workload) => bill(workload, MEASURED_UNITS)

t.test('the lines add up to the total, of which the standing part is what a month without calls costs', async () => {
  fc.assert(fc.property(arbitraryWorkload, (workload) => {
    const { lines, total, standing } = billOf(workload)
    return sumOf(lines) === total && standing <= total && billOf({ ...workload, calls: 0 }).total === standing
  }))
})

t.test('more calls never cost less, on no line', async () => {
  fc.assert(fc.property(arbitraryWorkload, fc.integer({ min: 1, max: 1_000_000_000 }), (workload, more) => {
    const [some, all] = [billOf(workload), billOf({ ...workload, calls: workload.calls + more })]
    return [...some.lines, ...some.rawLogs].every(({ cost }, index) => {
      return cost >= 0n && cost <= ([...all.lines, ...all.rawLogs][index]?.cost ?? -1n)
    })
  }))
})

t.test('allowances take off no more than there is, and never all that calls cost', async (t) => {
  fc.assert(fc.property(arbitraryWorkload, (workload) => {
    const { total, lessAllowances } = billOf(workload)
    return lessAllowances >= 0n && lessAllowances <= total
  }))
  const { total, lessAllowances } = billOf({ ...DEFAULT_WORKLOAD, accounts: 2, keys: 1 })
  const alarmsLeft = 19n
  const { lessAllowances: withoutAlarms } = billOf({ ...DEFAULT_WORKLOAD, accounts: 2, keys: 1, alarms: false })
  t.ok(lessAllowances < total)
  t.equal(lessAllowances - withoutAlarms, alarmsLeft * USD / 10n)
})

t.test('what is switched off costs nothing, and nothing else changes', async (t) => {
  const full = billOf({ ...DEFAULT_WORKLOAD, keys: 2, allMetrics: true })
  const bare = billOf({ ...DEFAULT_WORKLOAD, keys: 0, alarms: false })
  const costs = ({ lines }: typeof full) => new Map(lines.map(({ what, cost }) => [what, cost]))
  const differing = [...costs(full)].filter(([what, cost]) => costs(bare).get(what) !== cost).map(([what]) => what)
  t.same(differing, ['Metrics of functions', 'Alarms', 'Keys'])
  t.equal(costs(full).get('Keys'), 2n * USD)
  t.equal(costs(bare).get('Alarms'), 0n)
})

t.test('a line costs its units by the list, and a part of a unit as much as a whole one', async (t) => {
  t.equal(costOf({ price: 'dynamoWriteUnit', amount: 1_000_000 }), 625n * USD / 1_000n)
  t.equal(costOf({ price: 'athenaByte', amount: 2 ** 40 }), 5n * USD)
  t.equal(costOf({ price: 's3Event', amount: 0.2 }), USD / 1_000_000n)
  t.equal(costOf({ price: 's3Event', amount: 0 }), 0n)
})

t.test('every price of the list is a price, and some line is billed by it', async (t) => {
  const used = new Set(billOf(DEFAULT_WORKLOAD).lines.map(({ price }) => price as string))
  for (const { price } of billOf(DEFAULT_WORKLOAD).rawLogs) used.add(price)
  for (const [name, { usd, per }] of Object.entries(LIST_PRICES)) {
    t.match(usd, /^\d+\.\d+$/, name)
    t.ok(per >= 1, name)
    t.ok(used.has(name), `${name} is billed`)
  }
})

t.test('raw logs cost what is kept of them, and are apart from the total', async (t) => {
  const [month, quarter] = [billOf({ ...DEFAULT_WORKLOAD, logDays: 30 }), billOf({ ...DEFAULT_WORKLOAD, logDays: 90 })]
  t.equal(month.total, quarter.total)
  t.equal(month.rawLogs[1]?.cost, 0n)
  t.equal(month.rawLogs[0]?.cost, quarter.rawLogs[0]?.cost)
  t.ok(sumOf(quarter.rawLogs) > sumOf(month.rawLogs))
})

t.test('adding each call to an item per dimension costs as many times more as there are calls', async (t) => {
  const of = (calls: number) => sumOf(perEventLines({ ...DEFAULT_WORKLOAD, calls }))
  t.equal(of(1_000_000), 13_375n * USD / 1_000n)
  t.equal(of(100_000_000), 100n * of(1_000_000))
  t.equal(of(0), 0n)
})
