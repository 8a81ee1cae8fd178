import t from 'tap'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { type LogLine, type LogObjects, ObjectUnreadable, type QuarantinedLine } from '../../domain/ports.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { type Message, parseLogBatch, type ParseLogBatchOptions } from '../../functions/parse-log-batch.ts'
import { BUCKETS, HUB, messagesOf, objectCreated, SPOKE } from '../fixtures/log-pipeline.ts'
import { answered, NOW } from '../fixtures/log-record.ts'
import { logKey } from '../fixtures/recorded-usage.ts'

const record = (requestId: string) => JSON.stringify(answered({}, { requestId }))
const key = (file: number) => logKey(HUB, file)
const announced = (...files: number[]) => messagesOf(files.map((file) => objectCreated('logs-hub', key(file))))

/** Runs a batch over objects of the hub's bucket: texts of their lines, or an error that reading them ends in. */
async function run(
  messages: readonly Message[], contents: Record<string, (string | Error)[]>, options: Partial<ParseLogBatchOptions> = {},
) {
  const stored: UsageEvent[] = []
  const read: string[] = []
  const quarantined = new Map<string, readonly QuarantinedLine[]>()
  const objectsIn = (bucket: string): LogObjects => ({
    async *list() {},
    async *lines(key) {
      read.push(`${bucket}/${key}`)
      for (const [index, text] of (contents[key] ?? [new Error('no such key')]).entries()) {
        if (text instanceof Error) throw text
        yield [{ number: index + 1, latin1: Buffer.from(text).toString('latin1') }] satisfies LogLine[]
      }
    },
  })
  const result = await parseLogBatch(messages, {
    objectsIn,
    sink: { append: async (events) => void stored.push(...events) },
    quarantine: { replace: async (name, lines) => void quarantined.set(name, lines) },
  }, { policy: DEFAULT_ATTRIBUTION, clock: () => new Date(NOW), buckets: BUCKETS, ...options })
  return { ...result, ids: stored.map((event) => event.request_id), read, quarantined }
}

t.test('a message fails for what befalls its own object, and no other does', async (t) => {
  const denied = Object.assign(new Error('not yours'), { name: 'AccessDenied' })
  const { failed, failures, ids, totals } = await run(announced(1, 2, 3, 4), {
    [key(1)]: [record('a'), record('b')],
    [key(2)]: [record('c'), denied],
    [key(3)]: [record('d'), new ObjectUnreadable('corrupt', 2, 'x')],
    [key(4)]: [record('e'), 'bad', ''],
  })
  t.same(failed, ['m1', 'm2'])
  t.match(failures, [
    { messageId: 'm1', object: `s3://logs-hub/${key(2)}`, reason: 'AccessDenied', detail: 'not yours' },
    { messageId: 'm2', object: `s3://logs-hub/${key(3)}`, reason: 'corrupt' },
  ])
  t.same(ids, ['a', 'b', 'd', 'e'], 'what could be read of the corrupt one is stored')
  t.same(totals, {
    objects: 3, skipped: 0, refused: 0, records: 4, empty: 1, quarantined: 2, unresolvedModels: 0, newestEvent: '2026-07-18T05:06:07.000Z',
  })
})

t.test('what no other try could change is done with, and stands in quarantine', async (t) => {
  const { failed, quarantined, ids } = await run(announced(1), { [key(1)]: [record('a'), new ObjectUnreadable('too_large', 2, 'x')] })
  t.same(failed, [])
  t.same(ids, ['a'])
  t.same([...quarantined], [[`s3://logs-hub/${key(1)}`, [{ line: 2, reason: 'too_large', field: null }]]])
})

t.test('what does not belong where it is said to be is never read', async (t) => {
  const spoofed = key(1).replace(HUB, SPOKE)
  const { failed, read, quarantined, totals } = await run(messagesOf([
    objectCreated('foreign', key(1)), objectCreated('foreign', 'anything'), objectCreated('logs-hub', spoofed),
  ]), {})
  t.same([failed, read], [[], []])
  t.same(Object.fromEntries([...quarantined].map(([name, lines]) => [name, lines[0]?.reason])), {
    [`s3://foreign/${key(1)}`]: 'foreign_bucket', 's3://foreign/anything': 'foreign_bucket', [`s3://logs-hub/${spoofed}`]: 'account_mismatch',
  })
  t.match(totals, { refused: 3, quarantined: 3, objects: 0 })
})

t.test('objects that are no logs, or lie outside of the prefix, are passed over', async (t) => {
  const { failed, read, quarantined, totals } = await run(messagesOf([
    objectCreated('logs-hub', key(1).replace('/05/', '/05/data/')),
    objectCreated('logs-hub', 'amazon-bedrock-logs-permission-check'),
    objectCreated('logs-spoke', logKey(SPOKE, 1).replace('bedrock/', 'bedrock-old/')),
    '{"Event":"s3:TestEvent"}',
  ]), {})
  t.same([failed, read, quarantined.size, totals.skipped], [[], [], 0, 3])
})

t.test('a message that nobody understands fails, since only a person can', async (t) => {
  const { failed, failures } = await run(messagesOf(['CANARY', '{}']), {})
  t.same(failed, ['m0', 'm1'])
  t.same(failures.map(({ object, reason, detail }) => [object, reason, detail]), [[null, 'malformed_message', 'not_json'], [null, 'malformed_message', 'unknown_shape']])
})

t.test('a message of several objects fails once if any of them does, and the others are stored', async (t) => {
  const records = [1, 2, 3].map((file) => ({ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'logs-hub' }, object: { key: key(file) } } }))
  const { failed, ids } = await run(messagesOf([JSON.stringify({ Records: records })]), { [key(2)]: [record('a')] })
  t.same([failed, ids], [['m0'], ['a']])
})

t.test('a batch stops well before its time is up, and gives back what it has not done', async (t) => {
  const endMs = Date.parse(NOW) + 60_000
  let nowMs = Date.parse(NOW)
  const contents = Object.fromEntries([1, 2, 3, 4].map((file) => [key(file), Array.from({ length: 10 }, (_, line) => record(`${file}-${line}`))]))
  const { failed, failures, ids } = await run(announced(1, 2, 3, 4), contents, {
    deadlineMs: endMs,
    // Asked about every second.
    clock: () => new Date(nowMs += 1_000),
  })
  t.same(failed, ['m2', 'm3'])
  t.same(failures.map(({ reason }) => reason), ['OutOfTime', 'OutOfTime'])
  t.equal(ids.length, 20, 'whole objects or nothing')
  t.ok(nowMs <= endMs - 10_000, `${(endMs - nowMs) / 1000} s to spare`)
})
