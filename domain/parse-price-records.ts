import type { PriceRecord } from './price-record.ts'

/**
 * Price records from a JSON value of the form `{"records": [{"key", "effectiveFrom", "recordedAt", "fields", …}]}`.
 * Attributes that are not a price record's are left out. Throws an error that names the record and what is wrong with it.
 */
export function parsePriceRecords(value: unknown): PriceRecord[] {
  const records = isObject(value) ? value['records'] : undefined
  if (!Array.isArray(records)) throw new Error('a price book wants the form {"records": [...]}')
  return records.map((record: unknown, index) => {
    try {
      return parseRecord(record)
    } catch (error) {
      const key = isObject(record) && typeof record['key'] === 'string' ? ` (${record['key']})` : ''
      throw new Error(`price record ${index}${key}: ${(error as Error).message}`)
    }
  })
}

const OPTIONAL = {
  provider: 'string', mode: 'string', source: 'string', note: 'string', voidedAt: 'string',
  leftCensored: 'boolean', listedLatest: 'boolean', thresholdInclusive: 'boolean',
} as const

function parseRecord(record: unknown): PriceRecord {
  if (!isObject(record)) throw new Error('wants an object')
  const optional = Object.entries(OPTIONAL).flatMap(([name, type]) => {
    const value = record[name]
    if (value === undefined || value === null) return []
    if (typeof value !== type) throw new Error(`${name}: wants a ${type}`)
    return [[name, value] as const]
  })
  return {
    key: text(record, 'key'),
    effectiveFrom: text(record, 'effectiveFrom'),
    recordedAt: text(record, 'recordedAt'),
    fields: prices(record['fields']),
    ...Object.fromEntries(optional),
  }
}

function text(record: Record<string, unknown>, name: string): string {
  const value = record[name]
  if (typeof value !== 'string' || value === '') throw new Error(`${name}: wants text`)
  return value
}

function prices(fields: unknown): Record<string, string> {
  if (!isObject(fields)) throw new Error('fields: wants an object of decimal strings')
  return Object.fromEntries(
    Object.entries(fields).map(([field, price]) => {
      if (typeof price !== 'string') throw new Error(`${field}: wants a decimal string such as "0.0000033"`)
      return [field, price]
    }),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
