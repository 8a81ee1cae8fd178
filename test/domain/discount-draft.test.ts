import t from 'tap'
import { draftDiscount } from '../../domain/discount-draft.ts'
import type { Discount } from '../../domain/discount.ts'
import type { DraftFields, FieldError } from '../../domain/draft-fields.ts'
import type { Draft } from '../../domain/price-draft.ts'
import { discountOf } from '../fixtures/price-edits.ts'

const AT = '2026-07-20T12:00:00.000Z'

function draft(fields: DraftFields, discounts: readonly Discount[] = []): Draft {
  const prices = { version: 1, records: [], discounts, changes: [], revisions: new Map<string, number>() }
  return draftDiscount(fields, { prices, at: AT, by: 'alice', via: 'form', requestId: 'request 1' })
}

function errors(fields: DraftFields, discounts: readonly Discount[] = []): readonly FieldError[] {
  const found = draft(fields, discounts)
  return found.ok ? [] : found.errors
}

const ADD: DraftFields = {
  action: 'add', appliesTo: 'provider', target: 'anthropic', factor: '0.85', effectiveFrom: '2026-07-01', reason: 'as agreed', seen: '0',
}
const ADDED = discountOf({ id: 'anthropic-1', recordedAt: AT })

t.test('a discount that is added is named after its target', async (t) => {
  t.strictSame(draft(ADD), {
    ok: true,
    edit: {
      subject: 'discount:anthropic-1', seen: 0, add: [], void: [], discounts: [ADDED],
      audit: {
        at: AT, by: 'alice', via: 'form', requestId: 'request 1', action: 'add', subject: 'discount:anthropic-1', reason: 'as agreed', before: null,
        after: '{"applies":{"account":null,"provider":"anthropic","model":null},"factor":"0.85","effectiveFrom":"2026-07-01T00:00:00Z","effectiveTo":null}',
      },
    },
  })
  t.match(draft(ADD, [ADDED]), { edit: { discounts: [{ id: 'anthropic-2' }] } })
  const model = { ...ADD, appliesTo: 'model', target: 'anthropic.claude-x-v1:0', effectiveTo: '2026-08-01T05:00' }
  t.match(draft(model), { edit: { discounts: [{ applies: { provider: null, model: 'anthropic.claude-x-v1:0' }, effectiveTo: '2026-08-01T05:00:00Z' }] } })
})

t.test('a change replaces all of a discount, and a void one stays as it was', async (t) => {
  const change = draft({ ...ADD, action: 'change', id: 'anthropic-1', factor: '0.9', seen: '1' }, [ADDED])
  t.match(change, { edit: { seen: 1, discounts: [{ id: 'anthropic-1', factor: '0.9', voidedAt: null }], audit: { before: /0\.85/, after: /0\.9"/ } } })
  const gone = draft({ action: 'void', id: 'anthropic-1', reason: 'was never agreed', seen: '1' }, [ADDED])
  t.match(gone, { edit: { discounts: [{ ...ADDED, voidedAt: AT }], audit: { action: 'void', after: null } } })
  t.match(errors({ action: 'void', id: 'anthropic-1', reason: 'was never agreed', seen: '2' }, [{ ...ADDED, voidedAt: AT }]), [{ field: 'id' }])
})

const BAD: [string, unknown][] = [
  ['action', 'delete'], ['id', 'anthropic-1'], ['appliesTo', 'region'], ['appliesTo', ''],
  ['target', ''], ['target', 'Anthropic'], ['target', '<script>alert(1)</script>'], ['target', ['a', 'b']],
  ['factor', '0'], ['factor', '-1'], ['factor', '1e999'], ['factor', 'Infinity'], ['factor', '1,5'], ['factor', ''], ['factor', ['0.5', '0.6']],
  ['factor', '0.12345'], ['factor', '10.1'], ['factor', '1'.repeat(40)], ['factor', '<script>'], ['factor', 0.85], ['factor', null],
  ['effectiveFrom', ''], ['effectiveFrom', '2026-07-01T05:30'], ['effectiveTo', '2026-07-01'], ['effectiveTo', '1'],
  ['reason', ''], ['reason', '<script>alert(1)</script>'], ['seen', 'x'], ['colour', 'red'],
]

t.test('everything that is wrong is refused at its field', async (t) => {
  for (const [field, value] of BAD) {
    const found = errors({ ...ADD, [field]: value })
    t.ok(found.length === 1 && found[0]?.field === field, `${field}: ${JSON.stringify(value)}: ${JSON.stringify(found)}`)
  }
  const model = { ...ADD, appliesTo: 'model' }
  t.match(errors({ ...model, target: 'us.anthropic.claude-x' }), [{ field: 'target', message: /write anthropic\.claude-x/ }])
  t.match(errors({ ...model, target: 'claude' }), [{ field: 'target' }])
  t.match(errors({ ...ADD, appliesTo: 'account', target: '12345678901' }), [{ field: 'target', message: /12 digits/ }])
  t.match(errors({ ...ADD, action: 'change' }), [{ field: 'id', message: 'is missing' }])
  t.match(errors({ ...ADD, action: 'void', id: 'anthropic-1' }, [ADDED]).map(({ field }) => field), ['appliesTo', 'target', 'factor', 'effectiveFrom'])
})
