import t from 'tap'
import { firstCode } from '../../../domain/log-record/short-code.ts'

t.test('the first short word is the code; texts, numbers and matched stop sequences are passed over', async (t) => {
  t.equal(firstCode(null, undefined, 'end_turn', 'stop'), 'end_turn')
  t.equal(firstCode('<|eom|>', 'FINISH'), 'FINISH')
  for (const value of ['', 'two words', 'x'.repeat(41), 'a-b', '1a', 12, {}, ['stop']]) t.equal(firstCode(value), null)
})
