import t from 'tap'
import type { DraftFields, FieldError } from '../../domain/draft-fields.ts'
import { PRICE_COMPONENTS } from '../../domain/price-components.ts'
import { draftPrice, PRICE_DRAFT_FIELDS, type DraftContext } from '../../domain/price-draft.ts'
import { applyPriceEdit, type PriceEdit } from '../../domain/price-edit.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../fixtures/prices.ts'

const KEY = 'us.anthropic.claude-x'
const AT = '2026-07-20T12:00:00.000Z'
const feed = (from: string, fields: Record<string, string>, extras: Partial<PriceRecord> = {}) => priceRecord(KEY, from, fields, { source: 'litellm', ...extras })
const JUNE = feed('2026-06-01T00:00:00Z', inOut('0.000003', '0.000015'), { provider: 'bedrock', mode: 'chat' })
const JULY = feed('2026-07-10T03:17:22Z', inOut('0.000004', '0.00002'))
const AUGUST = feed('2026-08-01T00:00:00Z', inOut('0.000005', '0.000025'))

function contextOf(records: readonly PriceRecord[]): DraftContext {
  return {
    prices: { version: 1, records, discounts: [], changes: [], revisions: new Map() },
    at: AT, by: 'alice', via: 'form', requestId: 'request 1',
  }
}

const ADD: DraftFields = { action: 'add', key: 'acme.model', effectiveFrom: '2026-07-01', input: '3', output: '15', reason: 'as agreed', seen: '0' }
const CORRECT: DraftFields = { ...ADD, action: 'correct', key: KEY }

function edit(fields: DraftFields, records: readonly PriceRecord[] = []): PriceEdit {
  const draft = draftPrice(fields, contextOf(records))
  if (!draft.ok) throw new Error(JSON.stringify(draft.errors))
  return draft.edit
}

function errors(fields: DraftFields, records: readonly PriceRecord[] = []): readonly FieldError[] {
  const draft = draftPrice(fields, contextOf(records))
  return draft.ok ? [] : draft.errors
}

t.test('a price that nobody lists is a manual record, in USD per token, with who added it and why', async (t) => {
  t.strictSame(edit({ ...ADD, cacheRead: '0.3', imagesOut: '0.04', cacheWrite5m: 'none' }), {
    subject: 'acme.model', seen: 0, discounts: [], void: [],
    add: [{
      key: 'acme.model', effectiveFrom: '2026-07-01T00:00:00Z', recordedAt: AT, source: 'manual',
      fields: { input_cost_per_token: '0.000003', output_cost_per_token: '0.000015', cache_read_input_token_cost: '0.0000003', output_cost_per_image: '0.04' },
    }],
    audit: {
      at: AT, by: 'alice', via: 'form', requestId: 'request 1', action: 'add', subject: 'acme.model', reason: 'as agreed', before: null,
      after: '{"effectiveFrom":"2026-07-01T00:00:00Z","source":"manual","fields":{"input_cost_per_token":"0.000003","output_cost_per_token":"0.000015",'
        + '"cache_read_input_token_cost":"0.0000003","output_cost_per_image":"0.04"}}',
    },
  })
})

t.test('all components can be given, and a record says what was given', async (t) => {
  const prices = Object.fromEntries(PRICE_COMPONENTS.map(({ name }, index) => [name, `${index}.25`]))
  const [record] = edit({ ...ADD, ...prices, longThreshold: '272', longInclusive: 'yes' }).add
  t.equal(Object.keys(record?.fields ?? {}).length, PRICE_COMPONENTS.length)
  t.match(record, { thresholdInclusive: true, fields: { input_cost_per_token_above_272k_tokens: '0.00001425', output_cost_per_token_batches: '0.00001325' } })
  t.doesNotThrow(() => createPriceBook(record === undefined ? [] : [record]))
})

t.test('the smallest and the largest price are exact', async (t) => {
  const [record] = edit({ ...ADD, input: '0.000000001', output: '99999.999999999' }).add
  t.strictSame(record?.fields, inOut('0.000000000000001', '0.099999999999999'))
})

