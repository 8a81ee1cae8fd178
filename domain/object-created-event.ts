import type { AnnouncedObject } from './s3-event.ts'

/** The message that EventBridge sends for a new object, as far as it is read: what readS3Event makes of it is the object. */
export function objectCreatedEvent({ bucket, key }: AnnouncedObject): string {
  return JSON.stringify({
    'version': '0',
    'detail-type': 'Object Created',
    'source': 'aws.s3',
    'detail': { version: '0', bucket: { name: bucket }, object: { key } },
  })
}
