import fc from 'fast-check'
import t from 'tap'
import { changeOf, changeOfUsd } from '../../domain/change.ts'

t.test('a change is told by percent, and never from nothing', async (t) => {
  const cases: [number | null, number | null, object][] = [
    [150, 100, { kind: 'percent', percent: 50 }], [0, 100, { kind: 'percent', percent: -100 }], [100, 100, { kind: 'percent', percent: 0 }],
    [5, 0, { kind: 'new' }], [0, 0, { kind: 'none' }], [null, 3, { kind: 'none' }], [3, null, { kind: 'none' }],
    [-5, -10, { kind: 'percent', percent: 50 }],
  ]
  for (const [now, before, expected] of cases) t.same(changeOf(now, before), expected, `${before} to ${now}`)
})

t.test('money differs before it is rounded', async (t) => {
  const dollar = 10n ** 18n
  t.same(changeOfUsd(10n ** 12n * dollar + dollar, 10n ** 12n * dollar), { kind: 'percent', percent: 0 })
  t.same(changeOfUsd(3n, 2n), { kind: 'percent', percent: 50 })
  t.same(changeOfUsd(-3n, -2n), { kind: 'percent', percent: -50 })
  t.same(changeOfUsd(1n, 0n), { kind: 'new' })
  t.same(changeOfUsd(0n, 0n), { kind: 'none' })
})

t.test('its sign is that of the difference', async (t) => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 6n }), (now, before) => {
    const change = changeOfUsd(now, before)
    t.equal(change.kind === 'percent' ? Math.sign(change.percent) : null, now === before ? 0 : now > before ? 1 : -1)
  }))
})
