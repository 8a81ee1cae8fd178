import t from 'tap'
import { movers } from '../../../server/view-models/movers.ts'

const DOLLAR = 10n ** 18n

const explainOf = (key: string, side: string) => `/explain?${key}&${side}`

function group(costs: Record<string, [now: bigint, before: bigint]>) {
  const pairs = new Map(Object.entries(costs).map(([key, [now, before]]) => [key, { now: now * DOLLAR, before: before * DOLLAR }]))
  return { title: 'Models', pairs, nameOf: (key: string) => key.toUpperCase(), hrefOf: (key: string) => `/?model=${key}`, explainOf }
}

t.test('what rose or fell by most dollars comes first, whichever way', async (t) => {
  const { groups } = movers([group({ a: [12n, 10n], b: [1n, 9n], c: [5n, 0n], d: [3n, 3n] })], '')
  t.same(groups[0]?.rows.map(({ name, difference, tone, change }) => [name, difference.value, tone, change?.text]), [
    ['B', '−$8.00', 'good', '89%'], ['C', '+$5.00', 'bad', 'new'], ['A', '+$2.00', 'bad', '20%'],
  ])
  t.equal(groups[0]?.rows[0]?.difference.exact, '−$8: $1, before $9')
  t.same(groups[0]?.rows.map(({ from, width }) => [from, width]), [['0.00%', '50.00%'], ['50.00%', '31.25%'], ['50.00%', '12.50%']])
})

t.test('few are shown, in an order that does not depend on that of the data', async (t) => {
  const costs = { e: [2n, 1n], d: [2n, 1n], c: [2n, 1n], b: [2n, 1n], a: [2n, 1n] } satisfies Record<string, [bigint, bigint]>
  t.same(movers([group(costs)], '').groups[0]?.rows.map(({ name }) => name), ['A', 'B', 'C', 'D'])
})

t.test('a group in which nothing moved is left out', async (t) => {
  t.same(movers([group({ a: [3n, 3n] }), group({})], '').groups, [])
})

t.test('both costs lead to what they are made of', async (t) => {
  const [row] = movers([group({ a: [12n, 10n] })], '').groups[0]?.rows ?? []
  t.same([row?.before, row?.now].map((cell) => [cell?.value, cell?.explain]), [['$10.00', '/explain?a&before'], ['$12.00', '/explain?a&now']])
  const [fresh] = movers([group({ a: [12n, 0n] })], '').groups[0]?.rows ?? []
  t.equal(fresh?.before.explain, undefined, 'nothing needs no explanation')
})
