import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { embeddedDynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { MODEL_PRICING_TABLE, USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { computeCost } from '../../functions/compute-cost.ts'
import { BUCKETS, HUB, logPipeline, messagesOf, objectCreated } from '../fixtures/log-pipeline.ts'
import { answered, type Json } from '../fixtures/log-record.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageLake } from '../fixtures/memory-usage-lake.ts'
import { ONE_OBJECT } from '../fixtures/recorded-usage.ts'

const CANARY = 'CANARY-4711'
const KEPT = 'search-team'
const timestamp = new Date(Date.now() - 3_600_000).toISOString()

/** Answers as the families of models give them, with the canary wherever a text of theirs may stand. */
const ANSWERS: unknown[] = [
  { output: { message: { role: 'assistant', content: [{ text: CANARY }, { toolUse: { name: CANARY, input: { [CANARY]: CANARY } } }] } },
    stopReason: CANARY, usage: { inputTokens: 1, outputTokens: 2 }, metrics: { latencyMs: 9 }, serviceTier: { type: CANARY },
    trace: { guardrail: { modelOutput: [CANARY] }, promptRouter: { invokedModelId: CANARY } } },
  { id: CANARY, model: CANARY, content: [{ type: 'text', text: CANARY }], stop_reason: 'stop_sequence', stop_sequence: CANARY,
    usage: { input_tokens: 1, output_tokens: 2 } },
  [{ type: 'message_start', message: { model: CANARY, usage: { input_tokens: 1, output_tokens: 1 } } },
    { type: 'content_block_delta', delta: { text: CANARY } }, CANARY,
    { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 1, outputTokenCount: 2, invocationLatency: 9, firstByteLatency: 3 } }],
  { generation: CANARY, prompt_token_count: 1, generation_token_count: 2, stop_reason: CANARY },
  { results: [{ outputText: CANARY, tokenCount: 2, completionReason: CANARY }], inputTextTokenCount: 1 },
  { choices: [{ message: { content: CANARY }, finish_reason: CANARY }], usage: { prompt_tokens: 1, completion_tokens: 2 } },
  { images: [CANARY], error: CANARY }, { embedding: [0.5], [CANARY]: CANARY },
  CANARY, JSON.stringify({ completion: CANARY, stop: CANARY }), `{${CANARY}`,
]

/** Requests with the canary in every prompt, tag that is not allowed, and field that only describes a call. */
const good = ANSWERS.map((outputBodyJson, index) => answered({}, {
  timestamp,
  requestId: `good-${index}`,
  requestMetadata: { team: KEPT, [CANARY]: 'x', note: CANARY, nested: { note: CANARY } },
  operation: 'Converse',
  inferenceRegion: CANARY,
  performanceConfig: { latency: CANARY },
  [CANARY]: CANARY,
  input: {
    inputContentType: CANARY, inputTokenCount: 10, inputBodyS3Path: `s3://logs/${CANARY}`,
    inputBodyJson: {
      system: CANARY, prompt: CANARY, messages: [{ role: 'user', content: [{ text: CANARY }] }], stop_sequences: [CANARY], service_tier: CANARY,
    },
  },
  output: { outputContentType: CANARY, outputTokenCount: 5, outputBodyJson, outputBodyS3Path: `s3://logs/${CANARY}` },
}))

/** Records that cannot become events, each for a reason of its own, with the canary in the field at fault and in its prompt. */
const bad = ([
  { timestamp: CANARY }, { accountId: CANARY }, { region: CANARY }, { requestId: `${CANARY} ` }, { modelId: `${CANARY}\n` },
  { errorCode: `${CANARY} said` }, { input: CANARY }, { output: [CANARY] }, { input: { inputTokenCount: CANARY } },
] as Json[]).map((fault) => JSON.stringify(answered({ text: CANARY }, { timestamp, requestMetadata: { note: CANARY }, ...fault })))
const unreadable = [`{"input":"${CANARY}`, CANARY, `"${CANARY}"`, `["${CANARY}"]`, `{"${CANARY}":1}`]

t.test('F28: no text of a prompt, an answer, a tag that is not allowed or a bad line leaves the log bucket', async (t) => {
  const { s3, firehose } = await logPipeline(t)
  const database = await startEmbeddedDynamoDb(t.testdir())
  const client = embeddedDynamoDbClient(database.endpoint)
  t.teardown(async () => {
    client.destroy()
    await database.close()
  })
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_ENDPOINT_URL_FIREHOSE: firehose.endpoint, AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    STREAM_NAME: 'usage-events', USAGE_TABLE: USAGE_STATS_TABLE, HUB_REGION: 'us-east-1', ACCOUNT_ID: HUB,
    BUCKETS: JSON.stringify(Object.fromEntries(BUCKETS)),
    ATTRIBUTION: JSON.stringify({ tagKeys: ['team'], tagDimensions: ['team'] }),
  })
  const lines = [...good.map((record) => JSON.stringify(record)), ...bad, ...unreadable]
  const whole = gzipSync(lines.join('\n'))
  const cutKey = ONE_OBJECT.key.replace(/0\.json/, '1.json')
  s3.put(`${ONE_OBJECT.bucket}/${ONE_OBJECT.key}`, whole)
  s3.put(`${ONE_OBJECT.bucket}/${cutKey}`, whole.subarray(0, whole.length - 20))

  const written = [process.stdout, process.stderr].map((stream) => t.capture(stream, 'write', () => true))
  const { handler } = await import('../../functions/parse-log.lambda.ts')
  const messages = messagesOf([...[ONE_OBJECT.key, cutKey].map((key) => objectCreated('logs-hub', key)), CANARY])
  const answer = await handler({ Records: messages }, { awsRequestId: 'r1', getRemainingTimeInMillis: () => 120_000 })
  const misfit = { Records: [{ body: CANARY }], [CANARY]: CANARY }
  const thrown = await handler(misfit, { awsRequestId: 'r2', getRemainingTimeInMillis: () => 120_000 }).catch(String)
  const usage = dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null })
  const lake = memoryUsageLake(firehose.rows)
  const computePorts = { lake, usage, prices: memoryPriceStore(), clock: () => new Date() }
  await computeCost(computePorts, { lookBackHours: null, tagDimensions: ['team'] })
  for (const capture of written) capture.restore()

  t.same(answer, { batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] })
  const left: Record<string, unknown> = { answer, thrown, printed: written.map((capture) => capture.args()), events: firehose.rows }
  for (const name of [USAGE_STATS_TABLE, MODEL_PRICING_TABLE]) {
    left[name] = (await client.send(new ScanCommand({ TableName: name }))).Items ?? []
  }
  const cells: unknown[] = []
  for (const source of await usage.listSources()) {
    for await (const bucket of usage.readBuckets(source, 'hour', null, null)) cells.push(...bucket.cells)
  }
  left['cells'] = cells
  const texts = Object.entries(left).map(([name, value]) => [name, textOf(value)] as const)
  for (const [name, text] of texts) t.notMatch(text, CANARY, name)

  t.ok(firehose.rows.length >= good.length, 'the good ones did arrive')
  const kept = { events: new RegExp(KEPT), cells: new RegExp(KEPT), [USAGE_STATS_TABLE]: /bad_count/, printed: /truncated.*quarantined/ }
  t.match(Object.fromEntries(texts), kept, 'what may be kept is')
})

/** Everything in a value, what is encoded once included. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return String(part)
    return part instanceof Uint8Array ? Buffer.from(part).toString('latin1') : part
  })
}
