import fc from 'fast-check'
import t from 'tap'
import { mergeBuckets } from '../../domain/bucket.ts'
import type { Cell } from '../../domain/cell.ts'
import { costExplainer, type ExplainedPrice } from '../../domain/explain-cost.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { arbitraryCell } from '../fixtures/arbitrary-cell.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'
import { pricedBucket } from '../fixtures/priced-usage.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'

const FROM = '2026-01-01T00:00:00Z'
const RECORDS = [
  priceRecord('global.anthropic.claude-test', FROM, CLAUDE_3_15, { source: 'litellm' }),
  priceRecord('amazon.nova-test', FROM, inOut('0.0000008', '0.0000032')),
  priceRecord('cohere.rerank-test', FROM, { input_cost_per_query: '0.002' }),
  priceRecord('stability.test', FROM, { output_cost_per_image: '0.08' }),
  priceRecord('meta.llama-test', FROM, inOut('0.00000024', '0.00000097')),
]
const BOOK = createPriceBook(RECORDS, { version: 7 })
const ALL = { matches: () => true, component: null }

const CLAUDE = { model: 'anthropic.claude-test', modelScope: 'global' }
const USED: Partial<Cell> = {
  ...CLAUDE, calls: 3, inputTokens: 1_000, outputTokens: 200, cacheReadTokens: 5_000, cacheReadCalls: 2, cacheWrite1hTokens: 40,
  cacheWrite1hCalls: 1,
}

function explain(cells: readonly Partial<Cell>[], options: Parameters<typeof costExplainer>[1] = ALL): ExplainedPrice[] {
  const explainer = costExplainer(BOOK, options)
  explainer.add(pricedBucket(SOURCE_A, 'hour', '2026-07-18T05', cells, BOOK))
  return explainer.finish()
}

t.test('a cost is its amounts times their unit prices, with the record that they are from', async (t) => {
  const [price, ...others] = explain([USED, { ...USED, caller: 'bob' }])
  t.same(others, [], 'whoever called, it is the same price')
  t.match(price, { status: 'priced', priceKey: 'global.anthropic.claude-test', reason: null, flags: [], calls: 6, longContext: null })
  t.equal(price?.record?.source, 'litellm')
  t.same(price?.lines, [
    { component: 'input', amount: 2_000, unitPrice: 3_000_000_000_000n, flag: null, cost: 6_000_000_000_000_000n },
    { component: 'output', amount: 400, unitPrice: 15_000_000_000_000n, flag: null, cost: 6_000_000_000_000_000n },
    { component: 'cacheRead', amount: 10_000, unitPrice: 300_000_000_000n, flag: null, cost: 3_000_000_000_000_000n },
    { component: 'cacheWrite1h', amount: 80, unitPrice: 6_000_000_000_000n, flag: null, cost: 480_000_000_000_000n },
  ])
  t.equal(price?.cost, 15_480_000_000_000_000n)
})

t.test('what stands in the way of a plain price is told', async (t) => {
  const cases: [title: string, cell: Partial<Cell>, expected: object][] = [
    ['a model without a price', { model: 'acme.x', inputTokens: 5 }, { status: 'unpriced', reason: 'unknown_model', lines: [], unpricedCalls: 1 }],
    ['a component without a price', { ...CLAUDE, inputTokens: 5, images: 1 },
      { status: 'partial', reason: 'no_unit_price:images', lines: [{ component: 'input' }, { component: 'images', unitPrice: null, cost: 0n }] }],
    ['a model that is billed by the hour', { model: 'provisioned-model/x', modelScope: 'provisioned', inputTokens: 5 },
      { status: 'not_token_billed', reason: 'provisioned_throughput' }],
    ['a failed call', { ...USED, errorCode: 'ThrottlingException', billed: false }, { status: 'not_billed', reason: 'failed_invocation', lines: [] }],
    ['writes of unknown duration', { ...CLAUDE, cacheWrite5mTokens: 10, cacheWrite5mCalls: 1, cacheWriteUnsplitTokens: 10, cacheWriteUnsplitCalls: 1 },
      { status: 'estimated', flags: ['assumed:5m'] }],
    ['another way to reach the model', { model: 'amazon.nova-test', modelScope: 'us', inputTokens: 5 },
      { status: 'estimated', flags: ['inferred:bare_key'] }],
    ['a derived price', { model: 'amazon.nova-test', modelScope: 'in-region', cacheReadTokens: 10, cacheReadCalls: 1 },
      { status: 'estimated', lines: [{ component: 'cacheRead', flag: 'derived:cache_read' }] }],
    ['a query per call', { model: 'cohere.rerank-test', modelScope: 'in-region', calls: 2 },
      { status: 'estimated', flags: ['assumed:1_query'], lines: [{ component: 'queries', amount: 2, cost: 4_000_000_000_000_000n }] }],
    ['images that nobody counted', { model: 'stability.test', modelScope: 'in-region', imagesUnknownCalls: 1 },
      { status: 'unpriced', reason: 'no_unit_price:imagesOut' }],
    ['a tier', { model: 'amazon.nova-test', modelScope: 'in-region', serviceTier: 'flex', inputTokens: 10 },
      { status: 'priced', flags: ['tier:flex x0.5'], lines: [{ unitPrice: 400_000_000_000n }] }],
    ['a long input', { ...CLAUDE, contextFrom: 200_001, inputTokens: 200_001 }, { status: 'priced', longContext: 'above_200k_tokens' }],
  ]
  for (const [title, cell, expected] of cases) t.match(explain([cell])[0], expected, title)
})

