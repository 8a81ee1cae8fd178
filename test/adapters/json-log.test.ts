import t from 'tap'
import { jsonLog } from '../../adapters/json-log.ts'

t.test('a message is one line of JSON with its level, time and fields, whatever they hold', async (t) => {
  const lines: string[] = []
  const log = jsonLog({ fields: { function: 'parse-log', requestId: 'r' }, clock: () => 0, write: (line) => lines.push(line) })
  log.info('done', { records: 3, object: 'a\n"b"' })
  log.warn('message comes back')
  log.error('failed', { error: 'Error' })
  t.same(lines.map((line) => line.indexOf('\n') - line.length), [-1, -1, -1])
  const always = { timestamp: '1970-01-01T00:00:00.000Z', function: 'parse-log', requestId: 'r' }
  t.same(lines.map((line) => JSON.parse(line) as unknown), [
    { ...always, level: 'INFO', message: 'done', records: 3, object: 'a\n"b"' },
    { ...always, level: 'WARN', message: 'message comes back' },
    { ...always, level: 'ERROR', message: 'failed', error: 'Error' },
  ])
})
