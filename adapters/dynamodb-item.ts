import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { PARTITION_KEY, SORT_KEY } from '../domain/contract.ts'

export type Item = Record<string, AttributeValue>

export function itemKey(pk: string, sk: string): Item {
  return { [PARTITION_KEY]: { S: pk }, [SORT_KEY]: { S: sk } }
}

export function sortKeyOf(item: Item): string {
  return textAttribute(item, SORT_KEY)
}

/** DynamoDB takes and gives numbers as decimal text, exact to 38 digits. */
export function numberValue(value: number): AttributeValue {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer`)
  return { N: String(value) }
}

export function textAttribute(item: Item, name: string): string {
  const text = item[name]?.S
  if (text === undefined) throw missing(item, name)
  return text
}

export function numberAttribute(item: Item, name: string): number {
  const number = Number(item[name]?.N)
  if (!Number.isSafeInteger(number)) throw missing(item, name)
  return number
}

export function bytesAttribute(item: Item, name: string): Uint8Array {
  const bytes = item[name]?.B
  if (bytes === undefined) throw missing(item, name)
  return bytes
}

function missing(item: Item, name: string): Error {
  return new Error(`item ${item[PARTITION_KEY]?.S} ${item[SORT_KEY]?.S} has no usable attribute "${name}"`)
}
