import t from 'tap'
import { attributionPolicy } from '../../domain/attribution.ts'
import { parseLogLine, parseRecord } from '../../domain/parse-record.ts'
import { USAGE_EVENT_COLUMNS } from '../../domain/usage-event.ts'
import { answered, CONTEXT, eventOf, logRecord, type Json } from '../fixtures/log-record.ts'

const bytes = (text: string) => Buffer.from(text).toString('latin1')
const line = (record: unknown) => bytes(JSON.stringify(record))

t.test('a record becomes one row with every column', async (t) => {
  const event = eventOf(answered({ stopReason: 'end_turn', metrics: { latencyMs: 700 }, usage: {} }, {
    operation: 'Converse',
    modelId: 'us.anthropic.claude-x',
    inferenceRegion: 'us-west-2',
    identity: { arn: 'arn:aws:sts::111122223333:assumed-role/app/session-1' },
    requestMetadata: { team: 'search', secret: 'x' },
  }), { policy: attributionPolicy({ tagKeys: ['team'] }) })
  t.same(event, {
    account_id: '111122223333',
    region: 'us-east-1',
    request_id: 'req-1',
    ts: '2026-07-18T05:06:07.000Z',
    operation: 'Converse',
    model_id: 'anthropic.claude-x',
    model_scope: 'us',
    model_ref: 'us.anthropic.claude-x',
    inference_region: 'us-west-2',
    caller: 'app',
    caller_kind: 'role',
    identity_arn: 'arn:aws:sts::111122223333:assumed-role/app/session-1',
    tags: '{"team":"search"}',
    service_tier: null,
    latency_mode: null,
    input_tokens: 10,
    output_tokens: 5,
    cache_read_tokens: null,
    cache_write_5m_tokens: null,
    cache_write_1h_tokens: null,
    cache_write_total_tokens: null,
    image_count: null,
    video_duration_ms: null,
    latency_ms: 700,
    time_to_first_token_ms: null,
    stop_reason: 'end_turn',
    error_code: null,
    source_s3_key: 'log.json.gz',
    parsed_at: '2026-07-18T12:00:00.000Z',
    schema_version: 1,
  })
  t.same(Object.keys(event), USAGE_EVENT_COLUMNS.map(({ name }) => name), 'in the order of the columns')
})

t.test('a record that cannot be attributed is rejected, by the field at fault', async (t) => {
  const cases: [changes: Json, reason: string, field: string][] = [
    ...['timestamp', 'accountId', 'region', 'requestId', 'modelId'].flatMap((field): [Json, string, string][] => [
      [{ [field]: undefined }, 'missing_field', field],
      [{ [field]: null }, 'missing_field', field],
    ]),
    [{ timestamp: '2026-07-18T05:06:07' }, 'bad_timestamp', 'timestamp'],
    [{ timestamp: 1_784_351_167 }, 'bad_timestamp', 'timestamp'],
    [{ timestamp: '1970-01-01T00:00:00Z' }, 'bad_timestamp', 'timestamp'],
    [{ timestamp: '2026-07-18T12:10:01Z' }, 'future_timestamp', 'timestamp'],
    [{ accountId: 111122223333 }, 'bad_field', 'accountId'],
    [{ accountId: '1111' }, 'bad_field', 'accountId'],
    [{ region: 'us-east-1#x' }, 'bad_field', 'region'],
    [{ requestId: '' }, 'bad_field', 'requestId'],
    [{ requestId: 'x'.repeat(257) }, 'bad_field', 'requestId'],
    [{ modelId: 7 }, 'bad_field', 'modelId'],
    [{ input: 'text' }, 'bad_field', 'input'],
    [{ output: [] }, 'bad_field', 'output'],
    [{ errorCode: 500 }, 'bad_field', 'errorCode'],
    [{ errorCode: 'Something went wrong' }, 'bad_field', 'errorCode'],
  ]
  for (const [changes, reason, field] of cases) {
    t.same(parseRecord(answered({}, changes), CONTEXT), { kind: 'rejected', reason, field }, JSON.stringify(changes))
  }
})

