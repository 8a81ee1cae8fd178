import type { Test } from 'tap'
import type { PriceStore } from '../../../domain/price-ports.ts'
import { auditOf, discountEdit, discountOf, editOf, heldOf } from '../../fixtures/price-edits.ts'
import { inOut, priceRecord } from '../../fixtures/prices.ts'

const KEY = 'amazon.nova-pro-v1:0'
const JUNE = priceRecord(KEY, '2026-06-01T00:00:00Z', inOut('0.000001', '0.000002'))
const JULY = priceRecord(KEY, '2026-07-01T00:00:00Z', inOut('0.000002', '0.000004'))
const CORRECTED = priceRecord(KEY, '2026-07-01T00:00:00Z', inOut('0.000003', '0.000006'), { source: 'override', recordedAt: '2026-07-20T12:00:00.000Z' })

/** What a price store has to do with edits, discounts, the audit and held prices. `open` gives an empty one. */
export function priceEditsSpec(t: Test, open: (t: Test) => Promise<PriceStore>): void {
  t.test('an edit voids and adds as one new version, and tells which usage it may have altered', async (t) => {
    const store = await open(t)
    const { version } = await store.append([JUNE, { ...JULY, voidedAt: null }])
    const edit = editOf({ add: [CORRECTED], void: [JULY] })
    t.strictSame(await store.edit(edit), { outcome: 'done', version: version + 1 })
    const { records, changes, revisions } = await store.read()
    t.strictSame(records, [JUNE, { ...JULY, voidedAt: edit.audit.at }, CORRECTED])
    t.match(changes.at(-1), { version: version + 1, fromMs: Date.parse(JULY.effectiveFrom), toMs: null })
    t.strictSame(revisions, new Map([[KEY, 1]]))
  })

  t.test('what is void stays void since when it was, and what stands is never written over', async (t) => {
    const store = await open(t)
    const voided = { ...JUNE, voidedAt: '2026-06-15T00:00:00Z' }
    await store.append([voided, JULY])
    await store.edit(editOf({ add: [{ ...JULY, fields: inOut('9', '9') }], void: [JUNE, CORRECTED] }))
    t.strictSame((await store.read()).records, [voided, JULY])
  })

  t.test('of two edits that saw the same revision the second conflicts and changes nothing', async (t) => {
    const store = await open(t)
    await store.append([JULY])
    await store.edit(editOf({ add: [CORRECTED], void: [JULY] }))
    const before = await store.read()
    const second = editOf({ void: [JULY], audit: auditOf({ requestId: 'request 2', by: 'bob' }) })
    t.strictSame(await store.edit(second), { outcome: 'conflict', revision: 1 })
    t.strictSame(await store.read(), before)
    t.strictSame((await store.audit(10)).map(({ by }) => by), ['alice'])
    t.match(await store.edit({ ...second, seen: 1 }), { outcome: 'done' })
    t.strictSame((await store.read()).revisions, new Map([[KEY, 2]]))
  })

  t.test('of edits of the same subject at once exactly one is taken', async (t) => {
    const store = await open(t)
    await store.append([JULY])
    const outcomes = await Promise.all(Array.from({ length: 5 }, (_, index) => {
      const recordedAt = `2026-07-20T12:00:0${index}.000Z`
      return store.edit(editOf({ add: [{ ...CORRECTED, recordedAt }], audit: auditOf({ requestId: `request ${index}` }) }))
    }))
    t.strictSame(outcomes.map(({ outcome }) => outcome).sort(), ['conflict', 'conflict', 'conflict', 'conflict', 'done'])
    t.equal((await store.read()).records.length, 2)
    t.equal((await store.audit(10)).length, 1)
  })

  t.test('the same request sent twice is done once', async (t) => {
    const store = await open(t)
    const edit = editOf({ add: [CORRECTED] })
    const first = await store.edit(edit)
    t.strictSame(await store.edit(edit), first)
    t.equal((await store.audit(10)).length, 1)
  })

  t.test('a discount takes the place of the one with its id, and changes the book for as long as it holds', async (t) => {
    const store = await open(t)
    const first = discountOf({ effectiveTo: '2026-08-01T00:00:00Z' })
    await store.edit(discountEdit(first))
    t.match((await store.read()).changes, [{ fromMs: Date.parse(first.effectiveFrom), toMs: Date.parse(first.effectiveTo ?? '') }])
    const other = discountOf({ id: 'd0', applies: { account: '111122223333', provider: null, model: null } })
    await store.edit(discountEdit(other))
    const voided = { ...first, voidedAt: '2026-07-21T00:00:00Z' }
    await store.edit(discountEdit(voided, 1))
    const { discounts, revisions, changes } = await store.read()
    t.strictSame(discounts, [other, voided])
    t.strictSame(revisions, new Map([['discount:d0', 1], ['discount:d1', 2]]))
    t.equal(changes.length, 3)
    await store.replaceAll([JUNE])
    t.strictSame((await store.read()).discounts, discounts, 'whatever becomes of the records')
  })

  t.test('the audit is told newest first, as far as it is asked for, word for word', async (t) => {
    const store = await open(t)
    const audits = [1, 2, 3].map((hour) => auditOf({ at: `2026-07-20T0${hour}:00:00.000Z`, requestId: String(hour), before: hour === 2 ? null : '{"input":"1"}', after: '{}' }))
    for (const [index, audit] of audits.entries()) await store.edit(editOf({ seen: index, audit }))
    t.strictSame(await store.audit(10), [...audits].reverse())
    t.strictSame(await store.audit(2), [audits[2], audits[1]])
  })

  t.test('records can be appended with an audit, which tells of nothing where none is new', async (t) => {
    const store = await open(t)
    const audit = auditOf({ via: 'sync' })
    await store.append([JULY], audit)
    await store.append([JULY], auditOf({ via: 'sync', requestId: 'request 2' }))
    t.strictSame(await store.audit(10), [audit])
  })

  t.test('what is held is kept by key until it is dropped, and is no price', async (t) => {
    const store = await open(t)
    const [a, b] = [heldOf('a'), heldOf('b', { before: null })]
    for (const held of [b, a, { ...a, reason: 'a drop to 0' }]) await store.saveHeld(held)
    t.strictSame(await store.held(), [{ ...a, reason: 'a drop to 0' }, b])
    await store.dropHeld('a')
    await store.dropHeld('c')
    t.strictSame(await store.held(), [b])
    t.match(await store.read(), { version: 0, records: [] })
  })
}
