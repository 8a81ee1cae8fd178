import fc from 'fast-check'
import t from 'tap'
import type { CellUsage } from '../../domain/cell-tariff.ts'
import { CONTEXT_BANDS } from '../../domain/cell.ts'
import { formatUsd } from '../../domain/money.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { priceCell, priceInstants } from '../../domain/price-cell.ts'
import { resolvePrice, type PriceQuestion } from '../../domain/resolve-price.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'

const HOUR = Date.parse('2026-07-01T10:00:00Z')
const SOURCE = { accountId: '111122223333', region: 'us-east-1' }
const FROM = '2026-01-01T00:00:00Z'
const BOOK = createPriceBook([
  priceRecord('global.anthropic.claude-test', FROM, CLAUDE_3_15),
  priceRecord('jp.anthropic.claude-test', FROM, { ...inOut('0.0000055', '0.0000275'), cache_read_input_token_cost: '0.00000055', cache_creation_input_token_cost: '0.000006875' }),
  priceRecord('amazon.nova-test', FROM, { ...inOut('0.0000008', '0.0000032'), cache_creation_input_token_cost: '0' }),
  priceRecord('openai.gpt-5-test', FROM, {
    ...inOut('0.0000022', '0.0000132'), cache_read_input_token_cost: '0.00000022', cache_creation_input_token_cost: '0.00000275',
    input_cost_per_token_above_272k_tokens: '0.0000044', output_cost_per_token_above_272k_tokens: '0.0000198',
  }, { thresholdInclusive: true }),
  priceRecord('meta.llama-test', FROM, { ...inOut('0.00000024', '0.00000097'), cache_creation_input_token_cost: '0.0000003' }),
  priceRecord('stability.test', FROM, { output_cost_per_image: '0.08' }),
  priceRecord('amazon.titan-embed-test', FROM, { ...inOut('0.0000008', '0'), input_cost_per_image: '0.00006' }),
  priceRecord('cohere.rerank-test', FROM, { ...inOut('0', '0'), input_cost_per_query: '0.002' }),
  priceRecord('twelvelabs.test', FROM, { input_cost_per_video_per_second: '0.00049', output_cost_per_token: '0.0000075' }),
  priceRecord('qwen.new', '2026-07-01T10:30:00Z', inOut('0.000001', '0.000002')),
  priceRecord('acme.256k', FROM, { ...inOut('0.000001', '0.000002'), input_cost_per_token_above_256k_tokens: '0.000002' }),
])

const NO_USAGE: CellUsage = {
  model: '', modelScope: 'in-region', caller: 'c', callerKind: 'role', serviceTier: 'standard', latencyMode: 'standard', contextFrom: 0,
  errorCode: '', billed: true, tags: '', priceFromMs: 0, calls: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0,
  cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, cacheWriteUnsplitTokens: 0, images: 0, cacheReadCalls: 0, cacheWrite5mCalls: 0,
  cacheWrite1hCalls: 0, cacheWriteUnsplitCalls: 0, imagesUnknownCalls: 0,
}

function price(usage: Partial<CellUsage>) {
  const result = priceCell({ ...NO_USAGE, ...usage }, SOURCE, HOUR, BOOK)
  return {
    cost: formatUsd(totalCost(result.cost)),
    savings: formatUsd(result.cacheSavings),
    calls: [result.unpricedCalls, result.partialCalls, result.estimatedCalls],
  }
}

