import t from 'tap'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { ObjectUnreadable, type LogLine, type QuarantinedLine } from '../../domain/ports.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { parseLog, type ParseLogPorts } from '../../functions/parse-log.ts'
import { answered, logRecord, NOW } from '../fixtures/log-record.ts'

const KEY = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/07/18/05/20260718T051640000Z_9b86bf4994c4ab1c.json.gz'
const OPTIONS = { policy: DEFAULT_ATTRIBUTION, clock: () => new Date(NOW) }

function fakePorts(texts: string[], failure?: Error) {
  const stored: UsageEvent[] = []
  const batches: number[] = []
  const quarantined = new Map<string, readonly QuarantinedLine[]>([[KEY, [{ line: 9, reason: 'of a run before', field: null }]]])
  const ports: ParseLogPorts = {
    objects: {
      async *list() {},
      async *lines() {
        let number = 1
        for (const text of texts) yield [{ number: number++, latin1: Buffer.from(text).toString('latin1') }] satisfies LogLine[]
        if (failure !== undefined) throw failure
      },
    },
    sink: {
      async append(events) {
        batches.push(events.length)
        stored.push(...events)
      },
    },
    quarantine: {
      async replace(key, lines) { quarantined.set(key, lines) },
    },
  }
  return { ports, stored, batches, quarantined }
}

const record = (requestId: string, timestamp = '2026-07-18T05:06:07Z') => JSON.stringify(answered({}, { requestId, timestamp }))

t.test('good lines become events and bad ones are quarantined', async (t) => {
  const { ports, stored, quarantined } = fakePorts([
    record('a'),
    'CANARY is no JSON',
    record('b', '2026-07-18T05:59:00Z'),
    '',
    JSON.stringify(logRecord({ output: {} })),
    JSON.stringify(answered({}, { input: { inputTokenCount: -1 } })),
    JSON.stringify(answered({}, { accountId: '444455556666' })),
    record('c'),
  ])
  t.same(await parseLog(KEY, ports, OPTIONS),
    { skipped: false, records: 3, empty: 2, quarantined: 3, unresolvedModels: 0, unreadable: null, newestEvent: '2026-07-18T05:59:00.000Z' })
  t.same(stored.map((event) => event.request_id), ['a', 'b', 'c'])
  t.match(stored[0], { source_s3_key: KEY, parsed_at: NOW })
  t.same(quarantined.get(KEY), [
    { line: 2, reason: 'not_json', field: null },
    { line: 6, reason: 'bad_count', field: 'input.inputTokenCount' },
    { line: 7, reason: 'account_mismatch', field: 'accountId' },
  ])
  t.notMatch(JSON.stringify([...quarantined]), /CANARY/)
})

t.test('one bad line among ten thousand takes no other with it, and batches are bounded', async (t) => {
  const texts = Array.from({ length: 10_000 }, (_, i) => (i === 4711 ? '{"broken' : record(String(i))))
  const { ports, stored, batches, quarantined } = fakePorts(texts)
  t.match(await parseLog(KEY, ports, OPTIONS), { records: 9999, quarantined: 1 })
  t.equal(stored.length, 9999)
  t.equal(Math.max(...batches), 500)
  t.same(quarantined.get(KEY), [{ line: 4712, reason: 'not_json', field: null }])
})

t.test('what was quarantined before is replaced, by nothing if all is well', async (t) => {
  const { ports, quarantined } = fakePorts([record('a')])
  await parseLog(KEY, ports, OPTIONS)
  t.same(quarantined.get(KEY), [])
})

t.test('an object that cannot be read to its end keeps what was read', async (t) => {
  const { ports, stored, quarantined } = fakePorts([record('a'), record('b')], new ObjectUnreadable('truncated', 3, 'x'))
  t.match(await parseLog(KEY, ports, OPTIONS), { records: 2, quarantined: 1, unreadable: 'truncated' })
  t.equal(stored.length, 2)
  t.same(quarantined.get(KEY), [{ line: 3, reason: 'truncated', field: null }])
})

t.test('objects that are no logs are not even read', async (t) => {
  const { ports, quarantined } = fakePorts([], new Error('must not be read'))
  for (const key of ['AWSLogs/x/amazon-bedrock-logs-permission-check', KEY.replace('/05/', '/05/data/')]) {
    t.match(await parseLog(key, ports, OPTIONS), { skipped: true, records: 0, empty: 0, quarantined: 0, newestEvent: null })
    t.notOk(quarantined.has(key))
  }
})

t.test('an empty object is done at once', async (t) => {
  t.match(await parseLog(KEY, fakePorts([]).ports, OPTIONS), { skipped: false, records: 0, quarantined: 0, newestEvent: null })
})

t.test('if events cannot be stored or the object not be fetched, it fails and touches no quarantine', async (t) => {
  const full = fakePorts([record('a'), 'bad'])
  await t.rejects(parseLog(KEY, { ...full.ports, sink: { append: async () => { throw new Error('no room') } } }, OPTIONS), /no room/)
  const gone = fakePorts(['bad'], new Error('connection lost'))
  await t.rejects(parseLog(KEY, gone.ports, OPTIONS), /connection lost/)
  for (const { quarantined } of [full, gone]) t.match(quarantined.get(KEY), [{ reason: 'of a run before' }])
})

t.test('bad lines without end are counted, but not all listed', async (t) => {
  const { ports, quarantined } = fakePorts(Array.from({ length: 10_050 }, () => 'bad'))
  t.match(await parseLog(KEY, ports, OPTIONS), { quarantined: 10_050 })
  t.equal(quarantined.get(KEY)?.length, 10_001)
  t.same(quarantined.get(KEY)?.at(-1), { line: 10_001, reason: 'further_lines_not_listed', field: null })
})

t.test('when time is up it stops before the next lines, and touches no quarantine', async (t) => {
  const { ports, stored, quarantined } = fakePorts([record('a'), 'bad', record('b')])
  let asked = 0
  await t.rejects(parseLog(KEY, ports, { ...OPTIONS, isTimeUp: () => ++asked > 2 }), { name: 'OutOfTime' })
  t.equal(asked, 3)
  t.same(stored, [])
  t.match(quarantined.get(KEY), [{ reason: 'of a run before' }])
})
