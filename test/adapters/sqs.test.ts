import { SQSClient } from '@aws-sdk/client-sqs'
import t, { type Test } from 'tap'
import { DEFAULT_BACKOFF } from '../../adapters/backoff.ts'
import { sqsQueue } from '../../adapters/sqs.ts'
import { awsError, clientSettings } from '../fixtures/aws/server.ts'
import { sqsServer, type SqsFaults } from '../fixtures/aws/sqs.ts'

async function queueOf(t: Test, faults?: SqsFaults) {
  const server = await sqsServer(['logs'], faults)
  const client = new SQSClient(clientSettings(server.endpoint))
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  const queue = sqsQueue(client, server.urlOf('logs'), { ...DEFAULT_BACKOFF, sleep: async () => undefined, random: () => 0 })
  const operations = () => server.requests.map(({ operation }) => operation)
  return { server, queue, operations }
}

const bodies = (count: number, size = 1) => Array.from({ length: count }, (_, index) => `${index}`.padEnd(size, '.'))

t.test('messages are sent in batches of at most ten and 256 KiB, each once', async (t) => {
  const { server, queue, operations } = await queueOf(t)
  t.same(await queue.send(bodies(23)), new Set())
  t.same(server.bodiesIn('logs'), bodies(23))
  t.equal(operations().length, 3)

  const large = await queueOf(t)
  t.same(await large.queue.send(bodies(5, 100_000)), new Set())
  t.equal(large.operations().length, 3)
})

t.test('entries that failed are sent again, and no others', async (t) => {
  const { server, queue } = await queueOf(t, { batch: (_, call) => call <= 2 ? new Set([1]) : new Set() })
  t.same(await queue.send(bodies(4)), new Set())
  t.same(server.bodiesIn('logs').sort(), bodies(4))
})

t.test('what is still refused after the last try is told by its index', async (t) => {
  const { server, queue, operations } = await queueOf(t, { batch: (_, call) => call === 1 ? new Set([0, 2]) : new Set([0, 1]) })
  t.same(await queue.send(bodies(4)), new Set([0, 2]))
  t.same(server.bodiesIn('logs'), ['1', '3'])
  t.equal(operations().length, DEFAULT_BACKOFF.tries)
})

t.test('who receives a message holds it until it is deleted or time is up', async (t) => {
  const { server, queue } = await queueOf(t)
  for (const body of bodies(3)) server.put('logs', body, 1_700_000_000_000)
  const held = await queue.receive(2)
  t.same(held.map(({ body, sentMs }) => [body, sentMs]), [['0', 1_700_000_000_000], ['1', 1_700_000_000_000]])
  t.same(await queue.depth(), { waiting: 1, inFlight: 2 })
  t.equal(await queue.delete(held.slice(0, 1)), 0)
  server.endVisibility()
  t.same((await queue.receive(50)).map(({ body }) => body), ['1', '2'])
  t.same(await queue.receive(10), [])
})

t.test('a message that cannot be deleted is counted', async (t) => {
  const { server, queue } = await queueOf(t, { batch: (operation) => new Set(operation === 'DeleteMessageBatch' ? [0] : []) })
  for (const body of bodies(2)) server.put('logs', body)
  t.equal(await queue.delete(await queue.receive(10)), 1)
})

t.test('a body that is not the one that was sent is an error, and so is one that is not the one received', async (t) => {
  const { server, queue } = await queueOf(t, { wrongMd5: true })
  await t.rejects(queue.send(['a']), /MD5|[Ii]nvalid/)
  server.put('logs', 'a')
  await t.rejects(queue.receive(1), /MD5|[Ii]nvalid/)
})

t.test('what the service says is thrown as it is', async (t) => {
  const { queue } = await queueOf(t, { batch: () => awsError('AccessDeniedException', 'not you') })
  await t.rejects(queue.send(['a']), { name: 'AccessDeniedException' })
})