t.test('a cell is priced by its sums, and counts the calls whose price is not certain', async (t) => {
  const cases: [title: string, usage: Partial<CellUsage>, expected: ReturnType<typeof price>][] = [
    ['tokens', { model: 'anthropic.claude-test', modelScope: 'global', calls: 2, inputTokens: 1000, outputTokens: 500 },
      { cost: '0.0105', savings: '0', calls: [0, 0, 0] }],
    ['unknown model', { model: 'acme.x', calls: 7, inputTokens: 1000 }, { cost: '0', savings: '0', calls: [7, 0, 0] }],
    ['not billed', { model: 'acme.x', calls: 7, inputTokens: 1000, billed: false, errorCode: 'ThrottlingException' },
      { cost: '0', savings: '0', calls: [0, 0, 0] }],
    ['provisioned', { model: 'provisioned-model/a', modelScope: 'provisioned', calls: 7, inputTokens: 10 }, { cost: '0', savings: '0', calls: [0, 0, 0] }],
    ['reserved', { model: 'anthropic.claude-test', modelScope: 'global', serviceTier: 'reserved', calls: 7, inputTokens: 10 },
      { cost: '0', savings: '0', calls: [0, 0, 0] }],
    ['application profile', { model: 'application-inference-profile/a', modelScope: 'application-profile', calls: 2 },
      { cost: '0', savings: '0', calls: [2, 0, 0] }],
    ['a kind without price', { model: 'meta.llama-test', calls: 5, inputTokens: 100, cacheReadTokens: 50, cacheReadCalls: 2 },
      { cost: '0.000024', savings: '0', calls: [0, 2, 0] }],
    ['nothing but a kind without price', { model: 'meta.llama-test', calls: 5, cacheReadTokens: 50, cacheReadCalls: 2 },
      { cost: '0', savings: '0', calls: [2, 0, 0] }],
    ['a derived kind', { model: 'amazon.nova-test', calls: 5, inputTokens: 100, cacheReadTokens: 50, cacheReadCalls: 2 },
      { cost: '0.00009', savings: '0.00003', calls: [0, 0, 2] }],
    ['unsplit writes beside a 1-hour price', { model: 'anthropic.claude-test', modelScope: 'global', calls: 5, cacheWrite5mTokens: 1000,
      cacheWrite5mCalls: 3, cacheWriteUnsplitTokens: 400, cacheWriteUnsplitCalls: 2 }, { cost: '0.00375', savings: '-0.00075', calls: [0, 0, 2] }],
    ['unsplit writes without one', { model: 'anthropic.claude-test', modelScope: 'jp', calls: 5, cacheWrite5mTokens: 1000,
      cacheWrite5mCalls: 3, cacheWriteUnsplitTokens: 400, cacheWriteUnsplitCalls: 2 }, { cost: '0.006875', savings: '-0.001375', calls: [0, 0, 0] }],
    ['inferred', { model: 'anthropic.claude-test', modelScope: 'kr', calls: 5, inputTokens: 1000 }, { cost: '0.0055', savings: '0', calls: [0, 0, 5] }],
    ['carried back', { model: 'qwen.new', calls: 5, inputTokens: 1000 }, { cost: '0.001', savings: '0', calls: [0, 0, 5] }],
    ['from the instant inside the hour', { model: 'qwen.new', calls: 5, inputTokens: 1000, priceFromMs: 1_800_000 }, { cost: '0.001', savings: '0', calls: [0, 0, 0] }],
    ['images', { model: 'stability.test', calls: 5, images: 4, imagesUnknownCalls: 2 }, { cost: '0.32', savings: '0', calls: [2, 0, 0] }],
    ['images of a model that takes them in', { model: 'amazon.titan-embed-test', calls: 2, inputTokens: 100, images: 2 }, { cost: '0.0002', savings: '0', calls: [0, 0, 0] }],
    ['images without price', { model: 'meta.llama-test', calls: 5, inputTokens: 100, images: 2 }, { cost: '0.000024', savings: '0', calls: [0, 2, 0] }],
    ['unknown images where none are billed', { model: 'meta.llama-test', calls: 5, inputTokens: 100, imagesUnknownCalls: 5 },
      { cost: '0.000024', savings: '0', calls: [0, 0, 0] }],
    ['queries, one a call', { model: 'cohere.rerank-test', calls: 5 }, { cost: '0.01', savings: '0', calls: [0, 0, 5] }],
    ['video, whose seconds are not summed', { model: 'twelvelabs.test', calls: 5, outputTokens: 200 }, { cost: '0.0015', savings: '0', calls: [0, 5, 0] }],
    ['a threshold inside a band', { model: 'acme.256k', contextFrom: 200_001, calls: 5, inputTokens: 1_000_000 }, { cost: '1', savings: '0', calls: [0, 0, 5] }],
    ['the lower end of a band decides', { model: 'anthropic.claude-test', modelScope: 'global', contextFrom: 200_000, calls: 1, inputTokens: 200_000 },
      { cost: '0.6', savings: '0', calls: [0, 0, 0] }],
    ['flex on a family without it', { model: 'anthropic.claude-test', modelScope: 'global', serviceTier: 'flex', calls: 3, inputTokens: 1000 },
      { cost: '0.003', savings: '0', calls: [0, 0, 3] }],
    ['cache read', { model: 'anthropic.claude-test', modelScope: 'global', calls: 3, cacheReadTokens: 1000, cacheReadCalls: 1, cacheWrite1hTokens: 100, cacheWrite1hCalls: 1 },
      { cost: '0.0009', savings: '0.0024', calls: [0, 0, 0] }],
  ]
  for (const [title, usage, expected] of cases) t.same(price(usage), expected, title)
})

