import t from 'tap'
import { emptyMeasures, type Measures } from '../../../domain/cell.ts'
import { componentCell, costCell, costPerCall, costPerMillionTokens } from '../../../server/view-models/cost-cell.ts'

const DOLLAR = 10n ** 18n

function measures(overrides: Partial<Measures>, dollars = 0n): Measures {
  const empty = emptyMeasures()
  return { ...empty, ...overrides, cost: { ...empty.cost, output: dollars * DOLLAR } }
}

t.test('a dollar says what it leaves out and what it guesses', async (t) => {
  const cases: [title: string, measures: Measures, value: string, exact: string, tone: string | undefined][] = [
    ['all priced', measures({ calls: 2 }, 3n), '$3.00', '$3, 50% of all', undefined],
    ['some unpriced', measures({ calls: 2, unpricedCalls: 1, estimatedCalls: 1 }, 3n), '≥ $3.00',
      '$3, 50% of all. 1 call without a known price, not in this sum; 1 call estimated', 'warn'],
    ['some in part', measures({ calls: 2, partialCalls: 1 }, 3n), '≥ $3.00', '$3, 50% of all. 1 call priced in part', 'warn'],
    ['some estimated', measures({ calls: 2, estimatedCalls: 2 }, 3n), '≈ $3.00', '$3, 50% of all. 2 calls estimated', undefined],
    ['none priced', measures({ calls: 2, unpricedCalls: 2 }), 'unpriced', '2 of 2 calls have no known price', 'warn'],
    ['nothing to pay', measures({ calls: 2 }), '$0.00', '$0, 0% of all', undefined],
  ]
  for (const [title, given, value, exact, tone] of cases) {
    t.match(costCell(given, 6n * DOLLAR), { value, exact }, title)
    t.equal(costCell(given, 6n * DOLLAR).tone, tone, title)
  }
})

t.test('ratios count what has a price, and are unknown where that would mislead', async (t) => {
  t.equal(costPerCall(measures({ calls: 4, unpricedCalls: 1 }, 3n)), DOLLAR)
  t.equal(costPerCall(measures({ calls: 4, unpricedCalls: 4 })), null)
  t.equal(costPerCall(measures({ calls: 4, unpricedCalls: 2 })), null, 'the others failed')
  t.equal(costPerMillionTokens(measures({ calls: 1, outputTokens: 500_000 }, 3n)), 6n * DOLLAR)
  t.equal(costPerMillionTokens(measures({ calls: 1, outputTokens: 500_000, unpricedCalls: 1 }, 3n)), null)
  t.equal(costPerMillionTokens(measures({ calls: 1 }, 3n)), null)
})

t.test('a component that was not consumed, or has no price, is no $0.00', async (t) => {
  t.match(componentCell(0n, 0, measures({ calls: 1 }, 3n)), { value: '–', exact: 'None consumed' })
  t.match(componentCell(0n, 7, measures({ calls: 1, unpricedCalls: 1 })), { value: '–', exact: 'No price is known' })
  t.match(componentCell(0n, 7, measures({ calls: 1 }, 3n)), { value: '$0.00' }, 'free of charge')
  t.match(componentCell(3n * DOLLAR, 7, measures({ calls: 1 }, 6n)), { value: '$3.00', exact: '$3, 50% of the cost' })
})
