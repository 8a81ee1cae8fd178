import t from 'tap'
import { sparkline } from '../../../server/view-models/sparkline.ts'

const LABEL = 'Cost by day'

t.test('values reach from the left to the right and from zero to the largest', async (t) => {
  t.strictSame(sparkline({ label: LABEL, values: [0, 5, 10] }), {
    label: LABEL, line: 'M0 22L50 12L100 2', area: 'M0 22L50 12L100 2L100 24L0 24Z', unfinished: '',
  })
})

t.test('a gap interrupts the line, and what stands alone is a dot', async (t) => {
  const view = sparkline({ label: LABEL, values: [10, 10, null, 10, null, 0] })
  t.equal(view?.line, 'M0 2L20 2M60 2L60 2M100 22L100 22')
  t.equal(view?.area, 'M0 2L20 2L20 24L0 24Z')
})

t.test('the step to what is not over is drawn apart', async (t) => {
  const view = sparkline({ label: LABEL, values: [10, 10, 0], isLastPartial: true })
  t.equal(view?.line, 'M0 2L50 2')
  t.equal(view?.unfinished, 'M50 2L100 22')
  t.equal(sparkline({ label: LABEL, values: [10, 10, null, 5], isLastPartial: true })?.unfinished, '')
})

t.test('fewer than two values are no line; equal and negative ones are', async (t) => {
  t.equal(sparkline({ label: LABEL, values: [] }), null)
  t.equal(sparkline({ label: LABEL, values: [3, null] }), null)
  t.equal(sparkline({ label: LABEL, values: [0, 0] })?.line, 'M0 22L100 22')
  t.equal(sparkline({ label: LABEL, values: [-10, 10] })?.line, 'M0 22L100 2')
})
