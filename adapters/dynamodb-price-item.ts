import type { PriceRecord } from '../domain/price-record.ts'
import { itemKey, textAttribute, type Item } from './dynamodb-item.ts'

const TEXTS = ['provider', 'mode', 'source', 'note'] as const
const FLAGS = ['leftCensored', 'listedLatest', 'thresholdInclusive'] as const

const PARTITION = 'PRICE#'

export function isPriceItem(item: Item): boolean {
  return item.pk?.S?.startsWith(PARTITION) === true
}

/** `PRICE#<key>` / `<effectiveFrom>#<recordedAt>`; prices stay the decimal texts that they are. */
export function toPriceItem(record: PriceRecord): Item {
  const { key, effectiveFrom, recordedAt, fields, voidedAt } = record
  const item: Item = {
    ...itemKey(PARTITION + key, `${effectiveFrom}#${recordedAt}`),
    key: { S: key },
    effectiveFrom: { S: effectiveFrom },
    recordedAt: { S: recordedAt },
    fields: { M: Object.fromEntries(Object.entries(fields).map(([name, price]) => [name, { S: price }])) },
  }
  for (const name of TEXTS) if (record[name] !== undefined) item[name] = { S: record[name] }
  for (const name of FLAGS) if (record[name] !== undefined) item[name] = { BOOL: record[name] }
  if (voidedAt !== undefined) item.voidedAt = voidedAt === null ? { NULL: true } : { S: voidedAt }
  return item
}

/** Exactly the record that the item was made from, its fields in the order of their names. */
export function toPriceRecord(item: Item): PriceRecord {
  const fields = Object.entries(item.fields?.M ?? {}).map(([name, price]) => [name, price.S ?? ''] as const)
  return {
    key: textAttribute(item, 'key'),
    effectiveFrom: textAttribute(item, 'effectiveFrom'),
    recordedAt: textAttribute(item, 'recordedAt'),
    fields: Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1))),
    ...Object.fromEntries(TEXTS.flatMap((name) => (item[name]?.S === undefined ? [] : [[name, item[name].S]]))),
    ...Object.fromEntries(FLAGS.flatMap((name) => (item[name]?.BOOL === undefined ? [] : [[name, item[name].BOOL]]))),
    ...(item.voidedAt === undefined ? {} : { voidedAt: item.voidedAt.S ?? null }),
  }
}