t.test('a clock may run ten minutes ahead', async (t) => {
  t.equal(eventOf(answered({}, { timestamp: '2026-07-18T12:10:00Z' })).ts, '2026-07-18T12:10:00.000Z')
})

t.test('what only describes a call may be anything', async (t) => {
  const event = eventOf(answered({}, {
    operation: 7, inferenceRegion: {}, identity: 'x', requestMetadata: [], performanceConfig: 3, schemaVersion: '9.9', schemaType: null, modelId: '',
  }), { policy: attributionPolicy({ tagKeys: ['a'] }) })
  t.match(event, { operation: null, inference_region: null, identity_arn: null, caller: 'unknown', tags: null, model_id: 'unknown', model_ref: '' })
})

t.test('a record must come from the source that its key names', async (t) => {
  const keySource = { accountId: '111122223333', region: 'us-east-1' }
  const parse = (changes: Json) => parseRecord(answered({}, changes), { ...CONTEXT, keySource })
  t.equal(parse({}).kind, 'event')
  t.same(parse({ accountId: '444455556666' }), { kind: 'rejected', reason: 'account_mismatch', field: 'accountId' })
  t.same(parse({ region: 'eu-west-1' }), { kind: 'rejected', reason: 'account_mismatch', field: 'region' })
})

t.test('failures are events with their code; an absent or empty code is success', async (t) => {
  t.match(eventOf(logRecord({ errorCode: 'ThrottlingException' })), { error_code: 'ThrottlingException', input_tokens: null })
  for (const errorCode of [null, '', undefined]) t.equal(eventOf(answered({}, { errorCode })).error_code, null)
  t.match(eventOf(answered([{ type: 'message_start' }], { errorCode: 'ModelStreamErrorException' })),
    { error_code: 'ModelStreamErrorException', input_tokens: 10, output_tokens: 5 })
})

t.test('the whole identity is kept, in bounds, unless the policy says otherwise', async (t) => {
  const arn = `arn:aws:sts::111122223333:assumed-role/app/${'s'.repeat(2000)}`
  t.equal(eventOf(answered({}, { identity: { arn } })).identity_arn, arn)
  t.equal(eventOf(answered({}, { identity: { arn: arn + 's'.repeat(9000) } })).identity_arn?.length, 4096)
  const policy = attributionPolicy({ keepIdentityArn: false })
  t.equal(eventOf(answered({}, { identity: { arn } }), { policy }).identity_arn, null)
})

t.test('a line is JSON in UTF-8, more or less', async (t) => {
  const record = answered({ output: 'ok' })
  const text = JSON.stringify(record)
  const event = { kind: 'event', event: eventOf(record) }
  t.same(parseLogLine(bytes(text), CONTEXT), event)
  t.same(parseLogLine(bytes(`\uFEFF${text}`), CONTEXT), event, 'byte order mark')
  t.same(parseLogLine(bytes(`${text}\r`), CONTEXT), event, 'carriage return')
  t.same(parseLogLine(bytes(text.replace('"ok"', '"\u2028\u0085"')), CONTEXT), event, 'line separators')
  const broken = bytes(text).replace('"ok"', '"\u00ff"')
  t.same(parseLogLine(broken, CONTEXT), event, 'bytes that are no UTF-8')
})

t.test('blank lines are nothing, and other texts are rejected without a word of them', async (t) => {
  for (const blank of ['', ' ', '\r', '\t \r', '\uFEFF']) t.same(parseLogLine(bytes(blank), CONTEXT), { kind: 'empty', cause: 'blank' })
  for (const text of ['hello', '{"timestamp":', line(answered({})).toString().slice(0, 60), 'NaN', "{'a':1}"]) {
    t.same(parseLogLine(bytes(text), CONTEXT), { kind: 'rejected', reason: 'not_json', field: null }, text)
  }
  for (const value of [[], [answered({})], 'text', 12, null, true]) {
    t.same(parseLogLine(line(value), CONTEXT), { kind: 'rejected', reason: 'not_an_object', field: null })
  }
})