t.test('a price is added to a key that has others only where none starts', async (t) => {
  const later = { ...ADD, key: KEY, effectiveFrom: '2026-07-05' }
  t.match(edit(later, [JUNE, JULY]), { void: [], add: [{ source: 'override', provider: 'bedrock', mode: 'chat' }] })
  t.match(errors({ ...later, effectiveFrom: '2026-06-01' }, [JUNE]), [{ field: 'effectiveFrom', message: /correct it instead/ }])
  t.match(errors({ ...later, effectiveTo: '2026-07-06' }, [JUNE]), [{ field: 'effectiveTo', message: /correct the price instead/ }])
})

t.test('a correction voids every record of its interval and lets the price at its end go on', async (t) => {
  const corrected = { key: KEY, effectiveFrom: '2026-07-01T00:00:00Z', source: 'override' }
  t.match(edit(CORRECT, [JUNE, JULY, AUGUST]), { void: [JULY, AUGUST], add: [corrected] })
  const bounded = edit({ ...CORRECT, effectiveTo: '2026-07-15T05:00' }, [JUNE, JULY, AUGUST])
  t.match(bounded, { void: [JULY], add: [corrected, { ...JULY, effectiveFrom: '2026-07-15T05:00:00Z', recordedAt: AT }] })
  t.equal(bounded.add.length, 2)
  const untilAugust = edit({ ...CORRECT, effectiveTo: '2026-08-01' }, [JUNE, JULY, AUGUST])
  t.strictSame([untilAugust.add.length, untilAugust.void], [1, [JULY]], 'a record starts then already')
  t.match(JSON.parse(bounded.audit.before ?? ''), { effectiveFrom: JUNE.effectiveFrom, fields: JUNE.fields })
  t.match(JSON.parse(bounded.audit.after ?? ''), { effectiveFrom: '2026-07-01T00:00:00Z', effectiveTo: '2026-07-15T05:00:00Z' })
})

t.test('a correction of a price that always was in force makes the corrected one so, and keeps whether the key is listed', async (t) => {
  const always = { ...JULY, leftCensored: true, listedLatest: false }
  t.match(edit(CORRECT, [always]).add, [{ leftCensored: true, listedLatest: false }])
  t.notMatch(edit(CORRECT, [{ ...always, effectiveFrom: '2026-06-01T00:00:00Z' }]).add, [{ leftCensored: true }])
})

