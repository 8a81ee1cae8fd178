import t from 'tap'
import { emptyMeasures } from '../../domain/cell.ts'
import { fromValues } from '../../domain/histogram.ts'
import { measureJson } from '../../domain/measure-json.ts'

t.test('measures leave with the exact sum of all costs, and calls without a full price as unpriced', async (t) => {
  const measures = {
    ...emptyMeasures(),
    calls: 10,
    inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheWrite5mTokens: 4, cacheWrite1hTokens: 5,
    unpricedCalls: 2, partialCalls: 3, estimatedCalls: 4,
    cost: {
      input: 1n, output: 10n ** 17n, cacheRead: 10n, cacheWrite5m: 100n, cacheWrite1h: 1000n, images: 10_000n,
      queries: 10n ** 20n,
    },
    cacheSavings: 10n ** 30n,
    latencyMs: fromValues([1, 2, 90_000]),
    timeToFirstTokenMs: fromValues([50]),
  }
  t.strictSame(measureJson({ errors: 1, measures }), {
    calls: 10, errors: 1, inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheWrite5mTokens: 4, cacheWrite1hTokens: 5,
    unpricedCalls: 5, costUsd: '100.100000000000011111', latencyCount: 3, latencyP50Ms: 2, latencyP95Ms: 90_000, ttftCount: 1,
    ttftP50Ms: 50,
  })
})

t.test('without data, quantiles are null and cost is 0', async (t) => {
  const json = measureJson({ errors: 0, measures: emptyMeasures() })
  t.match(json, { costUsd: '0', latencyCount: 0, latencyP50Ms: null, latencyP95Ms: null, ttftP50Ms: null })
})
