import fc from 'fast-check'
import t from 'tap'
import { parseTableState, tableParameterNames, tableParameters, type TableLayout, type TableState } from '../../server/table-state.ts'

const LAYOUT: TableLayout = {
  prefix: 'x-', sort: 'cost',
  columns: [
    { id: 'cost', kind: 'number', isShown: true }, { id: 'calls', kind: 'number', isShown: true }, { id: 'note', kind: 'text', isShown: false },
  ],
}
const DEFAULT: TableState = { sort: 'cost', direction: 'desc', page: 1, search: '', columns: ['cost', 'calls'] }

const parse = (text: string) => parseTableState(new URLSearchParams(text), LAYOUT)

t.test('without parameters a table is as it is by default, and default parameters are left out', async (t) => {
  t.same(parse(''), DEFAULT)
  t.same(parse('x-sort=&x-dir=&x-page=&x-find=&x-columns='), DEFAULT, 'as forms send them')
  t.same(Object.values(tableParameters(DEFAULT, LAYOUT)), [null, null, null, null, null])
  t.same(Object.keys(tableParameters(DEFAULT, LAYOUT)), tableParameterNames(LAYOUT))
})

t.test('numbers sort from the largest and text from A, unless told otherwise', async (t) => {
  t.match(parse('x-sort=calls'), { sort: 'calls', direction: 'desc' })
  t.match(parse('x-sort=note'), { sort: 'note', direction: 'asc' })
  t.match(parse('x-sort=name'), { sort: 'name', direction: 'asc' })
  t.match(parse('x-sort=name&x-dir=desc'), { direction: 'desc' })
})

t.test('columns are given as links write them and as forms send them, and come in their own order', async (t) => {
  t.same(parse('x-columns=note.cost').columns, ['cost', 'note'])
  t.same(parse('x-columns=note&x-columns=cost').columns, ['cost', 'note'])
})

t.test('any state survives its parameters', async () => {
  const state = fc.record({
    sort: fc.constantFrom('name', 'cost', 'calls', 'note'), direction: fc.constantFrom('asc' as const, 'desc' as const), page: fc.integer({ min: 1, max: 999_999 }),
    search: fc.string().map((text) => text.trim()), columns: fc.subarray(['cost', 'calls', 'note'], { minLength: 1 }),
  })
  fc.assert(fc.property(state, (drawn) => {
    const parameters = new URLSearchParams()
    for (const [name, value] of Object.entries(tableParameters(drawn, LAYOUT))) if (value !== null) parameters.append(name, value)
    return JSON.stringify(parse(parameters.toString())) === JSON.stringify(drawn)
  }))
})

t.test('what cannot be read is named', async (t) => {
  const cases: [text: string, message: string][] = [
    ['x-sort=price', 'x-sort: wants one of name, cost, calls, note'], ['x-dir=up', 'x-dir: wants one of asc, desc'],
    ['x-page=0', 'x-page: wants a page number'], ['x-page=1e3', 'x-page: wants'], ['x-page=9999999', 'x-page: wants'],
    ['x-columns=cost.price', 'x-columns: the table has no column "price"'],
  ]
  for (const [text, message] of cases) t.throws(() => parse(text), { message: new RegExp(`^${message}`) }, text)
})
