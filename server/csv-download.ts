import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { csvRecord, type CsvValue } from '../domain/csv.ts'
import { QueryError } from '../domain/query-error.ts'
import { choice, single } from '../domain/query-parameters.ts'
import type { CsvTable } from './view-models/table-csv.ts'

/** Parameters by which a page is asked for one of its tables as CSV. */
export const CSV_PARAMETERS = ['format', 'table'] as const

export const CSV_TYPE = 'text/csv; charset=utf-8; header=present'

const CHUNK_ROWS = 500

/** Id of the table that is asked for instead of the page; null for the page. */
export function askedTable(query: string): string | null {
  const parameters = new URLSearchParams(query)
  const format = choice(parameters, 'format', ['csv'])
  const table = single(parameters, 'table')
  if (format === null && table !== null) throw new QueryError('table', 'is for format=csv')
  if (format !== null && table === null) throw new QueryError('table', 'is missing: which of the tables of the page?')
  return table
}

/** One of the tables of a page, for a spreadsheet; throws a QueryError where the page has no such table. */
export function sendCsvTable(reply: FastifyReply, tables: readonly CsvTable[], id: string): FastifyReply {
  const table = tables.find((one) => one.id === id)
  if (table === undefined) throw new QueryError('table', `the page has no table "${id}"`)
  reply.header('content-disposition', `attachment; filename="${id}.csv"`)
  return reply.type(CSV_TYPE).send(Readable.from(csvChunks(table.records())))
}

/** Texts of some hundred records each, made as fast as they are taken. */
export function* csvChunks(records: Iterable<readonly CsvValue[]>): Generator<string> {
  let chunk = ''
  let rows = 0
  for (const record of records) {
    chunk += csvRecord(record)
    rows += 1
    if (rows % CHUNK_ROWS !== 0) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}
