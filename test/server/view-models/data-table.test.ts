import t from 'tap'
import { dataTable, type TableRow, type TableSpec } from '../../../server/view-models/data-table.ts'

interface Numbers {
  readonly calls: number
  readonly latency: number | null
}

const cellOf = (value: number | null) => ({ value: value === null ? '–' : String(value), exact: `exactly ${value}` })

function rowOf(key: string, calls: number, latency: number | null = null): TableRow<Numbers> {
  return {
    key, name: key.toUpperCase(), badges: [`kind ${key}`], color: null, href: `/x?key=${key}`, hint: 'its parts', numbers: { calls, latency },
    explain: (column) => `/explain?key=${key}&column=${column}`,
  }
}

const COLUMN = { kind: 'number', isShown: true, help: '' } as const
const ROWS = [rowOf('b', 5, 70), rowOf('a', 20), rowOf('d', 5, 10), rowOf('c', 10, 30)]
const sumOf = (rows: readonly Numbers[]): Numbers => ({ calls: rows.reduce((sum, { calls }) => sum + calls, 0), latency: null })

function table(state: Partial<TableSpec<Numbers>['state']> = {}, spec: Partial<TableSpec<Numbers>> = {}) {
  return dataTable<Numbers>({
    id: 'x', title: 'X', noun: 'row', first: 'Key', layout: { prefix: '', sort: 'calls' },
    columns: [
      { ...COLUMN, id: 'calls', label: 'Calls', value: ({ calls }) => calls, cell: ({ calls }) => cellOf(calls) },
      { ...COLUMN, id: 'latency', label: 'Latency', value: ({ latency }) => latency, cell: ({ latency }) => cellOf(latency) },
    ],
    rows: ROWS, total: sumOf(ROWS.map(({ numbers }) => numbers)),
    explainTotal: () => null, sumOf, share: ({ calls }, whole) => calls / whole.calls,
    state: { sort: 'calls', direction: 'desc', page: 1, search: '', columns: ['calls', 'latency'], ...state },
    hrefOf: ({ sort, direction, page }) => `/x?sort=${sort}&dir=${direction}&page=${page}`,
    ...spec,
  })
}

const names = (view: ReturnType<typeof table>) => view.rows.map(({ name }) => name).join(' ')

t.test('rows are sorted by a column, equal ones by their key, and what has no value comes last either way', async (t) => {
  t.equal(names(table()), 'A C B D')
  t.equal(names(table({ direction: 'asc' })), 'B D C A')
  t.equal(names(table({ sort: 'latency' })), 'B C D A')
  t.equal(names(table({ sort: 'latency', direction: 'asc' })), 'D C B A')
  t.equal(names(table({ sort: 'name', direction: 'asc' })), 'A B C D')
})

t.test('a heading says how it is sorted and leads to the other direction, from the first page on', async (t) => {
  const [name, calls, latency] = table({ page: 2 }, { pageSize: 2 }).columns
  t.match(name, { label: 'Key', isText: true, sort: 'none', href: '/x?sort=name&dir=asc&page=1' })
  t.match(calls, { sort: 'descending', href: '/x?sort=calls&dir=asc&page=1' })
  t.match(latency, { sort: 'none', href: '/x?sort=latency&dir=desc&page=1' })
  t.equal(table({ direction: 'asc' }).columns[1]?.sort, 'ascending')
})

t.test('what a page leaves out is one row, so that rows add up to the total on every page', async (t) => {
  for (const [page, expected] of [[1, 'A C B Other (1)'], [2, 'D Other (3)'], [9, 'D Other (3)']] as const) {
    const view = table({ page }, { pageSize: 3 })
    t.equal(names(view), expected, `page ${page}`)
    t.equal(view.rows.reduce((sum, { cells }) => sum + Number(cells[0]?.value), 0), 40)
    t.equal(view.totals[0]?.value, '40')
  }
})

t.test('a search finds words in keys, names and badges, and counts what it leaves out', async (t) => {
  t.equal(names(table({ search: 'KIND b' })), 'B Other (3)')
  t.equal(table({ search: 'kind b' }).subtitle, '1 of 4 rows match “kind b”')
  t.equal(names(table({ search: 'nothing' })), 'Other (4)')
  t.equal(table().subtitle, '4 rows')
})

t.test('dollars lead to what they are made of, but for the rest and for what has no value', async (t) => {
  const [a, other] = table({}, { pageSize: 1 }).rows
  t.equal(a?.cells[0]?.explain, '/explain?key=a&column=calls')
  t.equal(a?.cells[1]?.explain, undefined, 'no value')
  t.equal(other?.cells[0]?.explain, undefined)
  t.match(a, { title: 'a: its parts', href: '/x?key=a', shareWidth: '50.00%' })
})

t.test('pages, search and columns are offered where they are of use, and keep the rest of the address', async (t) => {
  t.same(table().controls, { search: null, columns: null, pages: null })
  const many = table({ page: 2, search: '' }, { rows: Array.from({ length: 9 }, (_, index) => rowOf(`k${index}`, index)), pageSize: 4 })
  t.match(many.controls.pages, { label: '5–8 of 9', first: '/x?sort=calls&dir=desc&page=1', next: '/x?sort=calls&dir=desc&page=3' })
  t.match(many.controls.search, { action: '/x', name: 'find', value: '', label: 'Search rows' })
  t.same(many.controls.search?.hidden, [{ name: 'sort', value: 'calls' }, { name: 'dir', value: 'desc' }, { name: 'page', value: '1' }])
})

t.test('only chosen columns are shown', async (t) => {
  const view = table({ columns: ['latency'] })
  t.same(view.columns.map(({ label }) => label), ['Key', 'Latency'])
  t.equal(view.rows[0]?.cells.length, 1)
})
