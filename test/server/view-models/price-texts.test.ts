import t from 'tap'
import { flagText, reasonText } from '../../../server/view-models/price-texts.ts'

t.test('reasons and flags read as sentences, and unknown ones as they are', async (t) => {
  t.equal(reasonText('unknown_model'), 'no price is known for this model')
  t.equal(reasonText('no_unit_price:cacheRead,images'), 'no amount or no price for cacheRead and images')
  t.equal(reasonText('something_new'), 'something_new')
  t.equal(flagText('tier:flex x0.5'), 'Standard price × 0.5 for flex tier')
  t.equal(flagText('latency:optimized x1.25'), 'Standard price × 1.25 for optimized latency')
  t.equal(flagText('discount:eu-2026'), 'Negotiated factor eu-2026 applies')
  t.match(flagText('carried_back'), 'carried back')
  t.equal(flagText('something:new'), 'something:new')
})
