import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { ALL_INVOCATIONS, type InvocationQuery } from '../../domain/invocation-ports.ts'
import { priceInvocation } from '../../domain/invocation.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { ALL_USAGE } from '../../domain/usage-filter.ts'
import { readInvocations, type ReadInvocationsOptions } from '../../functions/read-invocations.ts'
import { arbitraryEvents, FIRST_HOUR, HOURS } from '../fixtures/arbitrary-events.ts'
import { callsOf, memoryInvocations, positionOf } from '../fixtures/memory-invocations.ts'
import { CLAUDE_3_15, priceRecord } from '../fixtures/prices.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

const BOOK = createPriceBook([priceRecord('us.anthropic.claude-sonnet-4-6', '2026-01-01T00:00:00Z', CLAUDE_3_15)], { version: 1 })
const QUERY: InvocationQuery = {
  range: { from: FIRST_HOUR - 1, to: FIRST_HOUR + HOURS + 2 }, filter: ALL_USAGE, narrowing: ALL_INVOCATIONS,
  grants: [{ accounts: 'all', callers: 'all' }], after: null, limit: 2,
}
const CENT = 10n ** 16n

async function pagesOf(events: Parameters<typeof memoryInvocations>[0], query: InvocationQuery, options: ReadInvocationsOptions) {
  const pages = []
  for (let after = query.after; ;) {
    const page = await readInvocations(memoryInvocations(events), BOOK, { ...query, after }, options)
    pages.push(page)
    if (page.next === null) return pages
    after = page.next
  }
}

t.test('page after page, every call that costs enough comes once and in order, however many are looked at for a page', async () => {
  const minCost = fc.constantFrom(null, 0n, 1n, CENT / 10n, CENT)
  await fc.assert(fc.asyncProperty(
    arbitraryEvents(16), fc.integer({ min: 1, max: 4 }), minCost, fc.integer({ min: 1, max: 5 }),
    async (events, limit, minCost, maxPriced) => {
      const pages = await pagesOf(events, { ...QUERY, limit }, { minCost, maxPriced })
      const expected = callsOf(events, QUERY).filter((event) => minCost === null || priceInvocation(event, BOOK).cost >= minCost)
      assert.deepEqual(pages.flatMap(({ calls }) => calls.map(({ event }) => positionOf(event))), expected.map(positionOf))
      assert.ok(pages.every(({ calls, isCut, next }) => calls.length === limit || isCut || next === null), 'only a cut page is not full')
    },
  ), { numRuns: 150 })
})

const calls = (count: number) => Array.from({ length: count }, (_, index) => usageEventOf({
  request_id: `r${index}`, ts: `2026-07-18T22:${String(59 - index).padStart(2, '0')}:00.000Z`, input_tokens: index % 10 === 9 ? 1_000_000 : 1, output_tokens: 0,
}))

t.test('a page that ends with the last call leads nowhere', async (t) => {
  const pages = await pagesOf(calls(4), QUERY, { minCost: null })
  t.same(pages.map((page) => page.calls.length), [2, 2])
})

t.test('where a page is given up, it says so, and the next one goes on behind the last call that was looked at', async (t) => {
  const source = memoryInvocations(calls(40))
  const inTens = { read: (query: InvocationQuery) => source.read({ ...query, limit: 10 }) }
  const options = { minCost: CENT, maxPriced: 25 }
  const page = await readInvocations(inTens, BOOK, { ...QUERY, limit: 5 }, options)
  t.match(page, { isCut: true, passedOver: 27, scannedBytes: 3_000, next: { requestId: 'r29' } })
  t.same(page.calls.map(({ event }) => event.request_id), ['r9', 'r19', 'r29'])
  const rest = await readInvocations(inTens, BOOK, { ...QUERY, limit: 5, after: page.next }, options)
  t.match(rest, { isCut: false, next: null, calls: { length: 1 } })
})

t.test('bytes are added up over all reads of a page, and unknown where none tells', async (t) => {
  const source = memoryInvocations(calls(4))
  const silent = { read: async (query: InvocationQuery) => ({ ...await source.read(query), scannedBytes: null }) }
  t.equal((await readInvocations(silent, BOOK, QUERY, { minCost: null })).scannedBytes, null)
})
