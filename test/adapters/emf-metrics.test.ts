import t from 'tap'
import { emfMetrics } from '../../adapters/emf-metrics.ts'

function open() {
  const lines: string[] = []
  return { lines, ...emfMetrics({ functionName: 'analytics-parse-log', clock: () => 1_784_351_800_000, write: (line) => lines.push(line) }) }
}

t.test('counts add up, gauges keep the largest, and all go into one line of the embedded metric format', async (t) => {
  const { lines, count, gauge, flush } = open()
  count('records', 2)
  count('records', 3)
  count('bytesScanned', 0)
  gauge('lagSeconds', 7)
  gauge('lagSeconds', 5)
  flush()
  t.match(lines[0], /^[^\n]*\n$/)
  t.same(lines.map((line) => JSON.parse(line) as unknown), [{
    _aws: {
      Timestamp: 1_784_351_800_000,
      CloudWatchMetrics: [{
        Namespace: 'BedrockInvocationAnalytics',
        Dimensions: [['FunctionName']],
        Metrics: [{ Name: 'records', Unit: 'Count' }, { Name: 'bytesScanned', Unit: 'Bytes' }, { Name: 'lagSeconds', Unit: 'Seconds' }],
      }],
    },
    FunctionName: 'analytics-parse-log',
    records: 5,
    bytesScanned: 0,
    lagSeconds: 7,
  }])
})

t.test('each invocation starts anew, and one without numbers writes nothing', async (t) => {
  const { lines, count, flush } = open()
  flush()
  t.same(lines, [])
  count('objects', 1)
  flush()
  count('objects', 1)
  flush()
  t.same(lines.map((line) => (JSON.parse(line) as { objects: number }).objects), [1, 1])
})
