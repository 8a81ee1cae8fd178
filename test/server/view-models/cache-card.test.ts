import t from 'tap'
import { emptyMeasures, type Measures } from '../../../domain/cell.ts'
import { cacheCard, unpricedCacheTokens } from '../../../server/view-models/cache-card.ts'

const CENT = 10n ** 16n

function measures(changed: Partial<Measures>): Measures {
  return { ...emptyMeasures(), calls: 1, inputTokens: 1000, cacheReadTokens: 3000, cacheWrite1hTokens: 1000, ...changed }
}

t.test('savings are told with all their digits, and may be a loss', async (t) => {
  const cases: [bigint, number, string, RegExp][] = [
    [250n * CENT, 0, 'Saved $2.50', /^\$2\.5: what the tokens read would have cost as input less what they did/],
    [-CENT, 0, 'Cost $0.01', /^−\$0\.01: /],
    [250n * CENT, 70, 'Saved $2.50 that is known', /70 cache tokens have no known price and are not in it\.$/],
    [0n, 70, 'Savings unknown', /^70 cache tokens have no known price/],
  ]
  for (const [cacheSavings, unpriced, text, title] of cases) {
    const [hitRate, savings] = cacheCard(measures({ cacheSavings }), unpriced).details
    t.match(hitRate, { text: 'Hit rate 60%', title: '3,000 of 5,000 tokens of input were read from the cache' })
    t.match(savings, { text, title })
  }
  t.match(cacheCard(measures({ cacheReadTokens: 0, cacheWrite1hTokens: 0 }), 0).details[1], { text: 'Nothing cached' })
})

t.test('only tokens that lack a price are unknown: a capacity that is paid otherwise saves nothing, for sure', async (t) => {
  const cost = { ...emptyMeasures().cost, cacheRead: 5n }
  const row = (changed: Partial<Measures>) => ({ keys: {}, errors: 0, measures: measures(changed) })
  t.equal(unpricedCacheTokens([row({ unpricedCalls: 1 })]), 4000)
  t.equal(unpricedCacheTokens([row({ partialCalls: 1, cost })]), 1000)
  t.equal(unpricedCacheTokens([row({})]), 0)
})
