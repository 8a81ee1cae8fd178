import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { csv, type CsvValue } from '../../domain/csv.ts'
import { choice, single } from '../../domain/query-parameters.ts'
import { QueryError } from '../../domain/query-error.ts'
import { CSV_TYPE, csvChunks } from '../csv-download.ts'
import type { ApiRow, Listing } from './listing.ts'
import { cursorAt, offsetOf } from './page-cursor.ts'

export const FORMATS = ['json', 'csv'] as const
export const DEFAULT_LIMIT = 1000
export const MAX_LIMIT = 10_000

/** Parameters that every listing takes. */
export const LISTING_PARAMETERS = ['limit', 'cursor', 'format'] as const

/** More rows than this are sent as they are written, and so without an ETag. */
const MAX_BUFFERED_ROWS = 5000

/** One page of the rows as JSON, or as CSV all of them unless told otherwise; where the client knows them already, nothing. */
export function sendListing(request: FastifyRequest, reply: FastifyReply, parameters: URLSearchParams, listing: Listing): FastifyReply {
  const format = formatOf(request, parameters)
  const limit = limitOf(parameters) ?? (format === 'csv' ? Infinity : DEFAULT_LIMIT)
  const all = format === 'csv' ? listing.csvRows ?? listing.rows : listing.rows
  const offset = offsetOf(single(parameters, 'cursor'), listing)
  const rows = all.slice(offset, offset + limit)
  const next = offset + limit < all.length ? cursorAt(offset + limit, listing) : null
  reply.header('vary', 'Accept, Authorization, Cookie').header('cache-control', 'private, no-cache')
  if (next !== null) reply.header('link', `<${nextHref(request, next)}>; rel="next"`)
  if (format === 'json') {
    return sendText(request, reply, 'application/json; charset=utf-8', JSON.stringify({ ...listing.about, rows, next }))
  }
  reply.header('content-disposition', `attachment; filename="${fileName(request)}.csv"`)
  if (rows.length <= MAX_BUFFERED_ROWS) return sendText(request, reply, CSV_TYPE, csv(records(listing, rows)))
  return reply.type(CSV_TYPE).send(Readable.from(csvChunks(records(listing, rows))))
}

/** A text with its ETag, or 304 where the client has it. */
export function sendText(request: FastifyRequest, reply: FastifyReply, type: string, text: string): FastifyReply {
  // Weak, because it may go out compressed.
  const etag = `W/"${createHash('sha256').update(type).update(text).digest('base64url')}"`
  reply.header('etag', etag)
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type(type).send(text)
}

function* records({ columns, decimals }: Listing, rows: readonly ApiRow[]): Generator<CsvValue[]> {
  const exact = columns.map((column) => decimals.includes(column))
  yield [...columns]
  for (const row of rows) yield columns.map((column, index) => csvValue(row[column] ?? null, exact[index] === true))
}

function csvValue(value: ApiRow[string] & {} | null, isDecimal: boolean): CsvValue {
  if (typeof value === 'boolean') return String(value)
  return isDecimal && typeof value === 'string' ? { decimal: value } : value
}

function formatOf({ headers }: FastifyRequest, parameters: URLSearchParams): (typeof FORMATS)[number] {
  const accepted = headers.accept ?? ''
  return choice(parameters, 'format', FORMATS) ?? (accepted.includes('text/csv') && !accepted.includes('application/json') ? 'csv' : 'json')
}

function limitOf(parameters: URLSearchParams): number | null {
  const text = single(parameters, 'limit')
  if (text === null) return null
  const limit = Number(text)
  if (!/^[1-9]\d{0,5}$/.test(text) || limit > MAX_LIMIT) throw new QueryError('limit', `wants a number from 1 to ${MAX_LIMIT}, not "${text}"`)
  return limit
}

function nextHref(request: FastifyRequest, cursor: string): string {
  const [path = '', query = ''] = request.url.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.set('cursor', cursor)
  return `${path}?${parameters.toString()}`
}

function fileName(request: FastifyRequest): string {
  return request.routeOptions.url?.split('/').at(-1) ?? 'rows'
}

function isKnown(header: string | undefined, etag: string): boolean {
  const known = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known.includes('*') || known.includes(etag.slice('W/'.length))
}
