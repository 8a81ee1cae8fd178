import t from 'tap'
import { chart, type ChartSpec } from '../../../server/view-models/chart.ts'
import { countPoint, GAP, msPoint, percentPoint, ratePoint, usdPoint } from '../../../server/view-models/chart-point.ts'

const DOLLAR = 10n ** 18n
const EVIL = '<img src=x onerror=alert(1)>'

const lines: ChartSpec = {
  id: 'latency', kind: 'line', unit: 'ms', title: 'Latency by hour', first: 'Hour (UTC)',
  categories: [{ label: '23 Nov, 19:00', tick: '19:00' }, { label: '23 Nov, 20:00', tick: '20:00', partial: true }],
  series: [
    { name: EVIL, title: 'Median', color: 'c4', points: [msPoint(840, 12), GAP] },
    { name: 'p95', title: '95%', color: 'c0', points: [msPoint(1240, 12), msPoint(2000, 3)] },
  ],
}

const bars: ChartSpec = {
  id: 'trend', kind: 'bar', unit: 'usd', title: 'Cost per day', first: 'Day (UTC)',
  categories: [{ label: '22 Nov 2026', tick: '22 Nov' }, { label: '23 Nov 2026', tick: '23 Nov', partial: true }],
  series: [
    { name: 'Nova Pro', title: 'amazon.nova-pro-v1:0', color: 'c1', href: '/?model=n', points: [usdPoint(2n * DOLLAR), usdPoint(0n)] },
    { name: 'Titan', title: 'amazon.titan', color: 'c2', points: [usdPoint(DOLLAR), usdPoint(DOLLAR)] },
  ],
  totals: {
    byCategory: [usdPoint(3n * DOLLAR).cell, usdPoint(DOLLAR).cell], bySeries: [usdPoint(2n * DOLLAR).cell, usdPoint(2n * DOLLAR).cell],
    all: usdPoint(4n * DOLLAR).cell,
  },
}

t.test('the drawing gets names as text, gaps as null and the indexes of partial periods', async (t) => {
  t.strictSame(JSON.parse(chart(lines).chart), {
    kind: 'line', horizontal: false, logarithmic: false, unit: 'ms',
    labels: ['23 Nov, 19:00', '23 Nov, 20:00'], ticks: ['19:00', '20:00'], partial: [1],
    series: [{ name: EVIL, color: '--c4', values: [840, null] }, { name: 'p95', color: '--c0', values: [1240, 2000] }],
  })
})

t.test('the table behind a chart has every value, with totals where series add up', async (t) => {
  const { table } = chart(bars)
  t.strictSame(table.columns.map(({ label }) => label), ['Nova Pro', 'Titan', 'Total'])
  t.strictSame(table.rows.map(({ label, cells }) => [label, ...cells.map(({ value }) => value)]), [
    ['22 Nov 2026', '$2.00', '$1.00', '$3.00'], ['23 Nov 2026', '$0.00', '$1.00', '$1.00'],
  ])
  t.strictSame(table.totals?.map(({ value }) => value), ['$2.00', '$2.00', '$4.00'])
  const plain = chart(lines).table
  t.equal(plain.totals, null)
  t.strictSame(plain.rows[1]?.cells.map(({ value }) => value), ['–', '2.00 s'])
})

t.test('the summary tells the whole and its peak, or how far each series moves', async (t) => {
  t.equal(chart(bars).summary, '$4.00 in all, most on 22 Nov 2026 ($3.00), most by Nova Pro ($2.00).')
  t.equal(chart(lines).summary, `${EVIL} at 840 ms; p95 between 1.24 s and 2.00 s.`)
  t.equal(chart({ ...lines, summary: 'As told.' }).summary, 'As told.')
})

t.test('what is not whole yet is said in the words of the drawing', async (t) => {
  t.match(chart(bars).note, 'hatched')
  t.match(chart({ ...bars, kind: 'area' }).note, 'hatched')
  t.match(chart(lines).note, 'dashed')
  t.equal(chart({ ...lines, categories: lines.categories.map(({ label, tick }) => ({ label, tick })) }).note, null)
  const [first, last] = lines.categories
  t.equal(chart({ ...lines, categories: [{ ...first!, partial: true }, { ...last!, partial: false }] }).note, null, 'only an end is dashed')
})

t.test('a chart of gaps alone is empty, and one series needs no legend', async (t) => {
  const gaps = { ...lines, series: [{ name: 'p50', title: '', color: 'c4', points: [GAP, GAP] }] }
  t.equal(chart(gaps).isEmpty, true)
  t.equal(chart(gaps).summary, 'There is nothing to draw in this period.')
  t.strictSame(chart(gaps).legend, [])
  t.equal(chart(bars).isEmpty, false)
  t.strictSame(chart(bars).legend.map(({ href }) => href), ['/?model=n', null])
})

t.test('points carry the value that is drawn and the cell of the table', async (t) => {
  const cases = [
    [usdPoint(DOLLAR / 2n), 0.5, '$0.50', '$0.5'],
    [countPoint(4712), 4712, '4.7K', '4,712'],
    [msPoint(null, 0), null, '–', 'No call reports it'],
    [ratePoint(57.32, 9), 57.32, '57.3', 'over 9 calls that report it'],
    [percentPoint(1, 8), 12.5, '12.5%', '1 of 8'],
    [percentPoint(0, 0), null, '–', 'No data'],
  ] as const
  for (const [point, value, text, exact] of cases) t.strictSame([point.value, point.cell], [value, { value: text, exact }])
  t.strictSame(usdPoint(1n).csv, { decimal: '0.000000000000000001' }, 'with all its digits for a CSV')
})
