import t from 'tap'
import { countPoint } from '../../../server/view-models/chart-point.ts'
import { donut } from '../../../server/view-models/donut.ts'

const slice = (name: string, count: number) => ({ name, title: name, color: 'c1', point: countPoint(count) })
const spec = { id: 'share', title: 'Calls by model', first: 'Model', measure: 'Calls', total: countPoint(200).cell }

t.test('arcs follow each other around the ring, as long as their share', async (t) => {
  const { arcs } = donut({ ...spec, slices: [slice('a', 100), slice('b', 50), slice('c', 50)] })
  t.strictSame(arcs.map(({ dashes, offset }) => [dashes, offset]), [
    ['50.000 50.000', '0.000'], ['25.000 75.000', '-50.000'], ['25.000 75.000', '-75.000'],
  ])
})

t.test('the legend and the table tell value and share, and the table adds up', async (t) => {
  const view = donut({ ...spec, slices: [slice('a', 150), slice('b', 50)] })
  t.strictSame(view.legend.map(({ name, value, share }) => [name, value, share]), [['a', '150', '75%'], ['b', '50', '25%']])
  t.strictSame(view.table.totals?.map(({ value }) => value), ['200', '100%'])
  t.equal(view.summary, 'Largest part: a with 150, 75%.')
})

t.test('nothing is an empty ring', async (t) => {
  for (const slices of [[], [slice('a', 0)], [slice('a', -5)]]) {
    const view = donut({ ...spec, slices })
    t.equal(view.isEmpty, true)
    t.strictSame(view.arcs, [])
  }
})
