import t from 'tap'
import { parseHourId } from '../../../domain/calendar.ts'
import { UsageError } from '../../../server/commands/cli.ts'
import { reportOptions, type ReportArguments } from '../../../server/commands/report-options.ts'

t.test('only --data is needed', async (t) => {
  t.strictSame(reportOptions({ data: 'd' }), { dataDir: 'd', from: null, to: null, groupBy: [], format: 'table' })
})

t.test('all options are read', async (t) => {
  const values = {
    data: 'd', from: '2026-07-18T05:30:00+05:30', to: '2026-07-18T01:00Z', 'group-by': 'model, caller,tag:team', format: 'csv',
  }
  t.strictSame(reportOptions(values), {
    dataDir: 'd', from: parseHourId('2026-07-18T00'), to: parseHourId('2026-07-18T01'), groupBy: ['model', 'caller', 'tag:team'],
    format: 'csv',
  })
})

t.test('a wrong option is named, with what it wants', async (t) => {
  const cases: [ReportArguments, RegExp][] = [
    [{}, /--data DIR is missing/],
    [{ from: '2026-07-18T05:30:00Z' }, /--from wants a full hour in UTC/],
    [{ to: '2026-07-18T05:00:00.001Z' }, /--to wants a full hour in UTC/],
    [{ from: '2026-07-18' }, /--from wants an instant/],
    [{ from: '2026-07-18T00:00:00Z', to: '2026-07-18T00:00:00Z' }, /--to must be later than --from/],
    [{ 'group-by': 'colour' }, /--group-by wants account, .* not "colour"/],
    [{ 'group-by': 'model,' }, /--group-by wants .* not ""/],
    [{ 'group-by': 'tag:' }, /--group-by wants .* not "tag:"/],
    [{ 'group-by': 'model,model' }, /--group-by names model twice/],
    [{ format: 'xml' }, /--format wants one of table, json, csv/],
  ]
  for (const [values, message] of cases) {
    const data = Object.keys(values).length === 0 ? undefined : 'd'
    const error = t.throws(() => reportOptions({ data, ...values }), message, JSON.stringify(values))
    t.ok(error instanceof UsageError)
  }
})