t.test('two kinds without price never count more calls than there are', async (t) => {
  const usage = { model: 'acme.two', calls: 3, inputTokens: 10, cacheReadTokens: 5, cacheReadCalls: 2, cacheWrite5mTokens: 5, cacheWrite5mCalls: 2 }
  const book = createPriceBook([priceRecord('acme.two', FROM, inOut('0.000001', '0'))])
  t.match(priceCell({ ...NO_USAGE, ...usage }, SOURCE, HOUR, book), { unpricedCalls: 0, partialCalls: 3, estimatedCalls: 0 })
})

interface Call {
  input: number, output: number, cacheRead: number, write5m: number, write1h: number
  unsplit: boolean, failed: boolean, images: number | null
}

const few = fc.oneof(fc.constant(0), fc.nat(150_000))
const callOf = fc.record<Call>({
  input: few, output: fc.oneof(fc.constant(0), fc.nat(5000)),
  cacheRead: few, write5m: few, write1h: fc.oneof(fc.constant(0), fc.nat(9)),
  unsplit: fc.boolean(), failed: fc.boolean(), images: fc.option(fc.nat(4)),
})

/** Models with at most one kind that is missing or derived: there the counters are exact. */
const models = fc.constantFrom<[string, string]>(
  ['anthropic.claude-test', 'global'], ['anthropic.claude-test', 'jp'], ['anthropic.claude-test', 'kr'],
  ['openai.gpt-5-test', 'in-region'],
  ['amazon.nova-test', 'in-region'], ['meta.llama-test', 'in-region'], ['stability.test', 'in-region'], ['acme.x', 'in-region'],
  ['provisioned-model/a', 'provisioned'], ['qwen.new', 'in-region'],
)

function questionOf(call: Call, [modelId, modelScope]: [string, string], tier: string): PriceQuestion {
  return {
    modelId, modelScope, accountId: SOURCE.accountId, region: SOURCE.region, atMs: HOUR, serviceTier: tier, latencyMode: 'standard',
    errorCode: call.failed ? 'ModelErrorException' : '',
    amounts: new Map([
      ['input', call.input], ['output', call.output], ['cacheRead', call.cacheRead],
      ['cacheWrite5m', call.write5m], ['cacheWrite1h', call.write1h],
      ...(call.images === null ? [] : [['imagesOut', call.images] as const]),
    ]),
    cacheWriteUnsplit: call.unsplit,
  }
}

