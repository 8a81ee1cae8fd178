import t from 'tap'
import { addressList } from '../../../server/auth/address-list.ts'

t.test('an address is in the list by itself or by a range, an address of six parts without a mask being one', async (t) => {
  const has = addressList(['10.0.0.7', '192.168.0.0/24', '2001:db8::1', 'fd00::/8'])
  for (const address of ['10.0.0.7', '::ffff:10.0.0.7', '::FFFF:192.168.0.9', '192.168.0.255', '2001:db8::1', '2001:db8:0:0::1', 'fdff::1']) t.ok(has(address), address)
  for (const address of ['10.0.0.8', '192.168.1.0', '2001:db8::2', '2001:db8:ffff::1', 'fe00::1', '', 'unix', '10.0.0.7, 1.2.3.4', '::ffff:a00:8']) t.notOk(has(address), address)
  t.throws(() => addressList(['*']))
})
