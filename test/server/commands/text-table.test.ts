import t from 'tap'
import { textTable } from '../../../server/commands/text-table.ts'

t.test('columns align, numbers to the right', async (t) => {
  t.equal(textTable(['model', 'calls'], [['a', '1'], ['longer', '1000']], [false, true]), [
    'model   calls',
    'a           1',
    'longer   1000',
    '',
  ].join('\n'))
})

t.test('a name cannot send commands to the terminal', async (t) => {
  const table = textTable(['caller'], [['\u001b[31mred\u0007\n\u202e']], [false])
  t.equal(table, 'caller\n\\u{1b}[31mred\\u{7}\\u{a}\\u{202e}\n')
})
