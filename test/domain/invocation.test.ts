import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { priceInvocation, timePerOutputToken } from '../../domain/invocation.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { arbitraryEvents, FIRST_HOUR } from '../fixtures/arbitrary-events.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'
import { cellOfCall } from '../simulation/oracle.ts'

const FROM = '2026-01-01T00:00:00Z'
const MID_HOUR = new Date(FIRST_HOUR * MS_PER_HOUR + 1_800_000).toISOString()
const BOOK = createPriceBook([
  priceRecord('us.anthropic.claude-sonnet-4-6', FROM, CLAUDE_3_15),
  priceRecord('us.anthropic.claude-sonnet-4-6', MID_HOUR, inOut('0.000001', '0.000002')),
  priceRecord('amazon.nova-pro-v1:0', FROM, inOut('0.0000008', '0.0000032')),
], { version: 1 })

t.test('a call costs what its cell would, were it alone, by the prices of its own instant', async () => {
  fc.assert(fc.property(arbitraryEvents(10), (events) => {
    for (const event of events) {
      const { cost, explanation } = priceInvocation(event, BOOK)
      assert.equal(cost, totalCost(cellOfCall(event, BOOK, 'hour').cost))
      assert.equal(explanation.lines.reduce((sum, line) => sum + line.cost, 0n), cost, 'and its lines add up to it')
    }
  }))
})

t.test('the status says how far the cost can be trusted', async (t) => {
  const cases: [overrides: Parameters<typeof usageEventOf>[0], status: string][] = [
    [{}, 'priced'],
    [{ model_id: 'acme.unheard-of' }, 'unpriced'],
    [{ error_code: 'ThrottlingException', output_tokens: null }, 'not_billed'],
    [{ model_scope: 'provisioned' }, 'not_token_billed'],
    [{ cache_write_5m_tokens: 10, cache_write_total_tokens: 10, ts: '2026-07-17T05:12:13.000Z' }, 'estimated'],
    [{ model_id: 'amazon.nova-pro-v1:0', model_scope: 'in-region', image_count: 2 }, 'partial'],
  ]
  for (const [overrides, status] of cases) t.equal(priceInvocation(usageEventOf(overrides), BOOK).status, status, status)
})

t.test('time per output token counts from the first one, where the log tells it', async (t) => {
  t.equal(timePerOutputToken(usageEventOf({ latency_ms: 800, time_to_first_token_ms: 200, output_tokens: 21 })), 30)
  for (const silent of [{ latency_ms: null }, { time_to_first_token_ms: null }, { output_tokens: 1 }, { latency_ms: 100 }]) {
    t.equal(timePerOutputToken(usageEventOf(silent)), null)
  }
})