function cellsOf(calls: readonly Call[], [model, modelScope]: [string, string], serviceTier: string): CellUsage[] {
  const cells = new Map<string, { -readonly [K in keyof CellUsage]: CellUsage[K] }>()
  for (const call of calls) {
    const context = call.input + call.cacheRead + call.write5m + call.write1h
    const contextFrom = CONTEXT_BANDS.findLast((bound) => bound <= context) ?? 0
    const billed = !call.failed || call.output > 0 || (call.images ?? 0) > 0
    const id = `${contextFrom} ${billed}`
    const cell = cells.get(id) ?? { ...NO_USAGE, model, modelScope, serviceTier, contextFrom, billed }
    cells.set(id, cell)
    cell.calls += 1
    cell.inputTokens += call.input
    cell.outputTokens += call.output
    cell.cacheReadTokens += call.cacheRead
    cell.cacheReadCalls += Number(call.cacheRead > 0)
    cell.cacheWrite5mTokens += call.write5m
    cell.cacheWrite5mCalls += Number(call.write5m > 0)
    cell.cacheWrite1hTokens += call.write1h
    cell.cacheWrite1hCalls += Number(call.write1h > 0)
    cell.cacheWriteUnsplitTokens += call.unsplit ? call.write5m : 0
    cell.cacheWriteUnsplitCalls += Number(call.unsplit && call.write5m > 0)
    cell.images += call.images ?? 0
    cell.imagesUnknownCalls += Number(call.images === null)
  }
  return [...cells.values()]
}

t.test('a cell costs exactly what its calls do, and counts their statuses', async () => {
  const tiers = fc.constantFrom('standard', 'batch', 'flex', 'reserved')
  fc.assert(fc.property(fc.array(callOf, { maxLength: 12 }), models, tiers, (calls, model, tier) => {
    // Two limits that priceCell documents: each call consumes something that has a price, and lacks one kind at most.
    const image = model[0] === 'stability.test'
    const cut = calls.map((call): Call => ({
      ...call,
      ...(image
        ? { input: 0, output: 0, cacheRead: 0, write5m: 0, write1h: 0 }
        : { images: model[0] === 'acme.x' ? call.images : 0, input: call.input + 1 }),
      ...(model[0] === 'qwen.new' ? { write5m: 0, write1h: 0 } : {}),
      ...(model[0] === 'meta.llama-test' || model[0] === 'amazon.nova-test' ? { write1h: 0 } : {}),
    }))
    const answers = cut.map((call) => resolvePrice(questionOf(call, model, tier), BOOK))
    const priced = cellsOf(cut, model, tier).map((cell) => priceCell(cell, SOURCE, HOUR, BOOK))
    const count = (status: string) => answers.filter((answer) => answer.status === status).length
    const sum = (pick: (cell: (typeof priced)[number]) => number) => priced.reduce((total, cell) => total + pick(cell), 0)
    const costOfCalls = answers.reduce((total, answer) => total + (answer.cost ?? 0n), 0n)
    const costOfCells = priced.reduce((total, cell) => total + totalCost(cell.cost), 0n)
    return costOfCells === costOfCalls
      && sum((cell) => cell.unpricedCalls) === count('unpriced')
      && sum((cell) => cell.partialCalls) === count('partial')
      && sum((cell) => cell.estimatedCalls) === count('estimated')
  }), { numRuns: 600 })
})

t.test('instants split hours only inside them, and only where prices can change', async (t) => {
  const book = createPriceBook([
    priceRecord('a.b', '2026-06-10T10:00:00Z', inOut('0.1', '0'), { leftCensored: true }),
    priceRecord('a.b', '2026-06-10T10:30:00.500Z', inOut('0.2', '0')),
    priceRecord('a.c', '2026-06-10T10:30:00.500Z', inOut('0.2', '0')),
    priceRecord('a.d', '2026-06-10T09:15:00Z', inOut('0.2', '0'), { leftCensored: true }),
    priceRecord('bedrock/us-east-1/1-month-commitment/a.e', '2026-06-10T10:40:00Z', { input_cost_per_second: '1' }),
  ])
  const all = ['2026-03-12T10:30:00.500Z', '2026-06-10T09:15:00.000Z', '2026-06-10T10:30:00.500Z']
  t.same(priceInstants(book, 0, Date.parse('2027-01-01T00:00:00Z')), all, 'the first is 90 days before a.c, where carrying back ends')
  t.same(priceInstants(book, Date.parse('2026-06-10T10:00:00Z'), Date.parse('2026-06-10T11:00:00Z')), all.slice(2))
  t.same(priceInstants(book, Date.parse('2026-06-10T09:15:00Z'), Date.parse('2026-06-10T10:30:00.500Z')), all.slice(1, 2))
})
