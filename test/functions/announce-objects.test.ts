import t from 'tap'
import { readS3Event, type AnnouncedObject } from '../../domain/s3-event.ts'
import { announceObjects } from '../../functions/announce-objects.ts'

async function* objects(count: number): AsyncGenerator<AnnouncedObject> {
  for (let index = 0; index < count; index++) yield { bucket: 'logs', key: `key ${index}` }
}

function queueOf(refused: (bodies: readonly string[]) => number[] = () => []) {
  const sent: string[] = []
  return {
    sent,
    async send(bodies: readonly string[]) {
      sent.push(...bodies)
      return new Set(refused(bodies))
    },
  }
}

t.test('one message per object, in their order, and progress after every batch', async (t) => {
  const queue = queueOf()
  const progress: [number, string][] = []
  t.equal(await announceObjects(objects(250), queue, (count, { key }) => progress.push([count, key])), 250)
  const keys = queue.sent.map((body) => {
    const event = readS3Event(body)
    return event.kind === 'objects' ? event.objects[0]?.key : null
  })
  t.same(keys, Array.from({ length: 250 }, (_, index) => `key ${index}`))
  t.same(progress, [[100, 'key 99'], [200, 'key 199'], [250, 'key 249']])
})

t.test('without objects nothing is sent', async (t) => {
  const queue = queueOf()
  t.equal(await announceObjects(objects(0), queue), 0)
  t.same(queue.sent, [])
})

t.test('a batch that is not taken as a whole rejects, and was not told as done', async (t) => {
  const progress: number[] = []
  const refusing = queueOf((bodies) => bodies.length < 100 ? [3] : [])
  await t.rejects(announceObjects(objects(150), refusing, (count) => progress.push(count)), /the queue refused 1 of 50 messages/)
  t.same(progress, [100])
})
