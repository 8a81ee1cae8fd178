import type { FastifyInstance, FastifyRequest } from 'fastify'
import { QueryError } from '../../domain/query-error.ts'
import { onlyKnown } from '../../domain/query-parameters.ts'
import { MAX_QUERY_LENGTH } from '../../domain/usage-query.ts'
import { Refused } from './refused.ts'

/**
 * Refuses queries that cannot be read for certain: each route then says which parameters it knows. What is dropped or taken for
 * something else in silence would answer another question than the one that was asked.
 */
export function addQueryRules(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ url }) => {
    const start = url.indexOf('?')
    if (start !== -1) assertReadable(url.slice(start + 1))
  })
}

/** For routes that take no parameters at all. */
export async function noParameters({ url }: FastifyRequest): Promise<void> {
  onlyKnown(new URLSearchParams(url.split('?')[1] ?? ''), [])
}

function assertReadable(query: string): void {
  if (query.length > MAX_QUERY_LENGTH) {
    throw new Refused(414, `Choose less at a time: the query of this address has ${query.length} characters, more than ${MAX_QUERY_LENGTH}.`)
  }
  if (query.includes('?')) throw new QueryError('query', 'has a question mark in it: write %3F')
  const text = decoded(query)
  if (text === null) throw new QueryError('query', 'has a percent sign without the two digits of a byte of UTF-8 behind it: write %25')
  if (text.includes('\0')) throw new QueryError('query', 'has a NUL character in it')
}

function decoded(query: string): string | null {
  try {
    return decodeURIComponent(query)
  } catch {
    return null
  }
}