t.test('a component that has had a price must be told', async (t) => {
  const dear = priceRecord(KEY, '2026-06-01T00:00:00Z', CLAUDE_3_15)
  const fields = errors(CORRECT, [dear])
  t.strictSame(fields.map(({ field }) => field), ['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'longInput', 'longOutput', 'longCacheRead', 'longCacheWrite5m', 'longCacheWrite1h'])
  t.match(fields[0]?.message, /is 0\.3 so far/)
})

t.test('a record is voided by its start and when it was recorded', async (t) => {
  const fields = { action: 'void', key: KEY, effectiveFrom: JULY.effectiveFrom, recordedAt: JULY.recordedAt, reason: 'was a typo', seen: '3' }
  const voiding = edit(fields, [JUNE, JULY])
  t.match(voiding, { seen: 3, add: [], void: [JULY], audit: { action: 'void' } })
  t.match(JSON.parse(voiding.audit.after ?? ''), { effectiveFrom: JUNE.effectiveFrom }, 'what holds then instead')
  t.match(errors(fields, [JUNE]), [{ field: 'effectiveFrom', message: /look at its history/ }])
  t.match(errors({ ...fields, input: '3' }, [JUNE, JULY]), [{ field: 'input' }])
  t.match(errors(fields, [JUNE, { ...JULY, voidedAt: AT }]), [{ field: 'effectiveFrom' }], 'what is void cannot be voided')
})

const BAD_PRICES: unknown[] = [
  'Infinity', '-Infinity', 'NaN', '1e999', '1e-7', '-1', '-0', '+1', '1,5', '1.', '.5', '01', '', ' ', ' 7 ', '0x10', '1_000', '\u0663', '100000',
  '0.0000000001', '1'.repeat(40), '<script>alert(1)</script>', 'null', 'None', ['1', '2'], ['1'], 5, null, true, {},
]

t.test('every price that is no plain decimal is refused at its field', async (t) => {
  for (const { name } of PRICE_COMPONENTS) {
    for (const bad of BAD_PRICES) {
      const found = errors({ ...ADD, longThreshold: '200', longInput: '1', [name]: bad })
      t.ok(found.length === 1 && found[0]?.field === name, `${name}: ${JSON.stringify(bad)}: ${JSON.stringify(found)}`)
      t.ok((found[0]?.message.length ?? 0) < 200)
    }
  }
})

const BAD: [string, unknown][] = [
  ['action', ''], ['action', 'delete'], ['action', undefined], ['action', ['add', 'add']],
  ['key', ''], ['key', '<script>alert(1)</script>'], ['key', 'a b.c'], ['key', 'x'.repeat(300)], ['key', 'model-without-vendor'], ['key', '1024-x-1024/50-steps/stability.x'],
  ['effectiveFrom', ''], ['effectiveFrom', '2026-02-30'], ['effectiveFrom', '2026-07-01T05:30'], ['effectiveFrom', 'now'], ['effectiveFrom', '<script>'],
  ['effectiveTo', 'later'],
  ['reason', ''], ['reason', 'no'], ['reason', 'x'.repeat(501)], ['reason', '<script>alert(1)</script>'], ['reason', 'two\nlines'], ['reason', ['a', 'b']],
  ['seen', ''], ['seen', '-1'], ['seen', '1.5'], ['seen', '1e3'], ['seen', 0],
  ['longThreshold', '0'], ['longThreshold', '200'], ['longThreshold', '1e3'], ['longInclusive', 'on'],
  ['recordedAt', AT], ['colour', 'red'], ['__proto__x', '1'],
]

t.test('every other field that is wrong is named too, and nothing comes of it', async (t) => {
  for (const [field, value] of BAD) {
    const found = errors({ ...ADD, [field]: value })
    const named = field === 'longThreshold' && value === '200' ? 'longInput' : field
    t.ok(found.some((error) => error.field === named), `${field}: ${JSON.stringify(value)}: ${JSON.stringify(found)}`)
  }
  t.strictSame(errors({}).map(({ field }) => field), ['action', 'key', 'reason', 'seen', 'effectiveFrom', 'input', 'output'])
  t.match(errors({ ...ADD, longInput: '6' }), [{ field: 'longThreshold' }])
  t.match(errors(CORRECT), [{ field: 'key', message: /has no price to correct/ }])
  t.match(errors({ ...CORRECT, effectiveTo: '2026-07-01' }, [JUNE]), [{ field: 'effectiveTo', message: /must be later/ }])
  t.match(errors({ ...CORRECT, effectiveFrom: '2026-01-01', effectiveTo: '2026-02-01' }, [JUNE]), [{ field: 'effectiveTo', message: /leave it empty/ }])
})

t.test('prices that are all 0 say that nothing is known, and are refused', async (t) => {
  t.match(errors({ ...ADD, input: '0', output: '0.00' }), [{ field: 'input', message: /at least one price above 0/ }])
  t.match(errors({ ...ADD, input: 'none', output: 'none' }), [{ field: 'input' }])
  t.match(edit({ ...ADD, input: '0', output: '1' }).add, [{ fields: inOut('0', '0.000001') }])
  t.match(edit({ ...ADD, input: 'none', output: 'none', imagesOut: '0.04' }).add, [{ fields: { output_cost_per_image: '0.04' } }])
})

t.test('outside of its interval a correction changes no price', async (t) => {
  const before = { records: [JUNE, JULY, AUGUST], discounts: [] }
  const after = applyPriceEdit(before, edit({ ...CORRECT, effectiveTo: '2026-07-15T05:00' }, before.records))
  const [old, now] = [before, after].map(({ records }) => createPriceBook(records).candidates('anthropic.claude-x', 'us', 'us-east-1')[0]?.history.prices ?? [])
  const at = (prices: typeof old, instant: string) => prices?.findLast(({ fromMs }) => fromMs <= Date.parse(instant))?.fields.base.input
  for (const instant of ['2026-06-15T00:00:00Z', '2026-06-30T23:59:59Z', '2026-07-15T05:00:00Z', '2026-07-31T00:00:00Z', '2026-08-02T00:00:00Z']) {
    t.equal(at(now, instant), at(old, instant), instant)
  }
  t.equal(at(now, '2026-07-12T00:00:00Z'), 3n * 10n ** 12n)
})

t.test('the fields are told to whoever draws a form', async (t) => {
  for (const field of Object.keys(CORRECT)) t.ok(PRICE_DRAFT_FIELDS.includes(field), field)
})
