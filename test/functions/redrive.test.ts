import fc from 'fast-check'
import { SQSClient } from '@aws-sdk/client-sqs'
import t, { type Test } from 'tap'
import { DEFAULT_BACKOFF } from '../../adapters/backoff.ts'
import { sqsQueue } from '../../adapters/sqs.ts'
import { redrive } from '../../functions/redrive.ts'
import { clientSettings } from '../fixtures/aws/server.ts'
import { sqsServer, type SqsFaults } from '../fixtures/aws/sqs.ts'

const NOW = 1_790_000_000_000

async function queuesOf(t: Pick<Test, 'teardown'>, faults?: SqsFaults) {
  const server = await sqsServer(['dead', 'logs'], faults)
  const client = new SQSClient(clientSettings(server.endpoint))
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  const backoff = { ...DEFAULT_BACKOFF, tries: 3, sleep: async () => undefined, random: () => 0 }
  const [from, to] = [sqsQueue(client, server.urlOf('dead'), backoff), sqsQueue(client, server.urlOf('logs'), backoff)]
  return { server, ports: { from, to, clock: () => new Date(NOW) } }
}

const all = { max: null }
const bodies = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`)

t.test('every message is moved, and none stays behind', async (t) => {
  const { server, ports } = await queuesOf(t)
  for (const body of bodies(23)) server.put('dead', body)
  const progress: number[] = []
  const result = await redrive(ports, { max: null, onProgress: (moved) => progress.push(moved) })
  t.same(result, { moved: 23, refused: 0, undeleted: 0, cameBack: 0 })
  t.same(server.bodiesIn('logs'), bodies(23))
  t.same(server.bodiesIn('dead'), [])
  t.same(progress, [10, 20, 23])
})

t.test('no more than asked for are moved', async (t) => {
  const { server, ports } = await queuesOf(t)
  for (const body of bodies(30)) server.put('dead', body)
  t.equal((await redrive(ports, { max: 13 })).moved, 13)
  t.equal(server.bodiesIn('dead').length, 17)
  t.same(await ports.from.depth(), { waiting: 17, inFlight: 0 }, 'the others are in nobody\'s hands')
})

t.test('what the queue refuses stays where it was, and ends the move', async (t) => {
  const { server, ports } = await queuesOf(t, { batch: (operation, _, entries) => new Set(operation === 'SendMessageBatch' ? [entries - 1] : []) })
  for (const body of bodies(30)) server.put('dead', body)
  t.match(await redrive(ports, all), { moved: 9, refused: 1 })
  t.equal(new Set([...server.bodiesIn('logs'), ...server.bodiesIn('dead')]).size, 30)
})

t.test('what was sent but could not be deleted is in both queues, and counted', async (t) => {
  const { server, ports } = await queuesOf(t, { batch: (operation) => new Set(operation === 'DeleteMessageBatch' ? [0] : []) })
  for (const body of bodies(2)) server.put('dead', body)
  t.match(await redrive(ports, all), { moved: 2, undeleted: 1 })
  t.same(server.bodiesIn('logs'), bodies(2))
})

t.test('what fails again at once is not moved a second time', async (t) => {
  const { server, ports } = await queuesOf(t)
  server.put('dead', 'old', NOW - 1)
  server.put('dead', 'new', NOW)
  t.match(await redrive(ports, all), { moved: 1, cameBack: 1 })
  t.same(server.bodiesIn('dead'), ['new'])
})

t.test('none is ever lost, wherever a call fails or the connection ends, and a second run moves the rest', async (t) => {
  const fault = fc.record({
    call: fc.integer({ min: 1, max: 5 }), operation: fc.constantFrom('SendMessageBatch', 'DeleteMessageBatch'), afterItsWork: fc.boolean(),
  })
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 35 }), fc.array(fault, { maxLength: 4 }), async (count, faults) => {
    const teardowns: (() => unknown)[] = []
    const { server, ports } = await queuesOf({ teardown: (end) => void teardowns.push(end) }, {
      batch(operation, call) {
        const found = faults.find((fault) => fault.operation === operation && fault.call === call)
        if (found === undefined) return new Set()
        return found.afterItsWork ? { hangUp: true } : { status: 500, body: {} }
      },
    })
    for (const body of bodies(count)) server.put('dead', body)
    for (let run = 0; run < 12; run++) {
      await redrive(ports, all).catch(() => undefined)
      server.endVisibility()
      const known = new Set([...server.bodiesIn('dead'), ...server.bodiesIn('logs')])
      if (known.size !== count) throw new Error(`${count - known.size} messages are lost`)
    }
    if (server.bodiesIn('dead').length > 0) throw new Error('messages are left')
    for (const end of teardowns) await end()
  }), { numRuns: 25 })
  t.pass('in any of them')
})
