import { asObject, type JsonObject } from './log-record/json.ts'

export interface AnnouncedObject {
  readonly bucket: string
  /** As S3 stores it, not encoded. */
  readonly key: string
}

export type S3Event =
  /** Empty for S3's own test message, and for events that tell of no new object. */
  | { readonly kind: 'objects'; readonly objects: readonly AnnouncedObject[] }
  | { readonly kind: 'malformed'; readonly reason: 'not_json' | 'unknown_shape' | 'bad_bucket' | 'bad_key' }

class Malformed extends Error {
  readonly reason: Exclude<(S3Event & { kind: 'malformed' })['reason'], 'not_json'>
  constructor(reason: Malformed['reason']) {
    super(reason)
    this.reason = reason
  }
}

const BUCKET = /^[\w.-]{3,255}$/
const MAX_KEY_LENGTH = 1024

/**
 * The objects that a message announces: an "Object Created" event of EventBridge, a notification by S3 itself, or either
 * one inside of an SNS message. Never throws.
 */
export function readS3Event(body: string): S3Event {
  try {
    return readBody(body, true)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { kind: 'malformed', reason: error.reason }
  }
}

function readBody(body: string, mayWrap: boolean): S3Event {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return { kind: 'malformed', reason: 'not_json' }
  }
  const event = asObject(value)
  if (event === null) throw new Malformed('unknown_shape')
  if (mayWrap && event['Type'] === 'Notification' && typeof event['Message'] === 'string') return readBody(event['Message'], false)
  if (event['Event'] === 's3:TestEvent') return { kind: 'objects', objects: [] }
  return { kind: 'objects', objects: Array.isArray(event['Records']) ? readRecords(event['Records']) : readEventBridge(event) }
}

function readEventBridge(event: JsonObject): AnnouncedObject[] {
  const detail = asObject(event['detail'])
  if (detail === null) throw new Malformed('unknown_shape')
  const type = event['detail-type']
  if (typeof type === 'string' && type !== 'Object Created') return []
  return [announced(detail, (key) => key)]
}

function readRecords(records: readonly unknown[]): AnnouncedObject[] {
  return records.flatMap((value) => {
    const record = asObject(value)
    const s3 = asObject(record?.['s3'])
    if (record === null || s3 === null) throw new Malformed('unknown_shape')
    const name = record['eventName']
    const isCreation = typeof name !== 'string' || /^(?:s3:)?ObjectCreated:/.test(name)
    return isCreation ? [announced(s3, decodeFormKey)] : []
  })
}

function announced(place: JsonObject, decode: (key: string) => string): AnnouncedObject {
  const bucket = asObject(place['bucket'])?.['name']
  const key = asObject(place['object'])?.['key']
  if (typeof bucket !== 'string' || !BUCKET.test(bucket)) throw new Malformed('bad_bucket')
  if (typeof key !== 'string' || key === '') throw new Malformed('bad_key')
  const decoded = decode(key)
  if (decoded.length > MAX_KEY_LENGTH) throw new Malformed('bad_key')
  return { bucket, key: decoded }
}

/** S3's own notifications encode keys like the fields of a form; EventBridge leaves them as they are. */
function decodeFormKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    throw new Malformed('bad_key')
  }
}
