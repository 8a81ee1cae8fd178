import t from 'tap'
import { openMetrics } from '../../domain/open-metrics.ts'

t.test('families with their type, unit and help, and an end', async (t) => {
  t.equal(openMetrics([
    { name: 'cost_usd', type: 'gauge', unit: 'usd', help: 'Cost "today"', samples: [{ labels: { model: 'a\\b"c\nd' }, value: '0.1' }, { value: 2 }] },
    { name: 'cpu_seconds', type: 'counter', unit: 'seconds', help: 'Time', samples: [{ value: 1.5 }] },
    { name: 'none', type: 'gauge', help: 'Nothing', samples: [] },
  ]), [
    '# TYPE cost_usd gauge', '# UNIT cost_usd usd', '# HELP cost_usd Cost \\"today\\"', 'cost_usd{model="a\\\\b\\"c\\nd"} 0.1', 'cost_usd 2',
    '# TYPE cpu_seconds counter', '# UNIT cpu_seconds seconds', '# HELP cpu_seconds Time', 'cpu_seconds_total 1.5', '# EOF', '',
  ].join('\n'))
  t.equal(openMetrics([]), '# EOF\n')
})
