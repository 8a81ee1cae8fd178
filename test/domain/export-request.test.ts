import t from 'tap'
import { hourOf } from '../../domain/calendar.ts'
import { readExportRequest } from '../../domain/export-request.ts'

const LIMITS = { nowHour: hourOf(Date.parse('2026-07-20T10:30:00Z')), lookBackDays: 35 }

t.test('a schedule asks for the days that are looked back over', async (t) => {
  for (const event of [{}, { 'detail-type': 'Scheduled Event', source: 'aws.scheduler' }]) {
    t.strictSame(readExportRequest(event, LIMITS), { fromDay: '2026-06-15', toDay: null })
  }
})

t.test('older days are asked for by their dates, both included', async (t) => {
  t.strictSame(readExportRequest({ from: '2026-01-01' }, LIMITS), { fromDay: '2026-01-01', toDay: null })
  t.strictSame(readExportRequest({ from: '2026-01-01', to: '2026-01-01' }, LIMITS), { fromDay: '2026-01-01', toDay: '2026-01-01' })
})

for (const [event, message] of [
  [{ from: '2026-02-30' }, /from: wants a day such as 2026-07-18/],
  [{ from: '2026-02-01', to: 'today' }, /to: wants a day/],
  [{ from: 20260201 }, /from: wants a day/],
  [{ from: '2026-02-02', to: '2026-02-01' }, /wants from not to be after to/],
  [{ to: '2026-02-01' }, /wants from where there is to/],
  [{ since: '2026-02-01' }, /since/],
  ['2026-02-01', /the event is not usable/],
] as const) {
  t.test(`${JSON.stringify(event)} is refused`, async (t) => {
    t.throws(() => readExportRequest(event, LIMITS), { message })
  })
}
