import type { Source } from '../source.ts'
import { asObject, type JsonObject } from './json.ts'
import { RecordRejected } from './rejected.ts'
import { parseTimestamp } from './timestamp.ts'

/** What stands around the bodies of a record: read strictly, since all attribution hangs on it. */
export interface Envelope extends Source {
  readonly requestId: string
  /** ISO 8601 in UTC with milliseconds. */
  readonly timestamp: string
  readonly modelRef: string
  readonly operation: string | null
  readonly inferenceRegion: string | null
  readonly identityArn: string | null
  readonly errorCode: string | null
  /** Empty where the record has none. */
  readonly input: JsonObject
  readonly output: JsonObject
  readonly requestMetadata: JsonObject | null
  readonly performanceConfig: JsonObject | null
}

/** How far a record's clock may run ahead of ours. */
const MAX_AHEAD_MS = 10 * 60_000

const REGION = /^[a-z0-9-]{1,40}$/

/** Throws RecordRejected. `nowMs` is milliseconds since 1970; `keySource` is what the object's key says of the source. */
export function readEnvelope(record: JsonObject, nowMs: number, keySource: Source | null): Envelope {
  const timestamp = readTimestamp(record['timestamp'], nowMs)
  const accountId = required(record, 'accountId', /^\d{12}$/)
  const region = required(record, 'region', REGION)
  if (keySource !== null && keySource.accountId !== accountId) throw new RecordRejected('account_mismatch', 'accountId')
  if (keySource !== null && keySource.region !== region) throw new RecordRejected('account_mismatch', 'region')
  return {
    accountId,
    region,
    timestamp,
    requestId: required(record, 'requestId', /^[\x21-\x7e]{1,256}$/),
    modelRef: required(record, 'modelId', /^[\x20-\x7e]{0,2048}$/),
    operation: descriptive(record['operation'], /^[\x20-\x7e]{1,128}$/),
    inferenceRegion: descriptive(record['inferenceRegion'], REGION),
    identityArn: descriptive(asObject(record['identity'])?.['arn'], /./s),
    errorCode: readErrorCode(record['errorCode']),
    input: optionalObject(record, 'input'),
    output: optionalObject(record, 'output'),
    requestMetadata: asObject(record['requestMetadata']),
    performanceConfig: asObject(record['performanceConfig']),
  }
}

function required(record: JsonObject, name: string, pattern: RegExp): string {
  const value = record[name]
  if (value === undefined || value === null) throw new RecordRejected('missing_field', name)
  if (typeof value !== 'string' || !pattern.test(value)) throw new RecordRejected('bad_field', name)
  return value
}

/** For what only describes a call: no reason to lose the call. */
function descriptive(value: unknown, pattern: RegExp): string | null {
  return typeof value === 'string' && pattern.test(value) ? value : null
}

function optionalObject(record: JsonObject, name: string): JsonObject {
  const value = record[name] ?? {}
  const object = asObject(value)
  if (object === null) throw new RecordRejected('bad_field', name)
  return object
}

function readTimestamp(value: unknown, nowMs: number): string {
  if (value === undefined || value === null) throw new RecordRejected('missing_field', 'timestamp')
  const ms = typeof value === 'string' ? parseTimestamp(value) : null
  if (ms === null) throw new RecordRejected('bad_timestamp', 'timestamp')
  if (ms > nowMs + MAX_AHEAD_MS) throw new RecordRejected('future_timestamp', 'timestamp')
  return new Date(ms).toISOString()
}

/** The key is absent on success. A failure must not pass for a success because its code looks odd. */
function readErrorCode(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string' || !/^[\w.:#-]{1,128}$/.test(value)) throw new RecordRejected('bad_field', 'errorCode')
  return value
}
