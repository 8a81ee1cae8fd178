import { FirehoseClient } from '@aws-sdk/client-firehose'
import t, { type Test } from 'tap'
import { DEFAULT_BACKOFF } from '../../adapters/backoff.ts'
import { firehoseEventSink } from '../../adapters/firehose.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { firehoseServer } from '../fixtures/aws/firehose.ts'
import { awsError, clientSettings } from '../fixtures/aws/server.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

const events = (count: number, extra: Partial<UsageEvent> = {}) => {
  return Array.from({ length: count }, (_, index) => usageEventOf({ request_id: `r${index}`, ...extra }))
}

async function sinkOf(t: Test, fault?: Parameters<typeof firehoseServer>[0]) {
  const server = await firehoseServer(fault)
  const client = new FirehoseClient(clientSettings(server.endpoint))
  const delays: number[] = []
  const counted = { delivered: 0, resent: 0 }
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  const sink = firehoseEventSink(client, 'usage-events', {
    backoff: { ...DEFAULT_BACKOFF, sleep: async (ms) => void delays.push(ms), random: () => 0.5 },
    counters: {
      delivered: (count) => void (counted.delivered += count),
      resent: (count) => void (counted.resent += count),
    },
  })
  return { server, sink, delays, counted }
}

t.test('entries that failed are sent again, and no others', async (t) => {
  const failing = new Set(Array.from({ length: 37 }, (_, index) => index * 3))
  const { server, sink, delays, counted } = await sinkOf(t, (call, records) => {
    if (call === 1) return failing
    return call === 2 ? new Set(Array.from({ length: records }, (_, index) => index)) : new Set()
  })
  await sink.append(events(500))
  t.same(server.calls.map((ids) => ids.length), [500, 37, 37])
  t.same(server.calls[1], [...failing].map((index) => `r${index}`))
  t.same(server.calls[2], server.calls[1])
  t.equal(new Set(server.rows.map((row) => row.request_id)).size, 500)
  t.equal(server.rows.length, 500)
  t.same(counted, { delivered: 500, resent: 74 })
  t.same(delays, [50, 100], 'half of the ceilings 100 and 200 ms')
})

t.test('a call is at most 500 records and 4 MiB', async (t) => {
  const { server, sink } = await sinkOf(t)
  await sink.append(events(1201))
  t.same(server.calls.map((ids) => ids.length), [500, 500, 201])

  const large = await sinkOf(t)
  await large.sink.append(events(10, { identity_arn: 'x'.repeat(900_000) }))
  t.same(large.server.calls.map((ids) => ids.length), [4, 4, 2])
})

t.test('an event beyond the size of a record is refused by the id of its request', async (t) => {
  const { server, sink } = await sinkOf(t)
  await t.rejects(sink.append(events(1, { identity_arn: 'x'.repeat(1_000_001) })), /request r0 /)
  t.equal(server.calls.length, 0)
})

t.test('what still fails after the last try rejects', async (t) => {
  const { server, sink } = await sinkOf(t, (_, records) => new Set(Array.from({ length: records }, (_, index) => index)))
  await t.rejects(sink.append(events(3)), { name: 'DeliveryRefused', message: /refused 3 of 3 records after 8 tries/ })
  t.equal(server.calls.length, 8)
  t.equal(server.rows.length, 0)
})

t.test('a call that is lost after its work rejects, and sending all again loses nothing', async (t) => {
  const { server, sink } = await sinkOf(t, (call) => call === 1 ? { hangUp: true } : new Set())
  await t.rejects(sink.append(events(5)))
  await sink.append(events(5))
  t.equal(server.rows.length, 10, 'once too often')
  t.equal(new Set(server.rows.map((row) => row.request_id)).size, 5)
})

t.test('throttling of the whole call rejects', async (t) => {
  const { sink } = await sinkOf(t, () => awsError('ServiceUnavailableException', 'Slow down.', 503))
  await t.rejects(sink.append(events(5)), { name: 'ServiceUnavailableException' })
})

t.test('an answer that does not say which entries failed sends all of them again', async (t) => {
  const { server, sink } = await sinkOf(t, (call) => call === 1 ? { body: { FailedPutCount: 2, RequestResponses: [] } } : new Set())
  await sink.append(events(4))
  t.same(server.calls.map((ids) => ids.length), [4, 4])
})
