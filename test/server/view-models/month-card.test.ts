import t from 'tap'
import type { MonthReport } from '../../../server/month-report.ts'
import { monthCard } from '../../../server/view-models/month-card.ts'

const DOLLAR = 10n ** 18n

function report(changed: Partial<MonthReport> = {}): MonthReport {
  return {
    month: '2026-11', spent: 250n * DOLLAR, unpricedCalls: 0, spentInHoursOver: 240n * DOLLAR, hoursOver: 480, hoursInMonth: 720,
    forecast: 360n * DOLLAR, sameDaysBefore: 200n * DOLLAR, sameDays: { from: 0, to: 480 }, lastMonth: 300n * DOLLAR, ...changed,
  }
}

const LINKS = { spent: '/explain?range=mtd', sameDaysBefore: '/explain?from=1&to=2', lastMonth: '/explain?range=last-month' }
const card = (numbers: MonthReport) => monthCard(numbers, LINKS)
const fact = (view: ReturnType<typeof monthCard>, label: string) => view.facts.find((one) => one.label === label)

t.test('what is spent stands beside the same days of last month and the forecast, which says how it is made', async (t) => {
  const view = card(report())
  t.match(view, { title: 'Nov 2026 so far', spent: { value: '$250.00', exact: '$250' }, change: { arrow: '▲', text: '20%', tone: 'bad' } })
  t.equal(fact(view, 'Forecast to month end')?.exact, '$360')
  t.equal(fact(view, 'Oct 2026 to the same day')?.exact, '$200')
  t.equal(fact(view, 'Oct 2026 in all')?.exact, '$300')
  t.equal(view.note, 'Forecast: spend of the 480 hours that are over ÷ 480 × 720 hours of the month.')
  t.same(view.bar, { spent: '69.44%', forecast: '100.00%', lastMonth: '83.33%' })
  t.equal(view.warning, null)
})

t.test('the first day is quiet: no forecast, and a reason', async (t) => {
  const view = card(report({ forecast: null, hoursOver: 7 }))
  t.match(fact(view, 'Forecast to month end'), { value: '–' })
  t.equal(view.note, 'A forecast needs 24 hours of the month; 7 are over.')
  const firstHour = card(report({ forecast: null, hoursOver: 0, sameDaysBefore: null }))
  t.equal(firstHour.change, null)
  t.match(fact(firstHour, 'Oct 2026 to the same day'), { value: '–' })
})

t.test('without anything spent last month there is no percentage and no mark for it', async (t) => {
  const view = card(report({ sameDaysBefore: 0n, lastMonth: 0n }))
  t.equal(view.change, null)
  t.equal(view.bar.lastMonth, null)
})

t.test('calls without a price are told', async (t) => {
  t.equal(card(report({ unpricedCalls: 3 })).warning, '3 calls of this month without a known price not in the sum')
})

t.test('every dollar but the forecast, which says how it is made, leads to what it is made of; nothing needs no explanation', async (t) => {
  const links = (view: ReturnType<typeof monthCard>) => [view.spent, ...view.facts].map(({ explain }) => explain)
  t.same(links(card(report())), [LINKS.spent, undefined, LINKS.sameDaysBefore, LINKS.lastMonth])
  t.same(links(card(report({ lastMonth: 0n, sameDaysBefore: 0n }))), [LINKS.spent, undefined, undefined, undefined])
})