t.test('one component can be explained alone, and only the calls that match', async (t) => {
  const [output, ...others] = explain([USED, { model: 'acme.x', inputTokens: 5 }], { matches: () => true, component: 'output' })
  t.same(others, [])
  t.same(output?.lines.map(({ component }) => component), ['output'])
  t.equal(output?.cost, 3_000_000_000_000_000n)
  t.same(explain([USED], { matches: ({ caller }) => caller === 'nobody', component: null }), [])
})

t.test('a cost that was computed with other prices is told as such, with what it would be now', async (t) => {
  const stored = cellOf({ ...CLAUDE, inputTokens: 1_000, cost: { ...cellOf().cost, input: 5n } })
  const explainer = costExplainer(BOOK, ALL)
  t.equal(explainer.add(bucketOf(SOURCE_A, 'hour', '2026-07-18T05', [stored])), true)
  t.match(explainer.finish(), [{
    status: 'outdated', priceKey: null, cost: 5n, costNow: 3_000_000_000_000_000n, lines: [{ component: 'input', amount: 1_000, unitPrice: null, cost: 5n }],
  }])
})

t.test('lines add up to the stored cost, whatever is stored', async () => {
  const models = fc.constantFrom('anthropic.claude-test', 'amazon.nova-test', 'cohere.rerank-test', 'stability.test', 'meta.llama-test', 'acme.x')
  const cells = fc.array(fc.tuple(arbitraryCell, models, fc.constantFrom('global', 'us', 'in-region'), fc.boolean()), { maxLength: 8 })
  fc.assert(fc.property(cells, (drawn) => {
    const explainer = costExplainer(BOOK, ALL)
    let stored = 0n
    for (const [cell, model, modelScope, isPriced] of drawn) {
      const given = { ...cell, model, modelScope, priceFromMs: 0 }
      const hour = [SOURCE_A, 'hour', '2026-07-18T05', [given]] as const
      const bucket = isPriced ? pricedBucket(...hour, BOOK) : bucketOf(...hour)
      explainer.add(bucket)
      stored += bucket.cells.reduce((sum, { cost }) => sum + totalCost(cost), 0n)
    }
    const prices = explainer.finish()
    const lines = prices.flatMap((price) => price.lines)
    const isExact = lines.every(({ unitPrice, amount, cost }) => unitPrice === null || unitPrice * BigInt(amount) === cost)
    const sumOf = (parts: readonly { cost: bigint }[]) => parts.reduce((sum, { cost }) => sum + cost, 0n)
    return isExact && sumOf(lines) === stored && sumOf(prices) === stored
  }))
})

t.test('a day that a price changed in is explained by its hours, any other by itself', async (t) => {
  const changing = createPriceBook([...RECORDS, priceRecord('amazon.nova-test', '2026-07-18T12:00:00Z', inOut('0.000001', '0.000004'))])
  const nova = { model: 'amazon.nova-test', modelScope: 'in-region', inputTokens: 1_000 }
  const hours = (day: string, cell: Partial<Cell>) =>
    ['05', '15'].map((hour) => pricedBucket(SOURCE_A, 'hour', `${day}T${hour}`, [cell], changing))
  const dayOf = (day: string, cell: Partial<Cell>) => mergeBuckets('day', day, SOURCE_A, hours(day, cell))

  const explainer = costExplainer(changing, ALL)
  t.equal(explainer.add(dayOf('2026-07-18', nova)), false)
  t.same(explainer.finish(), [], 'nothing was added')
  for (const hour of hours('2026-07-18', nova)) t.equal(explainer.add(hour), true)
  t.same(explainer.finish().map(({ status, lines }) => [status, lines[0]?.unitPrice]), [
    ['priced', 1_000_000_000_000n], ['priced', 800_000_000_000n],
  ])
  t.equal(explainer.add(dayOf('2026-07-18', USED)), true, 'of another model')
  t.equal(explainer.add(dayOf('2026-07-19', nova)), true, 'of another day')
})
