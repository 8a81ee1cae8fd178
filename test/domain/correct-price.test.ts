import t from 'tap'
import { correctPrice, standingRecords } from '../../domain/correct-price.ts'
import { applyPriceEdit } from '../../domain/price-edit.ts'
import { editOf } from '../fixtures/price-edits.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

const KEY = 'amazon.nova-pro-v1:0'
const AT = '2026-07-20T10:00:00.000Z'

t.test('of two corrections in one millisecond the second is a record of its own, and holds', async (t) => {
  let records = [priceRecord(KEY, '2026-07-01T00:00:00Z', inOut('0.000001', '0.000002'))]
  for (const price of ['0.000003', '0.000004', '0.000005']) {
    const edit = correctPrice(standingRecords(records, KEY), {
      key: KEY, from: '2026-07-10T00:00:00Z', to: null, fields: inOut(price, price), thresholdInclusive: false, at: AT,
    })
    records = [...applyPriceEdit({ records, discounts: [] }, editOf(edit)).records]
    t.strictSame(standingRecords(records, KEY).at(-1)?.fields, inOut(price, price))
  }
  t.equal(records.length, 4, 'none is lost')
})
