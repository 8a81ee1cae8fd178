import type { Bucket } from './bucket.ts'
import { parseHourId } from './calendar.ts'
import type { CellKey } from './cell.ts'
import { tagReader } from './tags.ts'
import { timeZone } from './time-zone.ts'

const SOURCE_KEYS = ['account', 'region'] as const
/** From the finest on. `hour` is a UTC hour id whatever the time zone, `day` and `month` are local ones. */
const TIME_KEYS = ['hour', 'day', 'month'] as const
const CELL_KEYS = ['model', 'modelScope', 'caller', 'callerKind', 'serviceTier', 'errorCode'] as const

export const GROUP_KEYS = [...SOURCE_KEYS, ...TIME_KEYS, ...CELL_KEYS] as const

/** What rows of a report can be grouped by; `tag:team` by the values of the tag `team`, empty where a call has none. */
export type GroupKey = (typeof GROUP_KEYS)[number] | `tag:${string}`

type TimeKey = (typeof TIME_KEYS)[number]
type SourceKey = (typeof SOURCE_KEYS)[number]
export type BucketGroupKey = SourceKey | TimeKey

export function isGroupKey(text: string): text is GroupKey {
  return GROUP_KEYS.some((key) => key === text) || (text.startsWith('tag:') && text.length > 'tag:'.length)
}

export function isTimeKey(key: GroupKey): key is TimeKey {
  return TIME_KEYS.some((time) => time === key)
}

/** True for a key that all cells of a bucket share. */
export function isBucketKey(key: GroupKey): key is BucketGroupKey {
  return isTimeKey(key) || SOURCE_KEYS.some((source) => source === key)
}

/** Reads a key off a bucket. Throws a RangeError where its period is too long to tell, e.g. the hour of a day's bucket. */
export function bucketKeyReader(key: BucketGroupKey, zoneName: string): (bucket: Bucket) => string {
  switch (key) {
    case 'account':
      return (bucket) => bucket.source.accountId
    case 'region':
      return (bucket) => bucket.source.region
    case 'hour':
    case 'day':
    case 'month':
      return zoneName === 'UTC' || key === 'hour' ? utcReader(key) : localReader(key, zoneName)
  }
}

function utcReader(key: TimeKey): (bucket: Bucket) => string {
  return (bucket) => {
    if (TIME_KEYS.indexOf(bucket.period) > TIME_KEYS.indexOf(key)) throw tooLong(bucket, key)
    return bucket.start.slice(0, LENGTHS[key])
  }
}

const LENGTHS = { hour: 13, day: 10, month: 7 } as const

function localReader(key: 'day' | 'month', zoneName: string): (bucket: Bucket) => string {
  const zone = timeZone(zoneName)
  const read = key === 'day' ? zone.dayOfHour : zone.monthOfHour
  return (bucket) => {
    if (bucket.period !== 'hour') throw tooLong(bucket, `${key} in ${zoneName}`)
    return read(parseHourId(bucket.start))
  }
}

function tooLong(bucket: Bucket, key: string): RangeError {
  return new RangeError(`a bucket of one ${bucket.period} (${bucket.start}) cannot be grouped by ${key}`)
}

/** Reads a key off a cell's key. */
export function cellKeyReader(key: Exclude<GroupKey, BucketGroupKey>): (cell: CellKey) => string {
  switch (key) {
    case 'model':
      return (cell) => cell.model
    case 'modelScope':
      return (cell) => cell.modelScope
    case 'caller':
      return (cell) => cell.caller
    case 'callerKind':
      return (cell) => cell.callerKind
    case 'serviceTier':
      return (cell) => cell.serviceTier
    case 'errorCode':
      return (cell) => cell.errorCode
    default: {
      const read = tagReader(key.slice('tag:'.length))
      return (cell) => read(cell.tags)
    }
  }
}
