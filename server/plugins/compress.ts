import { pipeline, Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createGzip, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const gzipAll = promisify(gzip)
const COMPRESSIBLE = /^(text\/|application\/(javascript|json)|image\/svg)/
const MIN_BYTES = 1024

/** Compresses texts for clients that take gzip. */
export function addCompression(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!COMPRESSIBLE.test(String(reply.getHeader('content-type') ?? ''))) return payload
    reply.header('vary', [reply.getHeader('vary'), 'Accept-Encoding'].filter(Boolean).join(', '))
    const accepted = /\bgzip\b(?!;\s*q=0(\.0+)?\s*(,|$))/.test(String(request.headers['accept-encoding'] ?? ''))
    if (!accepted || reply.statusCode === 206 || reply.hasHeader('content-encoding')) return payload
    if (payload instanceof Readable) {
      reply.header('content-encoding', 'gzip').removeHeader('content-length')
      // An error on the way ends the response; the caller sees it there.
      return pipeline(payload, createGzip(), () => {})
    }
    if (typeof payload !== 'string' || payload.length < MIN_BYTES) return payload
    reply.header('content-encoding', 'gzip').removeHeader('content-length')
    return gzipAll(payload)
  })
}
