import fc from 'fast-check'
import t from 'tap'
import { objectCreatedEvent } from '../../domain/object-created-event.ts'
import { readS3Event } from '../../domain/s3-event.ts'

t.test('what is read from the event is the object that it was made of', async (t) => {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  fc.assert(fc.property(fc.stringMatching(/^[a-z0-9.-]{3,40}$/), key, (bucket, key) => {
    const event = readS3Event(objectCreatedEvent({ bucket, key }))
    return event.kind === 'objects' && JSON.stringify(event.objects) === JSON.stringify([{ bucket, key }])
  }), { numRuns: 200 })
  t.match(JSON.parse(objectCreatedEvent({ bucket: 'logs', key: 'a b+c%20' })), {
    'detail-type': 'Object Created', 'detail': { bucket: { name: 'logs' }, object: { key: 'a b+c%20' } },
  })
})
