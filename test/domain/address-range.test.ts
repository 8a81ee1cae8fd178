import { isIP } from 'node:net'
import t from 'tap'
import fc from 'fast-check'
import { isAddressRange } from '../../domain/address-range.ts'

const RANGES = ['10.0.0.7', '10.0.0.7/32', '0.0.0.0', '255.255.255.255/1', '192.168.0.0/16', '::1', '::', 'fd00::/8', '2001:db8::1/128', '1:2:3:4:5:6:7:8', 'FE80::A']
const OTHERS = [
  '', '1', '10', 'true', '*', 'localhost', 'loopback', '10.0.0', '10.0.0.256', '10.0.0.7/33', '10.0.0.7/0', '0.0.0.0/0', '::/0', '10.0.0.7/08', '10.0.0.7/',
  '10.0.0.7/8/8', '010.0.0.7', ' 10.0.0.7', '10.0.0.7,10.0.0.8', '::1/129', '1:2:3:4:5:6:7', '1::2::3', 'g::1', '1:2:3:4:5:6:7:8:9', '12345::1',
]

t.test('addresses and ranges of them are ranges, all addresses and anything else are not', async (t) => {
  for (const text of RANGES) t.ok(isAddressRange(text), text)
  for (const text of OTHERS) t.notOk(isAddressRange(text), text)
})

t.test('what Node takes for an address is one', async (t) => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
    // An IPv4 address within one of IPv6 is not how ranges are written.
    fc.pre(isIP(text) !== 0 && !(text.includes(':') && text.includes('.')))
    return isAddressRange(text)
  }))
  t.pass()
})
